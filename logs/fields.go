package logs

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// fields are the names under which a log of names and values says what a record is about. Each is
// a list of names with commas between them, of which the first that a record has counts.
type fields struct {
	has  string // names of which a record must have one, or it is of another format
	only string // NAME=VALUE&NAME=VALUE: other values make no record
	must string // names of which a record must have one, or it is no record
	skip string // names of which it must have none
	time string
	end  string // when the answer ended, beside time

	client, forwarded, host, path, method, status, took string
	url                                                 string // a target that may name the host
	request                                             string // a whole request line
	trace, span, parent, kind                           string // of a span

	// Where any source may have written the record, its names say which instant the stamp is: of
	// times that are when requests began, or ended; of how long it took, as servers have it that stamp
	// the end; of what a logger writes beside what it logs.
	begins, ends, endsTook, logger string

	stamps clock // anyClock, unless it says otherwise
	tookIn int64 // the unit of took, if neither its name nor its value says it; 0: it has none
	// guessed: nobody has told tookIn. A number with a point may then be seconds, too.
	guessed bool
}

// A naming says what fields are called, where options may say it.
type naming func(*Options) fields

// A getter returns the value that a record has under a name; nil if it has none.
type getter func(name string) []byte

// names are fields, taken apart.
type names struct {
	fields
	all  [22][]string
	only [][2]string
}

// The indices of names.all.
const (
	nameHas = iota
	nameTime
	nameEnd
	nameClient
	nameForwarded
	nameHost
	namePath
	nameMethod
	nameStatus
	nameTook
	nameURL
	nameRequest
	nameMust
	nameSkip
	nameTrace
	nameSpan
	nameParent
	nameKind
	nameBegins
	nameEnds
	nameEndsTook
	nameLogger
)

func (f fields) names() *names {
	n := &names{fields: f}
	for i, list := range []string{f.has, f.time, f.end, f.client, f.forwarded, f.host, f.path,
		f.method, f.status, f.took, f.url, f.request, f.must, f.skip,
		f.trace, f.span, f.parent, f.kind, f.begins, f.ends, f.endsTook, f.logger} {
		if list != "" {
			n.all[i] = strings.Split(list, ",")
		}
	}
	if n.stamps == nil {
		n.stamps = anyClock
	}
	for condition := range strings.SplitSeq(f.only, "&") {
		if name, value, ok := strings.Cut(condition, "="); ok {
			n.only = append(n.only, [2]string{name, value})
		}
	}
	return n
}

// first returns the first value that is there. An object is there, but it is no text.
func (n *names) first(of int, get getter) []byte {
	_, value := n.firstNamed(of, get)
	return value
}

// firstNamed returns it with its name.
func (n *names) firstNamed(of int, get getter) (string, []byte) {
	there := of == nameHas || of == nameMust || of == nameSkip
	for _, name := range n.all[of] {
		if value := get(name); len(value) > 0 && (there || value[0] != '{') {
			return name, value
		}
	}
	return "", nil
}

// read fills the record from its names.
func (n *names) read(r *record, get getter, zone *time.Location) outcome {
	if len(n.all[nameHas]) > 0 && n.first(nameHas, get) == nil {
		return r.wrong(r.text, "a record with "+strings.Join(n.all[nameHas], " or "))
	}
	for _, condition := range n.only {
		if string(get(condition[0])) != condition[1] {
			return other
		}
	}
	if n.all[nameMust] != nil && n.first(nameMust, get) == nil || n.first(nameSkip, get) != nil {
		return other
	}
	if n.trace != "" {
		r.trace, r.span = n.first(nameTrace, get), n.first(nameSpan, get)
		r.parent, r.side = n.first(nameParent, get), sideOf(n.first(nameKind, get))
		if r.side == noSide {
			return other
		}
	}
	timeName, stamp := n.firstNamed(nameTime, get)
	ok := true
	switch {
	case stamp != nil:
		r.at, r.unit, ok = n.stamps(bytes.Trim(stamp, "[]"), zone)
		if date := get("date"); !ok && timeName == "time" && date != nil { // in two columns
			r.at, r.unit, ok = n.stamps(slices.Concat(date, []byte(" "), stamp), zone)
		}
	case r.outerUnit > 0: // Fluentd takes it out of the record
		r.at, r.unit = r.outer, r.outerUnit
	default:
		return r.wrong(r.text, "a record with its time, as "+n.all[nameTime][0])
	}
	if !ok {
		r.wrong(r.text, "a record with "+whyNoStamp(stamp, zone)+", not "+
			strconv.Quote(string(stamp)))
		r.unit, r.misstamped = 0, true
		return broken
	}
	if name, end := n.firstNamed(nameEnd, get); end != nil && name != timeName {
		r.end, r.endUnit, _ = n.stamps(end, zone)
	}
	if method := n.first(nameMethod, get); !bare(method) {
		r.method = method
	}
	for _, set := range []struct {
		of  int
		set setter
	}{
		{nameRequest, (*record).setRequest}, {nameURL, (*record).setTarget},
		{namePath, (*record).setTarget}, {nameHost, (*record).setHost},
		{nameClient, (*record).setClient}, {nameForwarded, (*record).setForwarded},
	} {
		if value := n.first(set.of, get); value != nil {
			set.set(r, value)
		}
	}
	if status := n.first(nameStatus, get); status != nil && !r.setStatus(status) {
		r.status = 0 // a word: no answer
	}
	for _, name := range n.all[nameTook] {
		if took := get(name); len(took) > 0 {
			n.setTook(r, took, unitOf(name))
			break
		}
	}
	if n.begins != "" {
		r.instant, r.says = n.instant(r, timeName, get)
	}
	return whole
}

// setTook sets how long it took, in the unit that the name has, if it has one.
func (n *names) setTook(r *record, took []byte, unit int64) {
	known := cmp.Or(unit, n.tookIn)
	if number, ok := digits(took); ok && known == 0 && number <= farthest/second {
		r.took, r.tookUnit, r.counted = number, 1, true
		return
	}
	point := bytes.IndexByte(took, '.') >= 0
	if known == 0 && point {
		known = milli
	}
	r.setLength(took, known)
	if unit == 0 && point && (n.guessed || n.tookIn == 0) {
		r.orSeconds(took)
	}
}

// instant is which instant the stamp is, if names say it. A logger stamps what it writes: a line
// that has the answer, or how long it took, was written when it had ended.
func (n *names) instant(r *record, time string, get getter) (of Stamp, says bool) {
	switch {
	case slices.Contains(n.all[nameBegins], time):
		return Begins, true
	case slices.Contains(n.all[nameEnds], time), n.first(nameEndsTook, get) != nil:
		return Ends, true
	case r.status > 0 || r.tookUnit > 0:
		return Ends, n.first(nameLogger, get) != nil
	}
	return Either, false
}

// unitOf is the unit of a length of time that its name tells: duration_ms, or those of pino, API
// Gateway and the Elastic Common Schema; 0 if it tells none.
func unitOf(name string) int64 {
	for _, u := range []struct {
		suffix string
		unit   int64
	}{
		{"_ms", milli}, {"Ms", milli}, {"MSec", milli}, {"millis", milli}, {"_us", micro}, {"_ns", ns},
		{"_s", second}, {"seconds", second}, {"request_time", second}, // nginx has it in seconds
		{"event.duration", ns}, {"responseTime", milli}, {"responseLatency", milli},
	} {
		if strings.HasSuffix(name, u.suffix) {
			return u.unit
		}
	}
	return 0
}

// orSeconds makes how long it took an interval that ends with as many seconds.
func (r *record) orSeconds(text []byte) {
	if longest, last, ok := decimal(text, second); ok && longest > r.took {
		r.tookUnit = longest + last - r.took
	}
}

// secondsOrMillis is the unit of what is in seconds if it has a point, and in milliseconds if not.
const secondsOrMillis = -1

// setLength sets how long it took, from a number of units, or one with a unit behind it: 0.123s,
// 12ms, 1m2.5s. What is no length was not measured.
func (r *record) setLength(text []byte, unit int64) {
	if bare(text) || text[0] == '-' {
		return
	}
	for _, u := range []struct {
		suffix string
		unit   int64
	}{{"ms", milli}, {"us", micro}, {"µs", micro}, {"ns", ns}, {"s", second}} {
		if number, ok := bytes.CutSuffix(text, []byte(u.suffix)); ok {
			if took, last, ok := decimal(number, u.unit); ok {
				r.took, r.tookUnit = took, last
				return
			}
			if d, err := time.ParseDuration(string(text)); err == nil {
				r.took, r.tookUnit = int64(d), u.unit
			}
			return
		}
	}
	if unit == secondsOrMillis {
		if unit = milli; bytes.IndexByte(text, '.') >= 0 {
			unit = second
		}
	}
	if unit == 0 {
		return
	}
	if took, last, ok := decimal(text, unit); ok {
		r.took, r.tookUnit = took, last
	} else if f, err := strconv.ParseFloat(string(text), 64); err == nil && f < 1e6 {
		r.took, r.tookUnit = int64(f*float64(unit)), 1 // 9.3e-05, as encoders of JSON write it
	}
}
