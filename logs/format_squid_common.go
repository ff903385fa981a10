package logs

import "bytes"

func init() {
	register(Format{
		Name: "squid-common", About: "Squid's logformats common and combined", Stamp: Ends,
		Sample: `198.51.100.7 - - [02/Mar/2026:07:00:03 +0000] ` +
			`"POST http://auth.example.com/oauth/token HTTP/1.1" 200 912 TCP_MISS:HIER_DIRECT`,
		Hits: "2026-03-02T07:00:03Z +1s 198.51.100.7 POST auth.example.com /oauth/token 200",
		open: layout(serverClock, map[string]setter{"cached": isCached},
			`client - - [stamp] "request" status - cached`,
			`client - - [stamp] "request" status - "-" "-" cached`),
	})
}

// isCached reports whether a text is what Squid did, and how: TCP_MISS:HIER_DIRECT.
func isCached(_ *record, text []byte) bool {
	return bytes.IndexByte(text, ':') > 0 && bytes.IndexByte(text, '_') > 0
}
