package oauth

import (
	"cmp"
	"context"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// USPS's token endpoints (USPS/api-examples, #40).
const (
	USPSProduction = "https://apis.usps.com/oauth2/v3/token"
	USPSTest       = "https://apis-tem.usps.com/oauth2/v3/token"
)

// USPS is USPS's token endpoint, version 3, with the only grant that its README has (api-examples,
// d050a64). The endpoint takes JSON or a form; a form it is here.
type USPS struct {
	Wire
	Credentials

	URL string // USPSProduction if empty
}

// uspsLife is how long a token lives whose answer does not say: a captured answer says 28799
// (api-examples, #84).
const uspsLife = 28799 * time.Second

// Token requests a token. USPS is never told which one was refused: it has no field for it.
func (u *USPS) Token(ctx context.Context, _ strategies.Token) (strategies.Token, error) {
	return u.token(ctx, exchange{
		carrier: "usps",
		url:     cmp.Or(u.URL, USPSProduction),
		form:    u.inBody("client_credentials"),
		life:    uspsLife,
	})
}
