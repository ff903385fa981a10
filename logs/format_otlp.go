package logs

func init() {
	attribute := func(key string) string {
		return `attributes.#(key=="` + key + `").value.*`
	}
	register(jsonDocument(Format{
		Name: "otlp", About: "OpenTelemetry spans as OTLP JSON: those of HTTP", Stamp: Begins,
		spans: true,
		Sample: `{"resourceSpans":[{"scopeSpans":[{"spans":[` + "\n" +
			`{"name":"POST","kind":3,"startTimeUnixNano":"1772434803412345678",` +
			`"endTimeUnixNano":"1772434803499657678","attributes":[` +
			`{"key":"http.request.method","value":{"stringValue":"POST"}},` +
			`{"key":"url.full","value":{"stringValue":"https://auth.example.com/oauth/token"}},` +
			`{"key":"http.response.status_code","value":{"intValue":"200"}}]}` + "\n]}]}]}\n",
		Hits: "2026-03-02T07:00:03.412345678Z +1ns" +
			" ended by +87.312001ms - POST auth.example.com /oauth/token 200",
	}, "resourceSpans.scopeSpans.spans", fields{
		has:  "startTimeUnixNano",
		must: attribute("http.request.method") + "," + attribute("http.method"),
		time: "startTimeUnixNano", end: "endTimeUnixNano",
		client: attribute("client.address") + "," + attribute("http.client_ip"),
		host: attribute("server.address") + "," + attribute("http.host") + "," +
			attribute("net.peer.name"),
		path:   attribute("url.path") + "," + attribute("http.target"),
		url:    attribute("url.full") + "," + attribute("http.url"),
		method: attribute("http.request.method") + "," + attribute("http.method"),
		trace:  "traceId", span: "spanId", parent: "parentSpanId", kind: "kind",
		status: attribute("http.response.status_code") + "," + attribute("http.status_code"),
	}.always))
}
