package logs

import "regexp"

func init() {
	register(patternLog(Format{
		Name: "rails", About: "Rails, whose other lines are no requests", Stamp: Begins,
		goesOn: true,
		Sample: `I, [2026-03-02T07:00:03.412345 #123]  INFO -- : [cc21] Started POST ` +
			`"/oauth/token" for ` +
			`198.51.100.7 at 2026-03-02 07:00:03 +0000` + "\n" +
			`I, [2026-03-02T07:00:03.498321 #123]  INFO -- : [cc21] Completed 200 OK in 87ms`,
		Hits: "2026-03-02T07:00:03Z +1s 198.51.100.7 POST - /oauth/token 0",
	}, regexp.MustCompile(`Started (?P<method>[A-Z]+) "(?P<target>[^"]*)" for (?P<client>\S+) at `+
		`(?P<stamp>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4})$`)))
}
