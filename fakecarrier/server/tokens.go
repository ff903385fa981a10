package server

import "github.com/tokenstorm/tokenstorm/fakecarrier/front"

func init() {
	register([]route{
		{method: "GET", path: "/__admin/tokens", takes: []string{"limit"},
			act: func(c *call) (any, error) { return tokensOf(c, c.limit()) }},
		{method: "POST", path: "/__admin/tokens/revoke", act: taking(
			func(c *call, in token) (any, error) { return in.end(c, (*front.World).Revoke) })},
		{method: "POST", path: "/__admin/tokens/expire", act: taking(
			func(c *call, in token) (any, error) { return in.end(c, (*front.World).Expire) })},
	})
}

func tokensOf(c *call, limit int) (any, error) {
	return object{"tokens": c.on.world.Tokens(limit)}, c.wrong
}

// A token is one that an operator ends.
type token struct {
	Token string `json:"token"`
}

func (t token) end(c *call, by func(*front.World, string) error) (any, error) {
	if t.Token == "" {
		return nil, invalid(`found no token; meant {"token":"…"} as the carrier issued it`)
	}
	if err := by(c.on.world, t.Token); err != nil {
		return nil, missing("%v", err)
	}
	return tokensOf(c, usualLimit)
}
