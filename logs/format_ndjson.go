package logs

func init() {
	register(jsonLog(Format{
		Name: "ndjson", About: "JSON objects of any source, one a line or in an array", Stamp: Either,
		Generic: true,
		Sample: `{"time":"2026-03-02T07:00:03.412Z","client_ip":"198.51.100.7","method":"POST",` +
			`"path":"/oauth/token","status":200,"duration_ms":87}`,
		Hits: "2026-03-02T07:00:03.324Z +89ms" +
			" ended by +177ms 198.51.100.7 POST - /oauth/token 200",
	}, commonNames.options))
}
