package logs

import "bytes"

func init() {
	register(Format{
		Name: "squid", About: "Squid's own access.log", Stamp: Ends,
		Sample: "1772434803.412    187 198.51.100.7 TCP_MISS/200 912 POST " +
			"http://auth.example.com/oauth/token - HIER_DIRECT/203.0.113.9 application/json\n" +
			"1772434804.020   5012 198.51.100.7 TCP_TUNNEL/200 4711 CONNECT apis.example.com:443 - " +
			"HIER_DIRECT/203.0.113.9 -\n",
		Hits: "2026-03-02T06:59:59.007Z +2ms" +
			" ended by +5.014s 198.51.100.7 CONNECT apis.example.com - 200\n" +
			"2026-03-02T07:00:03.224Z +2ms" +
			" ended by +189ms 198.51.100.7 POST auth.example.com /oauth/token 200",
		open: layout(epoch(second), map[string]setter{"result": setResult},
			"stamp millis client result - method target - - ..."),
	})
}

// setResult sets the status from what a cache did: TCP_MISS/200.
func setResult(r *record, text []byte) bool {
	_, status, ok := bytes.Cut(text, []byte("/"))
	return ok && r.setStatus(status)
}
