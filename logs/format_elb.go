package logs

func init() {
	register(Format{
		Name: "elb", About: "AWS Classic Load Balancer", Stamp: Begins,
		Sample: `2026-03-02T07:00:03.412345Z auth 198.51.100.7:2817 10.0.0.1:80 0.000073 0.085048 ` +
			`0.000057 200 200 34 912 "POST https://auth.example.com:443/oauth/token HTTP/1.1" ` +
			`"curl/8.5.0" - -`,
		Hits: "2026-03-02T07:00:03.412345Z +1µs" +
			" ended by +85.182ms 198.51.100.7 POST auth.example.com /oauth/token 200",
		open: layout(isoClock, map[string]setter{"third": addTook},
			`stamp - client - third third third status - - - "request" "-" - -`,
			`stamp - client - third third third status - - - "request"`),
	})
}
