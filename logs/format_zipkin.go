package logs

func init() {
	register(jsonLog(Format{
		Name: "zipkin", About: "Zipkin spans as JSON: those of HTTP", Stamp: Begins,
		spans: true,
		Sample: `[{"traceId":"5982fe77008310cc","id":"bd7a977555f6b982","kind":"CLIENT","name":"post",` +
			`"timestamp":1772434803412345,"duration":87312,"localEndpoint":{"serviceName":"shop",` +
			`"ipv4":"198.51.100.7"},"tags":{"http.method":"POST","http.url":` +
			`"https://auth.example.com/oauth/token","http.status_code":"200"}}]`,
		Hits: "2026-03-02T07:00:03.412345Z +1µs" +
			" ended by +87.314ms 198.51.100.7 POST auth.example.com /oauth/token 200",
	}, fields{
		has: "traceId", must: `tags.http\.method,tags.http\.url,tags.http\.path`,
		time: "timestamp", client: "localEndpoint.ipv4,localEndpoint.ipv6,localEndpoint.serviceName",
		host: `tags.http\.host`, path: `tags.http\.path`, url: `tags.http\.url`,
		trace: "traceId", span: "id", parent: "parentId", kind: "kind",
		method: `tags.http\.method`, status: `tags.http\.status_code`, took: "duration", tookIn: micro,
	}.always))
}
