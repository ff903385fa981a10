package oauth

import "time"

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
