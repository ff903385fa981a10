package logs

import (
	"bytes"
	"slices"
)

func init() {
	register(w3cLog(Format{
		Name: "w3c", About: "W3C extended, as IIS writes it: #Fields says what its lines hold",
		Stamp: Ends, Generic: true,
		Sample: "#Software: Microsoft Internet Information Services 10.0\n#Fields: date time s-ip " +
			"cs-method cs-uri-stem cs-uri-query s-port c-ip cs(User-Agent) cs-host sc-status time-taken\n" +
			"2026-03-02 07:00:03 10.0.0.1 POST /oauth/token - 443 198.51.100.7 curl/8.5.0 " +
			"auth.example.com 200 87\n",
		Hits: "2026-03-02T07:00:02.912Z +1.001s" +
			" ended by +1.088s 198.51.100.7 POST auth.example.com /oauth/token 200",
	}, fields{
		time: "date time", client: "c-ip", forwarded: "X-Forwarded-For,cs(X-Forwarded-For)",
		host: "cs-host,cs(Host),s-computername", path: "cs-uri-stem,cs-uri", method: "cs-method",
		status: "sc-status", took: "time-taken", tookIn: secondsOrMillis,
	}, nil))
}

// w3cLog completes a format whose lines hold what a line that begins with #Fields: says last, or
// what stands without one. Where they have a time and no date, #Date: has it.
func w3cLog(f Format, of fields, standing map[string]int) Format {
	f.open = func(o *Options) parser {
		n, zone := of.always(o).names(), o.Location()
		t := table{names: standing}
		wide := 0 // 0: no line says how many values there are
		var stamp, day []byte
		late := midnight{}
		get := func(name string) []byte {
			if name == "date time" {
				date := t.value("date")
				if len(date) == 0 {
					date = day
				}
				stamp = append(append(append(stamp[:0], date...), ' '), t.value("time")...)
				return stamp
			}
			if value := t.value(name); !bare(value) {
				return value
			}
			return nil
		}
		return func(r *record) outcome {
			if names, ok := bytes.CutPrefix(r.text, []byte("#Fields:")); ok {
				t, wide = table{names: map[string]int{}}, 0
				for i, name := range bytes.Fields(names) {
					t.names[string(name)] = i
					wide++
				}
			}
			if date, ok := bytes.CutPrefix(r.text, []byte("#Date: ")); ok {
				late.at, _, _ = isoClock(date, zone)
				late.days = 0
				day, _, _ = bytes.Cut(append(day[:0], date...), []byte(" "))
			}
			if r.text[0] == '#' {
				return other
			}
			if t.comma = ' '; bytes.IndexByte(r.text, '\t') >= 0 {
				t.comma = '\t'
			}
			if !t.cut(r.text) {
				return r.wrong(r.text, "quotes that are closed")
			}
			if len(t.cells) != wide && t.comma == ' ' { // of which several are one
				t.cells = slices.DeleteFunc(t.cells, func(cell []byte) bool { return len(cell) == 0 })
			}
			if t.names == nil || len(t.cells) != wide && (wide > 0 ||
				t.comma != '\t' || len(t.cells) < fewestValues) {
				return r.wrong(r.text, "as many values as #Fields names above them")
			}
			found := n.read(r, get, zone)
			if _, dated := t.names["date"]; found == whole && !dated {
				late.pass(r)
			}
			return found
		}
	}
	return f
}

// A midnight tells the day of times that have none: one much earlier than the last is of the next
// day.
type midnight struct{ at, days int64 }

const wholeDay = 24 * 60 * minute

func (m *midnight) pass(r *record) {
	if r.at += m.days * wholeDay; r.at < m.at-wholeDay/2 {
		m.days++
		r.at += wholeDay
	}
	m.at = max(m.at, r.at)
}
