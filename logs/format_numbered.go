package logs

import "regexp"

func init() {
	register(Format{
		Name: "numbered", Stamp: Ends, Wraps: true,
		About: "what grep -n, grep -H, cat -n and nl set before lines of another log",
		Sample: `access.log.1:17:198.51.100.7 - - [02/Mar/2026:07:00:03 +0000] ` +
			`"POST /oauth/token HTTP/1.1" 200 912` + "\n" +
			`    18	198.51.100.7 - - [02/Mar/2026:07:00:04 +0000] "POST /oauth/token HTTP/1.1" 200 912`,
		Hits: "2026-03-02T07:00:03Z +1s 198.51.100.7 POST - /oauth/token 200\n" +
			"2026-03-02T07:00:04Z +1s 198.51.100.7 POST - /oauth/token 200",
		open: func(*Options) parser {
			return func(r *record) outcome {
				prefix := linePrefix.Find(r.text)
				if prefix == nil || clockFirst.Match(r.text) {
					return r.wrong(r.text, "the name of a file, or the number of a line, before the line")
				}
				r.text = r.text[len(prefix):]
				return whole
			}
		},
	})
}

// clockFirst is a date, or a time of day, whose colons are its own.
var clockFirst = regexp.MustCompile(`^\[?(?:\d{4}[-/]\d\d[-/]\d\d[T ` +
	`]|\d\d/[A-Z][a-z]{2}/\d{4}:|\d\d:\d\d:)`)

// linePrefix is the number of a line, or the name of a file with its number or without it.
var linePrefix = regexp.MustCompile(`^(?:\s*\d{1,9}(?:\t|:)|` +
	`[^\s:"\[{#]*[A-Za-z][^\s:"\[{#]*:(?:\d{1,9}:)?)`)
