package logs

import "regexp"

func init() {
	register(Format{
		Name: "prefixed",
		About: "what docker logs, docker compose logs, kubectl logs, logcli and Fluentd's files " +
			"set before lines " +
			"of another log",
		Stamp: Ends, Wraps: true,
		Sample: `2026-03-02T07:00:03.412345678Z 198.51.100.7 - - [02/Mar/2026:07:00:03 +0000] ` +
			`"POST /oauth/token HTTP/1.1" 200 912 "-" "curl/8.5.0" 0.087`,
		Hits: "2026-03-02T07:00:03.324345678Z +1.000001ms" +
			" ended by +88.000001ms 198.51.100.7 POST - /oauth/token 200",
		open: func(o *Options) parser {
			return func(r *record) outcome {
				m := containerPrefix.FindSubmatchIndex(r.text)
				if m[1] == 0 {
					return r.wrong(r.text, "the name of a container, or a date and time, before the line")
				}
				if m[2] >= 0 {
					r.outer, r.outerUnit, _ = isoClock(r.text[m[2]:m[3]], o.Location())
				}
				r.text = r.text[m[1]:]
				return whole
			}
		},
	})
}

// containerPrefix is a name, a stamp, or both, perhaps in colour.
var containerPrefix = regexp.MustCompile(`^(?:\x1b\[[\d;]*[A-Za-z])*` +
	`(?:\[(?:pod/)?[\w./-]+\] |[\w.-]+ +\|(?:\x1b\[[\d;]*[A-Za-z])* )?` +
	`(?:(\d{4}-\d\d-\d\dT\S+)(?: (?:\{[^}]*\} )?|\t[\w.-]+\t))?`)
