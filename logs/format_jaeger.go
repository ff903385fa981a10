package logs

func init() {
	tag := func(key string) string { return `tags.#(key=="` + key + `").value` }
	register(jsonDocument(Format{
		Name: "jaeger", About: "Jaeger spans as JSON: those of HTTP", Stamp: Begins,
		spans: true,
		Sample: `{"data":[{"traceID":"5982fe77008310cc","spans":[` + "\n" +
			`{"traceID":"5982fe77008310cc","startTime":1772434803412345,"duration":87312,"tags":[` +
			`{"key":"http.method","type":"string","value":"POST"},{"key":"http.url","type":"string",` +
			`"value":"https://auth.example.com/oauth/token"},` +
			`{"key":"http.status_code","type":"int64","value":200}]}` + "\n]}]}\n",
		Hits: "2026-03-02T07:00:03.412345Z +1µs" +
			" ended by +87.314ms - POST auth.example.com /oauth/token 200",
	}, "data.spans", fields{
		has:  "startTime",
		must: tag("http.method") + "," + tag("http.request.method"),
		time: "startTime", client: tag("client.address") + "," + tag("peer.ipv4"),
		host:   tag("http.host") + "," + tag("server.address"),
		path:   tag("http.target") + "," + tag("url.path"),
		url:    tag("http.url") + "," + tag("url.full"),
		method: tag("http.method") + "," + tag("http.request.method"),
		status: tag("http.status_code") + "," + tag("http.response.status_code"),
		trace:  "traceID", span: "spanID", kind: tag("span.kind"),
		parent: `references.#(refType=="CHILD_OF").spanID,parentSpanID`,
		took:   "duration", tookIn: micro,
	}.always))
}
