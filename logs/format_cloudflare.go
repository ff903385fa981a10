package logs

func init() {
	register(jsonLog(Format{
		Name: "cloudflare", About: "Cloudflare Logpush of HTTP requests", Stamp: Begins,
		Sample: `{"ClientIP":"198.51.100.7","ClientRequestHost":"auth.example.com",` +
			`"ClientRequestMethod":"POST","ClientRequestURI":"/oauth/token",` +
			`"EdgeStartTimestamp":1772434803412000000,"EdgeEndTimestamp":1772434803499000000,` +
			`"EdgeResponseStatus":200,"RayID":"41ddf1740f67442d"}`,
		Hits: "2026-03-02T07:00:03.412Z +1ms" +
			" ended by +87.000001ms 198.51.100.7 POST auth.example.com /oauth/token 200",
	}, fields{
		has:  "EdgeStartTimestamp",
		time: "EdgeStartTimestamp", end: "EdgeEndTimestamp", client: "ClientIP",
		host: "ClientRequestHost", path: "ClientRequestURI,ClientRequestPath",
		method: "ClientRequestMethod", status: "EdgeResponseStatus",
	}.always))
}
