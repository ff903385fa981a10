package oauth

import (
	"cmp"
	"context"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// DHL eCommerce Americas' token endpoints: the path is that of its authentication page on
// developer.dhl.com, the hosts are those of its user guide there and of Netresearch's SDK.
const (
	DHLeCommerceProduction = "https://api.dhlecs.com/auth/v4/accesstoken"
	DHLeCommerceSandbox    = "https://api-sandbox.dhlecs.com/auth/v4/accesstoken"
)

// DHLeCommerce is the token endpoint of DHL eCommerce Americas, version 4 (developer.dhl.com,
// authentication): a form with the credentials in the body.
type DHLeCommerce struct {
	Wire
	Credentials

	URL string // DHLeCommerceProduction if empty
}

// dhlEcommerceLife is how long a token lives whose answer does not say: DHL documents 60 minutes.
const dhlEcommerceLife = time.Hour

// Token requests a token. DHL is never told which one was refused: it has no field for it.
func (d *DHLeCommerce) Token(ctx context.Context, _ strategies.Token) (strategies.Token, error) {
	return d.token(ctx, exchange{
		carrier: "dhl-ecommerce",
		url:     cmp.Or(d.URL, DHLeCommerceProduction),
		form:    d.inBody("client_credentials"),
		life:    dhlEcommerceLife,
	})
}
