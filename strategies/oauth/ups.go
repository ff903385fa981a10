package oauth

import "time"

// UPS's token endpoints (UPS-API/api-documentation, OAuthClientCredentials.yaml, e6f36df). Unlike
// the APIs they do not lie under /api.
const (
	UPSProduction = "https://onlinetools.ups.com/security/v1/oauth/token"
	UPSTest       = "https://wwwcie.ups.com/security/v1/oauth/token"
)

// UPS returns the client of UPS's token endpoint, with the grant for client credentials
// (OAuthClientCredentials.yaml, e6f36df): credentials in a Basic header, numbers that come as
// strings. The six-digit account number, where one is sent, is the Header x-merchant-id.
func UPS(clock Clock, c Credentials) Client {
	return Client{
		Carrier: "ups", URL: UPSProduction, Credentials: c, Clock: clock, Proof: InBasic,
		Life: 14399 * time.Second, // UPS documents four hours, and its sample says 14399
	}
}
