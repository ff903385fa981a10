package logs

func init() {
	register(jsonDocument(Format{
		Name: "azure", About: "Azure Application Gateway, one record a line or as records of one object",
		Stamp: Ends,
		Sample: `{"timeStamp":"2026-03-02T07:00:03+00:00","category":"ApplicationGatewayAccessLog",` +
			`"properties":{"clientIP":"198.51.100.7","httpMethod":"POST","requestUri":"/oauth/token",` +
			`"httpStatus":200,"host":"auth.example.com","timeTaken":0.087}}`,
		Hits: "2026-03-02T07:00:02.912Z +1.001s" +
			" ended by +1.088s 198.51.100.7 POST auth.example.com /oauth/token 200",
	}, "records", fields{
		has:  "properties.requestUri,category",
		must: "properties.requestUri",
		time: "timeStamp,time", client: "properties.clientIP,properties.clientIp",
		host: "properties.originalHost,properties.host", path: "properties.requestUri",
		method: "properties.httpMethod", status: "properties.httpStatus,properties.httpStatusCode",
		took: "properties.timeTaken", tookIn: secondsOrMillis,
	}.always))
}
