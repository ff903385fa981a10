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

// DHL eCommerce Americas' token endpoints: the path is that of its authentication page on
// developer.dhl.com, the hosts are those of its user guide there and of Netresearch's SDK.
const (
	DHLeCommerceProduction = "https://api.dhlecs.com/auth/v4/accesstoken"
	DHLeCommerceSandbox    = "https://api-sandbox.dhlecs.com/auth/v4/accesstoken"
)

// DHLeCommerce returns the client of DHL eCommerce Americas' token endpoint, version 4
// (developer.dhl.com, authentication): a form with the credentials in the body.
func DHLeCommerce(clock Clock, c Credentials) Client {
	return Client{
		Carrier: "dhl-ecommerce", URL: DHLeCommerceProduction, Credentials: c, Clock: clock,
		Life: time.Hour, // DHL documents 60 minutes
	}
}

// Generic returns the client of a token endpoint by the letter of RFC 6749: the grant for client
// credentials (4.4), with the credentials, encoded as in a form, in a Basic header (2.3.1). A scope
// is one of the Members.
func Generic(clock Clock, url string, c Credentials) Client {
	return Client{
		Carrier: "generic", URL: url, Credentials: c, Clock: clock, Proof: InEncodedBasic,
		Life: time.Hour, // assumed
	}
}
