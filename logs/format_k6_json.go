package logs

func init() {
	register(jsonLog(Format{
		Name: "k6-json", About: "k6 run --out json", Stamp: Ends,
		Sample: `{"type":"Metric","data":{"name":"http_req_duration"},"metric":"http_req_duration"}` +
			"\n" + `{"metric":"http_req_duration","type":"Point","data":{"time":` +
			`"2026-03-02T07:00:03.412345678Z","value":87.312,"tags":{"method":"POST","status":"200",` +
			`"url":"https://auth.example.com/oauth/token"}}}`,
		Hits: "2026-03-02T07:00:03.325032678Z +1.001µs" +
			" ended by +87.313001ms - POST auth.example.com /oauth/token 200",
	}, fields{
		has: "metric", only: "type=Point&metric=http_req_duration",
		time: "data.time", url: "data.tags.url,data.tags.name", method: "data.tags.method",
		status: "data.tags.status", took: "data.value", tookIn: milli,
	}.always))
}
