package logs

import "bytes"

func init() {
	register(Format{
		Name: "cri", About: "Kubernetes (CRI) around lines of another log", Stamp: Ends, Wraps: true,
		Sample: `2026-03-02T07:00:03.412345678Z stdout F 198.51.100.7 - - [02/Mar/2026:07:00:03 +0000] ` +
			`"POST /oauth/token HTTP/1.1" 200 912 "-" "curl/8.5.0" 0.087`,
		Hits: "2026-03-02T07:00:03.324345678Z +1.000001ms" +
			" ended by +88.000001ms 198.51.100.7 POST - /oauth/token 200",
		open: func(o *Options) parser {
			return func(r *record) outcome {
				words := bytes.SplitN(r.text, []byte(" "), 4)
				if len(words) < 4 || string(words[1]) != "stdout" && string(words[1]) != "stderr" {
					return r.wrong(r.text, "a time, stdout or stderr, F or P, and a line")
				}
				var ok bool
				if r.outer, r.outerUnit, ok = isoClock(words[0], o.Location()); !ok {
					return r.wrong(r.text, "a date and time")
				}
				partial := words[2][0] == 'P'
				if r.text = words[3]; partial {
					return more
				}
				return whole
			}
		},
	})
}
