package logs

func init() {
	register(Format{
		Name: "nginx-msec", About: "nginx with $msec at the end, behind $request_time if there is " +
			"one, or first",
		Stamp: Ends,
		Sample: `198.51.100.7 - - [02/Mar/2026:07:00:03 +0000] "POST /oauth/token HTTP/1.1" 200 912 ` +
			`"-" "curl/8.5.0" 0.087 1772434803.412`,
		Hits: "2026-03-02T07:00:03.324Z +2ms" +
			" ended by +89ms 198.51.100.7 POST - /oauth/token 200",
		open: layout(serverClock, map[string]setter{"fraction": setFraction, "msec": setMsec,
			"front": setFront},
			`client - - [stamp] "request" status - "-" "-" msec`,
			`client - - [stamp] "request" status - "-" "-" fraction msec`,
			`client - - [stamp] "request" status - "-" "-" "forwarded" fraction msec`,
			`client - - [stamp] "request" status - msec`,
			`client - - [stamp] "request" status - fraction msec`,
			`front client - - [stamp] "request" status -`,
			`front client - - [stamp] "request" status - "-" "-"`,
			`front client - - [stamp] "request" status - "-" "-" fraction ...`),
	})
}

// setMsec sets the stamp anew, from seconds of Unix time with three digits behind the point.
func setMsec(r *record, text []byte) (ok bool) {
	if len(text) != len("1772434803.412") || text[10] != '.' {
		return false
	}
	r.at, r.unit, ok = decimal(text, second)
	return ok
}

// setFront keeps the stamp that comes first until the other one was read.
func setFront(r *record, text []byte) bool {
	if !setMsec(r, text) {
		return false
	}
	r.outer, r.outerUnit = r.at, r.unit
	return true
}
