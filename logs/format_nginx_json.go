package logs

func init() {
	register(jsonLog(Format{
		Name: "nginx-json", About: "nginx with a log_format of JSON, keys named as its variables",
		Stamp: Ends,
		Sample: `{"time_iso8601":"2026-03-02T07:00:03+00:00","msec":"1772434803.412",` +
			`"remote_addr":"198.51.100.7","request":"POST /oauth/token HTTP/1.1",` +
			`"host":"auth.example.com","status":"200","request_time":"0.087"}`,
		Hits: "2026-03-02T07:00:03.324Z +2ms" +
			" ended by +89ms 198.51.100.7 POST auth.example.com /oauth/token 200",
	}, fields{
		has:  "request_time,remote_addr,request_uri,body_bytes_sent",
		time: "msec,time_iso8601,time_local", client: "remote_addr", forwarded: "http_x_forwarded_for",
		host: "host,http_host,server_name", path: "request_uri,uri", method: "request_method",
		request: "request", status: "status", took: "request_time,request_time_ms", tookIn: second,
	}.always))
}
