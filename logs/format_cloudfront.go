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
	}, cloudfrontFields))
}

// fewestValues is how many a line has at least, if no line names them.
const fewestValues = 23

// cloudfrontFields are where the fields stand of a log whose first lines are gone, by the
// "Standard logging reference" of the Amazon CloudFront Developer Guide, which also says that the
// time is when the server finished responding.
var cloudfrontFields = map[string]int{
	"date": 0, "time": 1, "x-edge-location": 2, "c-ip": 4, "cs-method": 5, "cs(Host)": 6,
	"cs-uri-stem": 7, "sc-status": 8, "x-host-header": 15, "time-taken": 18, "x-forwarded-for": 19,
}
