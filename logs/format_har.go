package logs

func init() {
	register(jsonDocument(Format{
		Name: "har", About: "HAR: what browsers and proxies export", Stamp: Begins,
		Sample: `{"log":{"version":"1.2","entries":[` + "\n" +
			`{"startedDateTime":"2026-03-02T07:00:03.412Z","time":87.3,"request":{"method":"POST",` +
			`"url":"https://auth.example.com/oauth/token"},"response":{"status":200}}` + "\n]}}\n",
		Hits: "2026-03-02T07:00:03.412Z +1ms" +
			" ended by +88.4ms - POST auth.example.com /oauth/token 200",
	}, "log.entries", fields{
		has: "startedDateTime", time: "startedDateTime", url: "request.url", method: "request.method",
		status: "response.status", took: "time", tookIn: milli,
	}.always))
}
