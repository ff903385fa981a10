package logs

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// One request, as a record and as the hits that it becomes.
const (
	asked      = " 198.51.100.7 POST - /oauth/token 200"
	wholeHit   = "2026-03-02T07:00:03Z +1s" + asked
	commonLine = `198.51.100.7 - - [02/Mar/2026:07:00:03 +0000] "POST /oauth/token HTTP/1.1" 200 912`
)

// variants are what the samples of formats do not show: the other shapes in which people have them.
var variants = []struct{ name, format, text, hits string }{
	{"a quote in the request", "common",
		`198.51.100.7 - - [02/Mar/2026:07:00:03 +0000] "GET /a"b HTTP/1.0" 200 1`,
		`2026-03-02T07:00:03Z +1s 198.51.100.7 GET - /a"b 200`},
	{"line ends of Windows", "common", commonLine + "\r\n" + commonLine + "\r\n",
		wholeHit + "\n" + wholeHit},
	{"a request of one word", "common", strings.Replace(commonLine, "POST /oauth/token HTTP/1.1",
		`\x16\x03\x01`, 1), `2026-03-02T07:00:03Z +1s 198.51.100.7 - - \x16\x03\x01 200`},
	{"an empty request", "common", strings.Replace(commonLine, "POST /oauth/token HTTP/1.1", "-", 1),
		"2026-03-02T07:00:03Z +1s 198.51.100.7 - - - 200"},
	{"stamps before DST and after", "common", strings.NewReplacer("02/Mar/2026:07", "29/Mar/2026:01",
		"+0000", "+0100").Replace(commonLine) + "\n" + strings.NewReplacer("02/Mar/2026:07",
		"29/Mar/2026:03", "+0000", "+0200").Replace(commonLine),
		"2026-03-29T00:00:03Z +1s" + asked + "\n2026-03-29T01:00:03Z +1s" + asked},
	{"vhost without its port", "vhost", "auth.example.com " + commonLine,
		"2026-03-02T07:00:03Z +1s 198.51.100.7 POST auth.example.com /oauth/token 200"},
	{"times with names", "nginx-timed", commonLine + ` "-" "curl" rt=0.087 uct="0.001"`,
		"2026-03-02T07:00:02.912Z +1.001s ended by +1.088s" + asked},
	{"a forwarded client and a time", "nginx-timed", commonLine + ` "-" "curl" "192.0.2.1" 0.087`,
		"2026-03-02T07:00:02.912Z +1.001s ended by +1.088s" + asked},
	{"HAProxy behind syslog", "syslog/haproxy", `<134>Mar  2 07:00:03 lb1 haproxy[1]: ` +
		`198.51.100.7:33317 [02/Mar/2026:07:00:03.412] in auth/s1 10/0/30/47/+87 200 912 - - ---- ` +
		`1/1/1/1/0 0/0 "POST /oauth/token HTTP/1.1"`,
		"2026-03-02T07:00:03.412Z +1ms ended by +89ms" + asked},
	{"Istio", "envoy", `[2026-03-02T07:00:03.412Z] "POST /oauth/token HTTP/1.1" 200 - ` +
		`via_upstream - "-" 154 912 87 85 "198.51.100.7" "curl" "cc21" "auth.example.com" ` +
		`"10.0.2.1:80" outbound|80||auth 10.0.1.1:3 10.0.2.1:80 198.51.100.7:5 - default`,
		"2026-03-02T07:00:03.412Z +1ms ended by +89ms 198.51.100.7 POST auth.example.com " +
			"/oauth/token 200"},
	{"IIS", "w3c", "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username " +
		"c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken\n" +
		"2026-03-02 07:00:03 10.0.0.1 POST /oauth/token - 443 - 198.51.100.7 curl - 200 0 0 87",
		"2026-03-02T07:00:02.912Z +1.001s ended by +1.088s" + asked},
	{"Azure, many records in one object", "azure", `{"records": [` + "\n" +
		`{"time":"2026-03-02T07:00:03Z","category":"ApplicationGatewayAccessLog","properties":` +
		`{"clientIP":"198.51.100.7","httpMethod":"POST","requestUri":"/oauth/token",` +
		`"httpStatus":200,"timeTaken":87}}]}`,
		"2026-03-02T07:00:02.912Z +1.001s ended by +1.088s" + asked},
	{"Google's logs in an array", "gcp", "[\n  {\n    \"httpRequest\": {\n" +
		`      "requestMethod": "POST", "requestUrl": "/oauth/token", "status": 200,` +
		"\n      \"remoteIp\": \"198.51.100.7\"\n    },\n" +
		"    \"timestamp\": \"2026-03-02T07:00:03.412345Z\"\n  }\n]\n",
		"2026-03-02T07:00:03.412345Z +1µs" + asked},
	{"tshark with a heading", "tshark", "frame.time_epoch\tip.src\thttp.request.method\t" +
		"http.request.uri\n1772434803.412345678\t198.51.100.7\tPOST\t/oauth/token",
		"2026-03-02T07:00:03.412345678Z +1ns 198.51.100.7 POST - /oauth/token 0"},
	{"tshark -T json -e", "tshark-json", `[{"_source":{"layers":{"frame.time_epoch":` +
		`["1772434803.412345678"],"ip.src":["198.51.100.7"],"http.request.method":["POST"],` +
		`"http.request.uri":["/oauth/token"]}}}]`,
		"2026-03-02T07:00:03.412345678Z +1ns 198.51.100.7 POST - /oauth/token 0"},
	{"spans, an export a line", "otlp", strings.Repeat(`{"resourceSpans":[{"scopeSpans":[{"spans":[`+
		`{"kind":2,"startTimeUnixNano":"1772434803412345678","attributes":[{"key":"http.method",`+
		`"value":{"stringValue":"POST"}},{"key":"http.target","value":{"stringValue":`+
		`"/oauth/token"}},{"key":"client.address","value":{"stringValue":"198.51.100.7"}},`+
		`{"key":"http.status_code","value":{"intValue":200}}]}]}]}]}`+"\n", 2),
		strings.TrimSpace(strings.Repeat("2026-03-02T07:00:03.412345678Z +1ns"+asked+"\n", 2))},
	{"events of the journal, one a line", "journal", `{"seq":1,"at":"2026-03-02T07:00:03Z",` +
		`"kind":"request","ip":"198.51.100.7","method":"POST","path":"/oauth/token","status":200}`,
		"2026-03-02T07:00:03Z +1ns" + asked},
	{"JSON in Docker's JSON", "docker/caddy", `{"log":"{\"ts\":1772434803.4123456,\"request\":` +
		`{\"remote_ip\":\"198.51.100.7\",\"method\":\"POST\",\"uri\":\"/oauth/token\"},` +
		`\"duration\":0.087312,\"status\":200}\n","time":"2026-03-02T07:00:03.4129Z"}`,
		"2026-03-02T07:00:03.3250326Z +1.1µs ended by +87.3131ms" + asked},
	{"a line in two parts", "cri/common", "2026-03-02T07:00:03.4Z stdout P " + commonLine[:30] +
		"\n2026-03-02T07:00:03.5Z stdout F " + commonLine[30:], wholeHit},
	{"CSV with quotes and lines in them", "csv", "\xef\xbb\xbftime,client,path,note,status\r\n" +
		`2026-03-02T07:00:03Z,"198.51.100.7","/oauth/token","he said ""no"",` + "\r\n" +
		`twice",200` + "\r\n", "2026-03-02T07:00:03Z +1s 198.51.100.7 - - /oauth/token 200"},
	{"logfmt with quotes", "logfmt", `ts=2026-03-02T07:00:03Z msg="a b" method=POST ` +
		`uri=/oauth/token remote_addr=198.51.100.7 code=200`, wholeHit},
	{"text in brackets", "text", "[2026-03-02 07:00:03.412] WARN POST /oauth/token -> 200",
		"2026-03-02T07:00:03.412Z +1ms - POST - /oauth/token 200"},
	{"names of the Elastic Common Schema", "ndjson", `{"@timestamp":"2026-03-02T07:00:03Z",` +
		`"client.ip":"198.51.100.7","http":{"request":{"method":"POST"},"response":` +
		`{"status_code":200}},"url":{"path":"/oauth/token"}}`, wholeHit},
	{"milliseconds", "epoch", "1772434803412\n", "2026-03-02T07:00:03.412Z +1ms - - - - 0"},
	{"nanoseconds", "epoch", "1772434803412345678\n",
		"2026-03-02T07:00:03.412345678Z +1ns - - - - 0"},
	{"a container's name", "prefixed/common", "web-1  | " + commonLine + "\n[pod/web-1/nginx] " +
		commonLine, wholeHit + "\n" + wholeHit},
	{"a container's name and a stamp", "prefixed/combined", "web-1  | 2026-03-02T07:00:03.4Z " +
		commonLine + ` "-" "curl"`, wholeHit},
	{"Ingress-NGINX", "nginx-timed", commonLine + ` "-" "curl" 512 0.087 [auth-80] [] ` +
		`10.0.0.1:80 912 0.086 200 cc21d9b0`,
		"2026-03-02T07:00:02.912Z +1.001s ended by +1.088s" + asked},
	{"pino", "ndjson", `{"level":30,"time":1772434803412,"req":{"method":"POST","url":` +
		`"/oauth/token","remoteAddress":"198.51.100.7"},"res":{"statusCode":200},"responseTime":87}`,
		"2026-03-02T07:00:03.412Z +1ms" + asked},
	{"objects where texts are meant", "ndjson", `{"started_at":1772434803412,"request":{"method":` +
		`"POST","uri":"/oauth/token"},"response":{"status":200},"client":{"id":1},` +
		`"host":{"name":"web1"},"client_ip":"198.51.100.7"}`,
		"2026-03-02T07:00:03.412Z +1ms" + asked},
	{"CSV with blanks behind its commas", "csv", "time, client, path, method, status\n" +
		"2026-03-02T07:00:03Z, 198.51.100.7, /oauth/token, POST, 200", wholeHit},
	{"CSV with names in capitals and of two words", "csv", "TIMESTAMP;Client IP;Method;Path;" +
		"HTTP Status\n2026-03-02T07:00:03Z;198.51.100.7;POST;/oauth/token;200", wholeHit},
	{"a stamp is no host", "prefixed/common", "2026-03-02T07:00:03.4Z " + commonLine, wholeHit},
	{"API Gateway", "ndjson", `{"ip":"198.51.100.7","requestTime":"02/Mar/2026:07:00:03 +0000",` +
		`"httpMethod":"POST","resourcePath":"/oauth/token","status":"200"}`, wholeHit},
	{"lines of three formats", "combined", commonLine + ` "-" "curl"` + "\n" + commonLine + "\n" +
		commonLine + ` "-" "curl" 3 "auth@docker" "http://10.0.2.1:80" 87ms` + "\n" + commonLine +
		` "-" "curl" 0.087 1772434804.412`,
		wholeHit + "\n" + wholeHit + "\n2026-03-02T07:00:03Z +1s ended by +1.088s" + asked +
			"\n2026-03-02T07:00:04.324Z +2ms ended by +89ms" + asked},
	{"comments among lines", "common", "# of web1\n" + commonLine + "\n# of web2\n" + commonLine,
		wholeHit + "\n" + wholeHit},
	{"text in which a server's lines stand", "text", strings.Repeat("2026-03-02 07:00:03 WARN POST "+
		"/oauth/token 200\n", 2) + commonLine,
		strings.Repeat("2026-03-02T07:00:03Z +1s - POST - /oauth/token 200\n", 2) + wholeHit},
	{"%T and %D", "apache-timed", commonLine + ` "-" "curl" 0/87312`,
		"2026-03-02T07:00:03Z +1s ended by +1.087313s" + asked},
	{"%T", "apache-timed", commonLine + ` "-" "curl" 2`, // of ms or s
		"2026-03-02T07:00:03Z +1s ended by +4s" + asked},
	{"lines of HAProxy that are no requests", "haproxy", "198.51.100.7:33317 " +
		"[02/Mar/2026:07:00:03.1] in/1: SSL handshake failure\n198.51.100.7:33317 " +
		"[02/Mar/2026:07:00:03.412] in auth/s1 " +
		`10/0/30/47/87 200 912 - - ---- 1/1/1/1/0 0/0 "POST /oauth/token HTTP/1.1"`,
		"2026-03-02T07:00:03.412Z +1ms ended by +89ms" + asked},
	{"CloudFront without its first lines", "cloudfront", "2026-03-02\t07:00:03\tFRA2\t912\t" +
		"198.51.100.7\tPOST\td1.cloudfront.net\t/oauth/token\t200\t-\tcurl\t-\t-\tMiss\tid==\t" +
		"auth.example.com\thttps\t62\t0.087\t-\tTLSv1.3\t-\tMiss\tHTTP/2.0",
		"2026-03-02T07:00:02.912Z +1.001s ended by +1.088s 198.51.100.7 POST auth.example.com " +
			"/oauth/token 200"},
	{"W3C with a day above its lines, and several blanks", "w3c", "#Date: 2026-03-02 06:00:00\n" +
		"#Fields: time c-ip cs-method  cs-uri-stem sc-status\n" +
		"07:00:03  198.51.100.7 POST /oauth/token 200", wholeHit},
	{"a line that lacks a field", "combined", strings.Repeat(commonLine+` "-" "curl"`+"\n", 2) +
		strings.Replace(commonLine, " - - ", " - ", 1) + ` "-" "curl"`,
		wholeHit + "\n" + wholeHit + "\n" + wholeHit},
	{"a stack below a line of text", "text", "2026-03-02T07:00:03.412Z\tERROR\tPOST /oauth/token\n" +
		"\tat Main.java:1\n\tat Main.java:2", "2026-03-02T07:00:03.412Z +1ms - POST - /oauth/token 0"},
	{"a coloured name of a container", "prefixed/common", "\x1b[2Kweb-1  | " + commonLine, wholeHit},
	{"a comma, a blank and no zone", "iso", "2026-03-02 07:00:03,412\n",
		"2026-03-02T07:00:03.412Z +1ms - - - - 0"},
}

func TestVariants(t *testing.T) {
	for _, test := range variants {
		t.Run(test.name, func(t *testing.T) {
			hits, a, err := readAll(t, Options{}, text("x.log", test.text))
			require.NoError(t, err)
			require.Equal(t, test.format, a.Files[0].Format)
			require.Equal(t, test.hits, strings.Join(hits, "\n"))
		})
	}
}

// A duration of which nobody tells the unit is in milliseconds, or with a point perhaps in seconds:
// it ends in an interval over both.
func TestDurationWithoutItsUnit(t *testing.T) {
	for _, test := range []struct {
		took string
		o    Options
		ends string
	}{
		{"169", Options{DurationField: "long"}, "171ms"},
		{"0.169", Options{DurationField: "long"}, "171ms"},
		{"0.169", Options{DurationField: "long", DurationUnit: "ms"}, "1.17ms"},
		{"0.169", Options{TimeUnit: "ms", DurationField: "long"}, "171ms"},
	} {
		hits, _, err := readAll(t, test.o, text("x.csv", "time,method,path,status,long\n"+
			"1772434803412,POST,/oauth/token,200,"+test.took+"\n"))
		require.NoError(t, err)
		require.Contains(t, hits[0], "ended by +"+test.ends+" ", test.took)
	}
}
