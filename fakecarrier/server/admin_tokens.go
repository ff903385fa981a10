package server

import (
	"net/http"
	"strconv"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
)

var tokenRoutes = []route{
	{method: "GET", path: "/__admin/tokens", act: listTokens},
	{method: "POST", path: "/__admin/tokens/revoke", act: ending((*front.World).Revoke)},
	{method: "POST", path: "/__admin/tokens/expire", act: ending((*front.World).Expire)},
}

// A tokenShown is a live token as the API shows it.
type tokenShown struct {
	ID        uint64    `json:"id"`
	Client    string    `json:"client"`
	Token     string    `json:"token"`
	ExpiresAt time.Time `json:"expires_at"`
	DiesAt    time.Time `json:"dies_at"` // earlier than its expiry if another token ends it
}

func tokensOf(on *session, limit int) []tokenShown {
	shown := []tokenShown{}
	for _, t := range on.world.Tokens(limit) {
		shown = append(shown, tokenShown{uint64(t.ID), t.Client, t.Token, t.Expiry, t.Dies})
	}
	return shown
}

func listTokens(on *session, r *http.Request) (any, error) {
	values, err := query(r, "limit")
	if err != nil {
		return nil, err
	}
	limit, err := limitOf(values.Get("limit"))
	return struct {
		Tokens []tokenShown `json:"tokens"`
	}{tokensOf(on, limit)}, err
}

// usualLimit is the default limit of a list (assumed).
const usualLimit = 100

// limitOf reads a limit; 0 means all.
func limitOf(text string) (int, error) {
	if text == "" {
		return usualLimit, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, invalid("found limit %q; meant a number, 0 for all", text)
	}
	return n, nil
}

// ending returns the operation that ends a token.
func ending(end func(*front.World, string) error) func(*session, *http.Request) (any, error) {
	return func(on *session, r *http.Request) (any, error) {
		in, err := decode(r, struct {
			Token string `json:"token"`
		}{})
		if err != nil {
			return nil, err
		}
		if in.Token == "" {
			return nil, invalid(`found no token; meant {"token":"…"} as the carrier issued it`)
		}
		if err := end(on.world, in.Token); err != nil {
			return nil, missing("%v", err)
		}
		return struct {
			Tokens []tokenShown `json:"tokens"`
		}{tokensOf(on, usualLimit)}, nil
	}
}
