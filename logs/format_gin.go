package logs

import "regexp"

func init() {
	register(patternLog(Format{
		Name: "gin", About: "Gin, a framework of Go", Stamp: Ends,
		Sample: `[GIN] 2026/03/02 - 07:00:03 | 200 |   87.312ms |    198.51.100.7 | POST     ` +
			`"/oauth/token"`,
		Hits: "2026-03-02T07:00:02.912687Z +1.000001s" +
			" ended by +1.087313s 198.51.100.7 POST - /oauth/token 200",
	}, regexp.MustCompile(`^\[GIN\] (?P<day>\d{4}/\d\d/\d\d) - (?P<time>\d\d:\d\d:\d\d) `+
		`\|(?:\x1b\[[\d;]*m)? *(?P<status>\d{3}) *(?:\x1b\[[\d;]*m)?\| +`+
		`(?P<took>\S+) \| +(?P<client>\S+) \|(?:\x1b\[[\d;]*m)? *`+
		`(?P<method>[A-Z]+) *(?:\x1b\[[\d;]*m)? *"(?P<target>[^"]*)"`)))
}
