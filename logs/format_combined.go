package logs

func init() {
	register(Format{
		Name: "combined", About: "Combined Log Format: Apache and nginx", Stamp: Either,
		Sample: `198.51.100.7 - - [02/Mar/2026:07:00:03 +0000] "POST /oauth/token HTTP/1.1" 200 912 ` +
			`"-" "curl/8.5.0"`,
		Hits: "2026-03-02T07:00:03Z +1s 198.51.100.7 POST - /oauth/token 200",
		open: layout(serverClock, nil, combinedColumns, commonColumns),
	})
}
