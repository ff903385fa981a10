package logs

import (
	"strconv"
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
	{"line ends of a Mac of old, of a file as long as a buffer", "common",
		strings.Repeat(commonLine+"\r", 1200), strings.TrimSpace(strings.Repeat(wholeHit+"\n", 1200))},
	{"line ends of all systems", "common", commonLine + "\r" + commonLine + "\r\n" +
		commonLine + "\n" +
		commonLine + "\r\r\n" + commonLine, strings.TrimSpace(strings.Repeat(wholeHit+"\n", 5))},
	{"the hole of a file that was copied and truncated", "common", strings.Repeat("\x00", 3<<20) +
		commonLine + "\n\x00\x00" + commonLine, wholeHit + "\n" + wholeHit},
	{"Fluentd's file", "prefixed/ndjson", "2026-03-02T07:00:03+00:00\tnginx.access\t" +
		`{"remote":"198.51.100.7","method":"POST","path":"/oauth/token","code":"200"}`, wholeHit},
	{"logcli", "prefixed/common", `2026-03-02T07:00:09Z {job="nginx"} ` + commonLine, wholeHit},
	{"a container's name in colour", "prefixed/common", "\x1b[36mweb-1  |\x1b[0m " +
		commonLine, wholeHit},
	{"structured data of syslog with brackets in it", "syslog/common",
		`<190>1 2026-03-02T07:00:09.5Z ` +
			`web1 nginx 12 ID47 [ex@32473 iut="3" x="a]\]b"] ` + commonLine, wholeHit},
	{"a message of the journal in bytes", "journald/iso",
		`{"__REALTIME_TIMESTAMP":"1772434809599857",` +
			`"MESSAGE":[50,48,50,54,45,48,51,45,48,50,84,48,55,58,48,48,58,48,51,90]}`,
		"2026-03-02T07:00:03Z +1s - - - - 0"},
	{"CloudWatch", "shipped/common", `{"events":[{"timestamp":1772434809599,"message":` +
		strconv.Quote(commonLine) + `,"ingestionTime":1772434810599}]}`, wholeHit},
	{"Loki", "shipped/common", `{"labels":{"job":"nginx"},"line":` + strconv.Quote(commonLine) +
		`,"timestamp":"2026-03-02T07:00:09.5Z"}`, wholeHit},
	{"Splunk", "shipped/common", `{"preview":false,"result":{"_raw":` + strconv.Quote(commonLine) +
		`,"_time":"2026-03-02T07:00:09.5Z"}}`, wholeHit},
	{"Elasticsearch", "shipped/ndjson", `{"_index":"l","_id":"0","_source":{"@timestamp":` +
		`"2026-03-02T07:00:03Z","http":{"request":{"method":"POST"},"response":{"status_code":200}},` +
		`"url":{"path":"/oauth/token"},"client":{"ip":"198.51.100.7"}}}`, wholeHit},
	{"grep -n", "numbered/common", "3:" + commonLine + "\n10:" + commonLine, wholeHit + "\n" +
		wholeHit},
	{"grep -H", "numbered/common", "access.log.0:" + commonLine, wholeHit},
	{"cat -n of a log with durations", "numbered/nginx-timed", "     1\t" + commonLine +
		` "-" "curl" 0.087`,
		"2026-03-02T07:00:02.912Z +1.001s ended by +1.088s" + asked},
	{"$msec first", "nginx-msec", "1772434803.412 " + commonLine,
		"2026-03-02T07:00:03.412Z +1ms" + asked},
	{"names, as NGINX documents them", "access", commonLine + ` "-" "curl" "-" "auth.example.com" ` +
		`sn="auth.example.com" rt=0.087 ua="10.0.0.2:80" us="200" ut="0.080" ul="9" cs=-`,
		"2026-03-02T07:00:02.912Z +1.001s ended by +1.088s" + asked},
	{"a name, a colon and a blank", "access", commonLine + ` "-" "curl" request_time: 0.087`,
		"2026-03-02T07:00:02.912Z +1.001s ended by +1.088s" + asked},
	{"a decimal comma, and what was waited for", "access", commonLine + ` "-" "curl" | 0,080 | 0,087`,
		"2026-03-02T07:00:02.912Z +1.001s ended by +1.088s" + asked},
	{"what was waited for alone says nothing", "access", commonLine +
		` "-" "curl" urt="0.087"`, wholeHit},
	{"microseconds with their unit", "access", commonLine + ` 87312us auth.example.com`,
		"2026-03-02T07:00:02.912687Z +1.087313s ended by +1.174626s" + asked},
	{"a number before the client is no host", "access", "87312 " + commonLine, wholeHit},
	{"W3C whose times have passed midnight", "w3c", "#Date: 2026-03-02 23:59:58\n#Fields: time c-ip " +
		"cs-method cs-uri-stem sc-status\n23:59:59 198.51.100.7 POST /oauth/token 200\n" +
		"00:00:01 198.51.100.7 POST /oauth/token 200\n23:59:58 198.51.100.7 POST /oauth/token 200\n" +
		"00:00:01 198.51.100.7 POST /oauth/token 200",
		strings.ReplaceAll("2026-03-02T23:59:59Z +1s@\n2026-03-03T00:00:01Z +1s@\n"+
			"2026-03-03T23:59:58Z +1s@\n2026-03-04T00:00:01Z +1s@", "@", asked)},
	{"HAProxy's tcplog behind syslog", "syslog/haproxy-tcp", "Mar  2 07:00:03 lb1 haproxy[14389]: " +
		"198.51.100.7:33317 [02/Mar/2026:07:00:03.412] fe_https be_auth/srv1 0/0/187 912 -- " +
		"1/1/1/1/0 0/0",
		"2026-03-02T07:00:03.412Z +1ms ended by +189ms 198.51.100.7 - - - 0"},
	{"stacks that stand at the left", "text", strings.Repeat("2026-03-02 07:00:03,412 ERROR "+
		"c.e.Token - "+
		"POST /oauth/token failed\njava.io.IOException: x\n\tat a.b.C(D.java:1)\nCaused by: y\n", 2),
		strings.TrimSpace(strings.Repeat("2026-03-02T07:00:03.412Z +1ms - POST - /oauth/token 0\n", 2))},
	{"text of a program of Go", "text", `2026/03/02 07:00:03 "POST http://auth.example.com/oauth/token ` +
		`HTTP/1.1" from 198.51.100.7:5555 - 200 912B in 187.312000ms`,
		"2026-03-02T07:00:02.812687999Z +1.187312001s ended by +1.374624002s - POST auth.example.com " +
			"/oauth/token 200"},
	{"Rails on a developer's machine", "rails", `Started POST "/oauth/token" for 198.51.100.7 at ` +
		"2026-03-02 07:00:03 +0000\nProcessing by TokensController#create as JSON\n",
		"2026-03-02T07:00:03Z +1s 198.51.100.7 POST - /oauth/token 0"},
	{"Gin in colour", "gin", "[GIN] 2026/03/02 - 07:00:03 |\x1b[97;42m 200 \x1b[0m|   87.312ms |" +
		"    198.51.100.7 |\x1b[97;46m POST    \x1b[0m \"/oauth/token\"",
		"2026-03-02T07:00:02.912687Z +1.000001s ended by +1.087313s" + asked},
	{"JSON of nginx that is none", "nginx-json", `{"time_iso8601":"2026-03-02T07:00:03+00:00",` +
		`"remote_addr":"198.51.100.7","request":"POST /oauth/token HTTP/1.1","status":200,` +
		`"request_time":0.087,"ua":"a\x22b","upstream_response_time":}`,
		"2026-03-02T07:00:02.912Z +1.001s ended by +1.088s" + asked},
	{"a stamp in brackets", "ndjson", `{"time":"[02/Mar/2026:07:00:03 +0000]","remoteIP":` +
		`"198.51.100.7","request":"/oauth/token","method":"POST","status":"200"}`, wholeHit},
	{"CSV of Kibana", "csv", `"@timestamp","http.request.method","url.path",` +
		`"http.response.status_code","client.ip"` + "\n" +
		`"Mar 2, 2026 @ 07:00:03.412","POST","/oauth/token","200","198.51.100.7"`,
		"2026-03-02T07:00:03.412Z +1ms" + asked},
	{"CSV with date and time in two columns", "csv", "date,time,client,method,path,status\n" +
		"2026-03-02,07:00:03,198.51.100.7,POST,/oauth/token,200", wholeHit},
	{"CSV of Athena", "csv", `"type","time","elb","client_ip","target_processing_time",` +
		`"elb_status_code","request_verb","request_url"` + "\n" +
		`"https","2026-03-02T07:00:03.599657Z",` +
		`"app/x","198.51.100.7","0.187","200","POST","https://auth.example.com/oauth/token"`,
		"2026-03-02T07:00:03.599657Z +1µs 198.51.100.7 POST auth.example.com /oauth/token 200"},
	{"Akamai's DataStream 2", "ndjson", `{"version":2,"cliIP":"198.51.100.7","statusCode":"200",` +
		`"reqTimeSec":"1772434803.412","reqMethod":"POST","reqHost":"auth.example.com",` +
		`"reqPath":"oauth/token","turnAroundTimeMSec":"11"}`, "2026-03-02T07:00:03.412Z +1ms ended by " +
		"+13ms 198.51.100.7 POST auth.example.com oauth/token 200"},
	{"API Gateway with requestTimeEpoch", "ndjson", `{"ip":"198.51.100.7","requestTimeEpoch":` +
		`1772434803412,"httpMethod":"POST","path":"/oauth/token","status":200,"responseLatency":87}`,
		"2026-03-02T07:00:03.412Z +1ms ended by +89ms" + asked},
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
		"2026-03-02T07:00:03.324Z +2ms ended by +89ms" + asked},
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
		"2026-03-02T07:00:02.912687Z +1.087313s ended by +1.174626s" + asked},
	{"%T", "apache-timed", commonLine + ` "-" "curl" 2`, // of ms or s
		"2026-03-02T07:00:00Z +4s ended by +7s" + asked},
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

// What a user types is read as what a log has.
func TestFilterSpellings(t *testing.T) {
	line := strings.Replace(commonLine, "198.51.100.7", "[2001:db8::7]:443", 1)
	for _, o := range []Options{{Clients: []string{"[2001:db8::7]"}},
		{Clients: []string{"2001:DB8::7"}},
		{Clients: []string{"[2001:db8::7]:443"}}, {Hosts: []string{"https://Auth.example.com/oauth"}},
		{Hosts: []string{"auth.example.com:443"}}} {
		hits, _, err := readAll(t, o, text("x.log", "auth.example.com:443 "+line))
		require.NoError(t, err)
		require.Len(t, hits, 1, o)
	}
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
		test.o.Stamp = "begin"
		hits, _, err := readAll(t, test.o, text("x.csv", "time,method,path,status,long\n"+
			"1772434803412,POST,/oauth/token,200,"+test.took+"\n"))
		require.NoError(t, err)
		require.Contains(t, hits[0], "ended by +"+test.ends+" ", test.took)
	}
}
