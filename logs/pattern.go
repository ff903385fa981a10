package logs

import (
	"bytes"
	"regexp"
	"time"
)

// patternLog completes a format whose records are lines that a pattern matches: its groups are
// named as the fields of layouts are, with stamp, or day and time, and took beside them.
func patternLog(f Format, pattern *regexp.Regexp) Format {
	groups := pattern.SubexpNames()
	prefix, _ := pattern.LiteralPrefix()
	f.open = func(o *Options) parser {
		zone, begun := o.Location(), false
		return func(r *record) outcome {
			var m []int
			if bytes.Contains(r.text, []byte(prefix)) {
				m = pattern.FindSubmatchIndex(r.text)
			}
			if m == nil && begun && f.goesOn {
				return other
			}
			if m == nil {
				return r.wrong(r.text, "")
			}
			begun = true
			var day []byte
			for i, name := range groups {
				if name == "" || m[2*i] < 0 {
					continue
				}
				if text := r.text[m[2*i]:m[2*i+1]]; !r.setGroup(name, text, &day, zone) {
					return r.wrong(text, "")
				}
			}
			return whole
		}
	}
	return f
}

// setGroup sets what a group of a pattern says.
func (r *record) setGroup(name string, text []byte, day *[]byte, zone *time.Location) (ok bool) {
	switch name {
	case "day":
		*day = append(bytes.Clone(text), ' ')
		return true
	case "stamp", "time":
		text = append(*day, text...)
		r.at, r.unit, ok = anyClock(text, zone)
		if r.misstamped = !ok; !ok {
			r.unit = 0
		}
		return ok
	case "took":
		r.setLength(text, 0)
		return true
	}
	return setters[name](r, text)
}
