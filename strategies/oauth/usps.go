package oauth

import "time"

// USPS's token endpoints (USPS/api-examples, #40).
const (
	USPSProduction = "https://apis.usps.com/oauth2/v3/token"
	USPSTest       = "https://apis-tem.usps.com/oauth2/v3/token"
)

// USPS returns the client of USPS's token endpoint, version 3, with the only grant in its README
// (api-examples, d050a64). The endpoint takes JSON or a form; the client sends a form.
func USPS(clock Clock, c Credentials) Client {
	return Client{
		Carrier: "usps", URL: USPSProduction, Credentials: c, Clock: clock,
		Life: 28799 * time.Second, // of a captured answer (api-examples, #84)
	}
}
