package wild

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/confidential"

	"github.com/tokenstorm/tokenstorm/strategies/oauth"
)

// msalAuthority makes FedEx an authority: it says where its token endpoint is, as MSAL asks before
// its first request, and has all else from the carrier.
type msalAuthority struct{ carrier *wildCarrier }

const msalTenant = "https://apis.fedex.com/oauth"

func (a msalAuthority) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Path != "/oauth/v2.0/.well-known/openid-configuration" {
		return a.carrier.RoundTrip(r)
	}
	configuration := `{"issuer": "` + msalTenant + `", "authorization_endpoint": "` + msalTenant +
		`", "token_endpoint": "` + oauth.FedExProduction + `"}`
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(configuration)),
	}, nil
}

func msalLibrary(k *wildCarrier) tokenFunc {
	secret, noSecret := confidential.NewCredFromSecret("s3cret")
	client, noClient := confidential.New(msalTenant, "shop", secret,
		confidential.WithInstanceDiscovery(false),
		confidential.WithHTTPClient(&http.Client{Transport: msalAuthority{k}}))
	return func(ctx context.Context) (string, error) {
		if err := errors.Join(noSecret, noClient); err != nil {
			return "", err
		}
		t, err := client.AcquireTokenByCredential(ctx, []string{"CXS"}) // FedEx's only scope
		return t.AccessToken, err
	}
}
