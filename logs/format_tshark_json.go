package logs

func init() {
	const layers = "_source.layers."
	register(jsonLog(Format{
		Name: "tshark-json", About: "tshark -T json, with -e or without", Stamp: Packet,
		Sample: `[{"_index":"packets","_source":{"layers":{"frame":{"frame.time_epoch":` +
			`"1772434803.412345678"},"ip":{"ip.src":"198.51.100.7","ip.dst":"203.0.113.9"},` +
			`"http":{"POST /oauth/token HTTP/1.1\\r\\n":{"http.request.method":"POST",` +
			`"http.request.uri":"/oauth/token"},"http.host":"auth.example.com"}}}}]`,
		Hits: "2026-03-02T07:00:03.412345678Z +1ns 198.51.100.7 POST auth.example.com /oauth/token 0",
	}, fields{
		has:  layers + `frame,` + layers + `frame\.time_epoch`,
		skip: layers + `http.*.http\.response\.code,` + layers + `http\.response\.code`,
		time: layers + `frame.frame\.time_epoch,` + layers + `frame\.time_epoch`,
		client: layers + `ip.ip\.src,` + layers + `ip\.src,` +
			layers + `ipv6.ipv6\.src,` + layers + `ipv6\.src`,
		host:   layers + `http.http\.host,` + layers + `http\.host`,
		path:   layers + `http.*.http\.request\.uri,` + layers + `http\.request\.uri`,
		method: layers + `http.*.http\.request\.method,` + layers + `http\.request\.method`,
	}.always))
}
