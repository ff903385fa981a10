package logs

func init() {
	register(Format{
		Name: "common", About: "Common Log Format: Apache and most web servers", Stamp: Either,
		Sample: `198.51.100.7 - - [02/Mar/2026:09:00:03 +0200] "POST /oauth/token HTTP/1.1" 200 912`,
		Hits:   "2026-03-02T07:00:03Z +1s 198.51.100.7 POST - /oauth/token 200",
		open:   layout(serverClock, nil, commonColumns, combinedColumns),
	})
}

// A log may have lines of both, from before and after somebody changed its format.
const (
	commonColumns   = `client - - [stamp] "request" status -`
	combinedColumns = `client - - [stamp] "request" status - "-" "-"`
)
