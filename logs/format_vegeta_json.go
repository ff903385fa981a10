package logs

func init() {
	register(jsonLog(Format{
		Name: "vegeta-json", About: "vegeta encode, and vegeta attack -output of JSON", Stamp: Begins,
		Sample: `{"attack":"","seq":0,"code":200,"timestamp":"2026-03-02T07:00:03.412345678Z",` +
			`"latency":87312000,"bytes_out":34,"bytes_in":912,"error":"","body":null,"method":"POST",` +
			`"url":"https://auth.example.com/oauth/token"}`,
		Hits: "2026-03-02T07:00:03.412345678Z +1ns" +
			" ended by +87.312002ms - POST auth.example.com /oauth/token 200",
	}, vegetaFields.always))
}

// vegetaFields are those of a result of vegeta.
var vegetaFields = fields{
	has: "bytes_in", time: "timestamp", url: "url", method: "method", status: "code",
	took: "latency", tookIn: ns,
}
