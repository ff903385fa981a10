package logs

import (
	"bytes"
	"regexp"
)

func init() {
	register(Format{
		Name: "syslog", About: "the prefix of syslog before lines of another log",
		Stamp: Ends, Wraps: true,
		Sample: `<134>Mar  2 07:00:04 web1 nginx: 198.51.100.7 - - [02/Mar/2026:07:00:03 +0000] ` +
			`"POST /oauth/token HTTP/1.1" 200 912` + "\n" +
			`2026-03-02T07:00:05.123456+00:00 web1 nginx[17]: 198.51.100.7 - - ` +
			`[02/Mar/2026:07:00:05 +0000] "POST /oauth/token HTTP/1.1" 200 912` + "\n" +
			`<134>1 2026-03-02T07:00:06.123Z web1 nginx 17 - - 198.51.100.7 - - ` +
			`[02/Mar/2026:07:00:06 +0000] "POST /oauth/token HTTP/1.1" 200 912`,
		Hits: "2026-03-02T07:00:03Z +1s 198.51.100.7 POST - /oauth/token 200\n" +
			"2026-03-02T07:00:05Z +1s 198.51.100.7 POST - /oauth/token 200\n" +
			"2026-03-02T07:00:06Z +1s 198.51.100.7 POST - /oauth/token 200",
		open: func(o *Options) parser {
			return func(r *record) outcome {
				m := syslogPrefix.FindSubmatchIndex(r.text)
				if m == nil {
					return r.wrong(r.text, "a prefix of syslog: time, host, and process")
				}
				if m[2] >= 0 { // a stamp without a year says nothing
					r.outer, r.outerUnit, _ = isoClock(r.text[m[2]:m[3]], o.Location())
				}
				r.text = bytes.TrimPrefix(r.text[m[1]:], []byte("\ufeff"))
				return whole
			}
		},
	})
}

// syslogPrefix is that of RFC 3164, of rsyslog's files, and of RFC 5424.
var syslogPrefix = regexp.MustCompile(`^(?:<\d{1,3}>)?(?:1 )?` +
	`(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|(\d{4}-\d\d-\d\dT\S+)) ` +
	`(?:\S+ [\w./-]+(?:\[\d+\])?: |\S+ \S+ \S+ \S+ (?:-|(?:\[(?:[^\]"]|"(?:[^"\\]|\\.)*")*\])+) )`)
