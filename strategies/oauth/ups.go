package oauth

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// UPS's token endpoints (UPS-API/api-documentation, OAuthClientCredentials.yaml, e6f36df). Unlike
// the APIs they do not lie under /api.
const (
	UPSProduction = "https://onlinetools.ups.com/security/v1/oauth/token"
	UPSTest       = "https://wwwcie.ups.com/security/v1/oauth/token"
)

// UPS is UPS's token endpoint with the grant for client credentials
// (OAuthClientCredentials.yaml, e6f36df): credentials in a Basic header, numbers that come as
// strings.
type UPS struct {
	Wire
	Credentials

	URL      string // UPSProduction if empty
	Merchant string // the six-digit account number, sent as x-merchant-id unless empty
}

// upsLife is how long a token lives whose answer does not say: UPS documents four hours and its
// sample says 14399.
const upsLife = 14399 * time.Second

// Token requests a token. UPS is never told which one was refused: it has no field for it.
func (u *UPS) Token(ctx context.Context, _ strategies.Token) (strategies.Token, error) {
	header := http.Header{}
	if u.Merchant != "" {
		header.Set("x-merchant-id", u.Merchant)
	}
	return u.token(ctx, exchange{
		carrier: "ups",
		url:     cmp.Or(u.URL, UPSProduction),
		form:    url.Values{"grant_type": {"client_credentials"}},
		basic:   u.Credentials,
		header:  header,
		life:    upsLife,
	})
}
