package logs

// A line is written when the request was handled, and duration is in seconds unless the encoder is
// told otherwise: modules/caddyhttp/server.go of Caddy.
func init() {
	register(jsonLog(Format{
		Name: "caddy", About: "Caddy's JSON", Stamp: Ends,
		Sample: `{"level":"info","ts":1772434803.4123456,"logger":"http.log.access","msg":"handled ` +
			`request","request":{"remote_ip":"198.51.100.7","client_ip":"198.51.100.7",` +
			`"method":"POST","host":"auth.example.com","uri":"/oauth/token",` +
			`"headers":{"X-Forwarded-For":["192.0.2.44"]}},"duration":0.087312,"status":200}`,
		Hits: "2026-03-02T07:00:03.3250326Z +1.1µs" +
			" ended by +87.3131ms 198.51.100.7 POST auth.example.com /oauth/token 200",
	}, fields{
		has: "request.uri,logger,msg", must: "request.uri",
		time: "ts", client: "request.client_ip,request.remote_ip,request.remote_addr",
		forwarded: "request.headers.X-Forwarded-For", host: "request.host", path: "request.uri",
		method: "request.method", status: "status", took: "duration", tookIn: second,
	}.always))
}
