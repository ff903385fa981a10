package logs

func init() {
	register(Format{
		Name: "apache-timed", About: "Apache with how long it took at the end: %D, %T, %{ms}T",
		Stamp: Begins,
		Sample: `198.51.100.7 - - [02/Mar/2026:07:00:03 +0000] "POST /oauth/token HTTP/1.1" 200 912 ` +
			`"-" "curl/8.5.0" 87312`,
		Hits: "2026-03-02T07:00:03Z +1s" +
			" ended by +1.087313s 198.51.100.7 POST - /oauth/token 200",
		open: layout(serverClock, map[string]setter{"took": setDuration,
			"vhost": setVhost},
			`client - - [stamp] "request" status - "-" "-" took`,
			`client - - [stamp] "request" status - took`,
			`client - - [stamp] "request" status - "-" "-" "took"`,
			`vhost client - - [stamp] "request" status - "-" "-" took`),
	})
}
