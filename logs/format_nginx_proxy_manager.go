package logs

import "regexp"

func init() {
	register(patternLog(Format{
		Name: "nginx-proxy-manager", About: "Nginx Proxy Manager", Stamp: Ends,
		Sample: `[02/Mar/2026:07:00:03 +0000] - 200 200 - POST https auth.example.com "/oauth/token" ` +
			`[Client 198.51.100.7] [Length 912] [Gzip -] [Sent-to 10.0.0.2] "curl/8.5.0" "-"`,
		Hits: "2026-03-02T07:00:03Z +1s 198.51.100.7 POST auth.example.com /oauth/token 200",
	}, regexp.MustCompile(`^\[(?P<stamp>[^\]]+)\] \S+ (?:\S+ )?(?P<status>\d{3}) - `+
		`(?P<method>[A-Z]+) \S+ `+
		`(?P<host>\S+) "(?P<target>[^"]*)" \[Client (?P<client>[^\]]+)\]`)))
}
