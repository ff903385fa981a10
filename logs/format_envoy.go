package logs

import "bytes"

func init() {
	register(Format{
		Name: "envoy", About: "Envoy's and Istio's default text", Stamp: Begins,
		Sample: `[2026-03-02T07:00:03.412Z] "POST /oauth/token HTTP/1.1" 200 - 154 912 87 85 ` +
			`"198.51.100.7" "curl/8.5.0" "cc21d9b0" "auth.example.com" "10.0.2.1:80"`,
		Hits: "2026-03-02T07:00:03.412Z +1ms" +
			" ended by +89ms 198.51.100.7 POST auth.example.com /oauth/token 200",
		open: layout(isoClock, map[string]setter{"downstream": setDownstream},
			`[stamp] "request" status - - - millis - "downstream" "-" "-" "host" "-" ...`,
			`[stamp] "request" status - - - "-" - - millis - "downstream" "-" "-" "host" "-" ...`),
	})
}

// setDownstream sets the client: Envoy's text has X-Forwarded-For, to which it adds who asked it.
func setDownstream(r *record, text []byte) bool {
	r.setForwarded(text)
	last := text[bytes.LastIndexByte(text, ',')+1:]
	return bare(last) || r.setClient(bytes.TrimSpace(last))
}
