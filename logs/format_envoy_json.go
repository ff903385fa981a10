package logs

func init() {
	register(jsonLog(Format{
		Name: "envoy-json", About: "Envoy's and Istio's JSON", Stamp: Begins,
		Sample: `{"start_time":"2026-03-02T07:00:03.412Z","method":"POST","path":"/oauth/token",` +
			`"authority":"auth.example.com","response_code":200,"duration":87,` +
			`"downstream_remote_address":"198.51.100.7:51312","x_forwarded_for":"198.51.100.7"}`,
		Hits: "2026-03-02T07:00:03.412Z +1ms" +
			" ended by +89ms 198.51.100.7 POST auth.example.com /oauth/token 200",
	}, fields{
		has:  "response_flags,authority,upstream_host,downstream_remote_address",
		time: "start_time", client: "downstream_remote_address,x_forwarded_for",
		forwarded: "x_forwarded_for", host: "authority", path: "path", method: "method",
		status: "response_code", took: "duration", tookIn: milli,
	}.always))
}
