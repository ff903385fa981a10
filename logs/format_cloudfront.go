package logs

func init() {
	register(w3cLog(Format{
		Name: "cloudfront", About: "AWS CloudFront's standard logs", Stamp: Ends,
		Sample: "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) " +
			"cs-uri-stem sc-status x-host-header time-taken x-forwarded-for\n" +
			"2026-03-02\t07:00:03\tFRA2\t912\t198.51.100.7\tPOST\td111.cloudfront.net\t/oauth/token\t" +
			"200\tauth.example.com\t0.087\t-\n",
		Hits: "2026-03-02T07:00:02.912Z +1.001s" +
			" ended by +1.088s 198.51.100.7 POST auth.example.com /oauth/token 200",
	}, fields{
		has: "x-edge-location", time: "date time", client: "c-ip", forwarded: "x-forwarded-for",
		host: "x-host-header,cs(Host)", path: "cs-uri-stem", method: "cs-method", status: "sc-status",
		took: "time-taken", tookIn: second,
	}))
}
