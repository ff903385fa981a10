package logs

// StartUTC is when the request began, and Duration nanoseconds until it was answered:
// pkg/middlewares/accesslog of Traefik.
func init() {
	register(jsonLog(Format{
		Name: "traefik-json", About: "Traefik's JSON", Stamp: Begins,
		Sample: `{"ClientHost":"198.51.100.7","DownstreamStatus":200,"Duration":87312000,` +
			`"RequestHost":"auth.example.com","RequestMethod":"POST","RequestPath":"/oauth/token",` +
			`"StartUTC":"2026-03-02T07:00:03.412345678Z","time":"2026-03-02T07:00:03Z"}`,
		Hits: "2026-03-02T07:00:03.412345678Z +1ns" +
			" ended by +87.312002ms 198.51.100.7 POST auth.example.com /oauth/token 200",
	}, fields{
		has:  "RequestPath,DownstreamStatus",
		time: "StartUTC,StartLocal", client: "ClientHost,ClientAddr", host: "RequestHost,RequestAddr",
		forwarded: "request_X-Forwarded-For", path: "RequestPath", method: "RequestMethod",
		status: "DownstreamStatus,OriginStatus", took: "Duration", tookIn: ns,
	}.always))
}
