package logs

// Its timestamp is Unix seconds, unless K6_CSV_TIME_FORMAT says otherwise, and its values are
// milliseconds: "CSV" of the documents of Grafana k6.
func init() {
	register(csvLog(Format{
		Name: "k6-csv", About: "k6 run --out csv", Stamp: Ends,
		Sample: "metric_name,timestamp,metric_value,check,error,error_code,group,method,name,proto," +
			"scenario,status,subproto,tls_version,url,extra_tags\n" +
			"http_reqs,1772434803,1.000000,,,,,POST,token,HTTP/1.1,default,200,,,https://auth.example.com" +
			"/oauth/token,\n" +
			"http_req_duration,1772434803,87.312000,,,,,POST,token,HTTP/1.1,default,200,,," +
			"https://auth.example.com/oauth/token,\n",
		Hits: "2026-03-02T07:00:02.912687999Z +1.000000001s" +
			" ended by +1.087312001s - POST auth.example.com /oauth/token 200",
	}, fields{
		has: "metric_name", only: "metric_name=http_req_duration", time: "timestamp",
		url: "url,name", method: "method", status: "status", took: "metric_value", tookIn: milli,
	}.always))
}
