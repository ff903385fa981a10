package logs

import "bytes"

// Its stamp is when the request began, cut to a second, and its last field whole milliseconds that
// are cut as well: pkg/middlewares/accesslog of Traefik.
func init() {
	register(Format{
		Name: "traefik", About: "Traefik's common log format", Stamp: Begins,
		Sample: `198.51.100.7 - - [02/Mar/2026:07:00:03 +0000] "POST /oauth/token HTTP/1.1" 200 912 ` +
			`"-" "curl/8.5.0" 17 "auth@docker" "http://10.0.2.1:80" 87ms` + "\n" +
			`198.51.100.7 - - [02/Mar/2026:07:00:04 +0000] "GET /oauth/token HTTP/1.1" - - ` +
			`"-" "-" 18 "-" "-" 0ms`,
		Hits: "2026-03-02T07:00:03Z +1s ended by +1.088s 198.51.100.7 POST - /oauth/token 200\n" +
			"2026-03-02T07:00:04Z +1s ended by +1.001s 198.51.100.7 GET - /oauth/token 0",
		open: layout(serverClock, map[string]setter{"ms": setSuffixed},
			`client - - [stamp] "request" status - "-" "-" - "-" "-" ms`),
	})
}

// setSuffixed sets how long it took from milliseconds with their unit behind them.
func setSuffixed(r *record, text []byte) bool {
	number, ok := bytes.CutSuffix(text, []byte("ms"))
	return ok && setTook(milli)(r, number)
}
