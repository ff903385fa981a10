package logs

import "bytes"

func init() {
	register(Format{
		Name: "nginx-timed", Stamp: Ends,
		About: "nginx with $request_time at the end, bare or as rt=0.087; Ingress-NGINX",
		Sample: `198.51.100.7 - - [02/Mar/2026:07:00:03 +0000] "POST /oauth/token HTTP/1.1" 200 912 ` +
			`"-" "curl/8.5.0" 0.087 0.085`,
		Hits: "2026-03-02T07:00:02.912Z +1.001s" +
			" ended by +1.088s 198.51.100.7 POST - /oauth/token 200",
		open: layout(serverClock, map[string]setter{"fraction": setFraction},
			`client - - [stamp] "request" status - "-" "-" fraction ...`,
			`client - - [stamp] "request" status - "-" "-" "forwarded" fraction ...`,
			`client - - [stamp] "request" status - "-" "-" "fraction" ...`,
			`client - - [stamp] "request" status - fraction ...`,
			`client - - [stamp] "request" status - "-" "-" - fraction [-] ...`),
	})
}

// setFraction sets how long it took from seconds with three digits behind the point, as nginx has
// them.
func setFraction(r *record, text []byte) (ok bool) {
	if name, value, named := bytes.Cut(text, []byte("=")); named {
		if !tookNames.Match(name) { // urt: what it waited for
			return false
		}
		text = bytes.Trim(value, `"`)
	}
	if bytes.IndexByte(text, '.') < 0 || len(text) > len("99999.999") {
		return false
	}
	r.took, r.tookUnit, ok = decimal(text, second)
	return ok
}
