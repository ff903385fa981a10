package oauth

import (
	"cmp"
	"context"
	"net/url"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// Generic is a token endpoint by the letter of RFC 6749: the grant for client credentials (4.4),
// with the credentials, encoded as in a form, in a Basic header (2.3.1).
type Generic struct {
	Wire
	Credentials

	URL   string        // required
	Scope string        // not sent if empty
	Life  time.Duration // of a token whose answer does not say; an hour if 0: assumed
}

// Token requests a token. The endpoint is never told which one was refused: it has no field for it.
func (g *Generic) Token(ctx context.Context, _ strategies.Token) (strategies.Token, error) {
	form := url.Values{"grant_type": {"client_credentials"}}
	if g.Scope != "" {
		form.Set("scope", g.Scope)
	}
	return g.token(ctx, exchange{
		carrier: "generic",
		url:     g.URL,
		form:    form,
		basic:   Credentials{ID: url.QueryEscape(g.ID), Secret: url.QueryEscape(g.Secret)},
		life:    cmp.Or(g.Life, time.Hour),
	})
}
