package logs

func init() {
	register(Format{
		Name: "apache-timed", About: "Apache with %D, how long it took in microseconds, at the end",
		Stamp: Begins,
		Sample: `198.51.100.7 - - [02/Mar/2026:07:00:03 +0000] "POST /oauth/token HTTP/1.1" 200 912 ` +
			`"-" "curl/8.5.0" 87312`,
		Hits: "2026-03-02T07:00:03Z +1s" +
			" ended by +1.087313s 198.51.100.7 POST - /oauth/token 200",
		open: layout(serverClock, map[string]setter{"micros": setWhole(micro)},
			`client - - [stamp] "request" status - "-" "-" micros`,
			`client - - [stamp] "request" status - micros`,
			`host client - - [stamp] "request" status - "-" "-" micros`),
	})
}

// setWhole returns a setter of whole numbers of a unit: nginx has fractions where Apache has none.
func setWhole(unit int64) setter {
	return func(r *record, text []byte) (ok bool) {
		var n int64
		if n, ok = digits(text); !ok || n > farthest/unit {
			return false
		}
		r.took, r.tookUnit = n*unit, unit
		return true
	}
}
