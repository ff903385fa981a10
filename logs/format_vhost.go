package logs

import (
	"bytes"
	"time"
)

func init() {
	register(Format{
		Name: "vhost", About: "Apache's vhost_combined and vhost_common: the host comes first",
		Stamp: Either,
		Sample: `auth.example.com:443 198.51.100.7 - - [02/Mar/2026:07:00:03 +0000] ` +
			`"POST /oauth/token HTTP/1.1" 200 912 "-" "curl/8.5.0"`,
		Hits: "2026-03-02T07:00:03Z +1s 198.51.100.7 POST auth.example.com /oauth/token 200",
		open: layout(serverClock, map[string]setter{"vhost": setVhost},
			`vhost client - - [stamp] "request" status - "-" "-"`,
			`vhost client - - [stamp] "request" status -`),
	})
}

// setVhost sets the host, which is no stamp, no number, no list and no path that something else set
// before the line.
func setVhost(r *record, text []byte) bool {
	if letters := bytes.Trim(text, "0123456789."); len(letters) == 0 && bytes.Count(text,
		[]byte(".")) != 3 {
		return false
	}
	if _, _, stamp := isoClock(text, time.UTC); stamp || bytes.ContainsAny(text, "/,") {
		return false
	}
	return r.setHost(text)
}
