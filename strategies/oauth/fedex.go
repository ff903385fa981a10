package oauth

import "time"

// FedEx's token endpoints (developer.fedex.com, best-practices guide). Each has its own keys and
// tokens.
const (
	FedExProduction = "https://apis.fedex.com/oauth/token"
	FedExSandbox    = "https://apis-sandbox.fedex.com/oauth/token"
)

// FedEx returns the client of FedEx's token endpoint by its OpenAPI document (API Authorization,
// v1): a form with the credentials in the body. A Child needs the Grant csp_credentials or
// client_pc_credentials.
func FedEx(clock Clock, c Credentials) Client {
	return Client{
		Carrier: "fedex", URL: FedExProduction, Credentials: c, Clock: clock,
		Life: 3599 * time.Second, // FedEx documents an hour, and every answer on record says 3599
	}
}
