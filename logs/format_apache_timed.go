package logs

func init() {
	register(Format{
		Name: "apache-timed", About: "Apache, gunicorn or Tomcat with how long it took at the " +
			"end: %D, %T, %{ms}T",
		Stamp: Either,
		Sample: `198.51.100.7 - - [02/Mar/2026:07:00:03 +0000] "POST /oauth/token HTTP/1.1" 200 912 ` +
			`"-" "curl/8.5.0" 87312`,
		Hits: "2026-03-02T07:00:02.912687Z +1.087313s" +
			" ended by +1.174626s 198.51.100.7 POST - /oauth/token 200",
		open: layout(serverClock, map[string]setter{"took": setDuration,
			"vhost": setVhost},
			`client - - [stamp] "request" status - "-" "-" took`,
			`client - - [stamp] "request" status - took`,
			`client - - [stamp] "request" status - "-" "-" "took"`,
			`vhost client - - [stamp] "request" status - "-" "-" took`),
	})
}
