package oauth

import (
	"cmp"
	"context"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// FedEx's token endpoints (developer.fedex.com, best-practices guide). Their keys differ, and a
// token of the one is worth nothing at the other.
const (
	FedExProduction = "https://apis.fedex.com/oauth/token"
	FedExSandbox    = "https://apis-sandbox.fedex.com/oauth/token"
)

// FedEx is FedEx's token endpoint, as FedEx's own OpenAPI document for it has it (API
// Authorization, v1): a form with the credentials in the body.
type FedEx struct {
	Wire
	Credentials

	URL string // FedExProduction if empty

	// Grant is the grant_type: client_credentials if empty; csp_credentials and
	// client_pc_credentials are those with a Child, a customer of the project.
	Grant string
	Child Credentials
}

// fedexLife is how long a token lives whose answer does not say: FedEx documents an hour and
// every answer on record says 3599.
const fedexLife = 3599 * time.Second

// Token requests a token. FedEx is never told which one was refused: it has no field for it.
func (f *FedEx) Token(ctx context.Context, _ strategies.Token) (strategies.Token, error) {
	form := f.inBody(cmp.Or(f.Grant, "client_credentials"))
	if f.Child != (Credentials{}) {
		form.Set("child_Key", f.Child.ID) // the capital is the schema's
		form.Set("child_secret", f.Child.Secret)
	}
	return f.token(ctx, exchange{
		carrier: "fedex", url: cmp.Or(f.URL, FedExProduction), form: form, life: fedexLife,
	})
}
