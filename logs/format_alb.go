package logs

// Its time is when the balancer generated the response, and its three times are in seconds: "Access
// logs" of the Elastic Load Balancing user guide.
func init() {
	register(Format{
		Name: "alb", About: "AWS Application Load Balancer", Stamp: Ends,
		Sample: `https 2026-03-02T07:00:03.412345Z app/auth/50dc6c495c0c9188 198.51.100.7:2817 ` +
			`10.0.0.1:80 0.001 0.085 0.001 200 200 34 912 ` +
			`"POST https://auth.example.com:443/oauth/token HTTP/1.1" "curl/8.5.0" ` +
			`ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 - "Root=1-58337262"`,
		Hits: "2026-03-02T07:00:03.322345Z +3.001ms" +
			" ended by +90.001ms 198.51.100.7 POST auth.example.com /oauth/token 200",
		open: layout(isoClock, map[string]setter{"third": addTook},
			`- stamp - client - third third third status - - - "request" "-" - - ...`),
	})
}

// addTook adds one of the times, in seconds, of which a balancer reports three; -1 was not
// measured. Each is cut to its last digit: together they are uncertain by as many last digits.
func addTook(r *record, text []byte) bool {
	if len(text) > 0 && text[0] == '-' {
		return true
	}
	took, last, ok := decimal(text, second)
	r.took += took
	r.tookUnit += last
	return ok
}
