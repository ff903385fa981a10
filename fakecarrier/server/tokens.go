package server

import "github.com/tokenstorm/tokenstorm/fakecarrier/front"

func init() {
	handle("GET /__admin/tokens", listTokens)
	handle("POST /__admin/tokens/revoke", ending((*front.World).Revoke))
	handle("POST /__admin/tokens/expire", ending((*front.World).Expire))
}

// A tokenQuery says how many tokens to list, the newest.
type tokenQuery struct {
	Limit int `json:"limit"`
}

func (q *tokenQuery) defaults(*Server) { q.Limit = usualLimit }

func listTokens(c *call, in tokenQuery) (any, error) {
	return object{"tokens": c.on.world.Tokens(in.Limit)}, checkLimit(in.Limit)
}

// A token is one that an operator ends.
type token struct {
	Token string `json:"token"`
}

// ending returns an operation that ends a token.
func ending(end func(*front.World, string) error) func(*call, token) (any, error) {
	return func(c *call, in token) (any, error) {
		if in.Token == "" {
			return nil, invalid(`found no token; meant {"token":"…"} as the carrier issued it`)
		}
		if err := end(c.on.world, in.Token); err != nil {
			return nil, missing("%v", err)
		}
		return object{"tokens": c.on.world.Tokens(usualLimit)}, nil
	}
}
