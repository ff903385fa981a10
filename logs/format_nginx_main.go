package logs

func init() {
	register(Format{
		Name: "nginx-main", About: "nginx as packaged: log_format main, with X-Forwarded-For",
		Stamp: Ends,
		Sample: `10.0.0.9 - - [02/Mar/2026:07:00:03 +0000] "POST /oauth/token HTTP/1.1" 200 912 ` +
			`"-" "curl/8.5.0" "198.51.100.7, 10.0.0.2"`,
		Hits: "2026-03-02T07:00:03Z +1s 10.0.0.9 POST - /oauth/token 200",
		open: layout(serverClock, nil, `client - - [stamp] "request" status - "-" "-" "forwarded"`),
	})
}
