package logs

func init() {
	register(jsonLog(Format{
		Name: "gcp", About: "Google Cloud: load balancers and all that logs httpRequest", Stamp: Begins,
		Sample: `{"httpRequest":{"requestMethod":"POST","requestUrl":` +
			`"https://auth.example.com/oauth/token","status":200,"remoteIp":"198.51.100.7",` +
			`"latency":"0.087312s"},"timestamp":"2026-03-02T07:00:03.412345Z"}`,
		Hits: "2026-03-02T07:00:03.412345Z +1µs" +
			" ended by +87.314ms 198.51.100.7 POST auth.example.com /oauth/token 200",
	}, fields{
		has:  "httpRequest.requestUrl,logName,insertId",
		must: "httpRequest.requestUrl,httpRequest.requestMethod",
		time: "timestamp", client: "httpRequest.remoteIp", url: "httpRequest.requestUrl",
		method: "httpRequest.requestMethod", status: "httpRequest.status",
		took: "httpRequest.latency",
	}.always))
}
