package logs

func init() {
	register(csvLog(Format{
		Name: "csv", About: "CSV with a line of names, of any source", Stamp: Either, Generic: true,
		Sample: "timestamp,client_ip,method,path,status,duration_ms\n" +
			"2026-03-02T07:00:03.412Z,198.51.100.7,POST,/oauth/token,200,87\n",
		Hits: "2026-03-02T07:00:03.324Z +89ms" +
			" ended by +177ms 198.51.100.7 POST - /oauth/token 200",
	}, commonNames.options))
}
