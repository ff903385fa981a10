package drive

import (
	"fmt"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
)

// A dialect is how a carrier is spoken to.
type dialect struct {
	endpoint func(w oauth.Wire, c oauth.Credentials, base string) strategies.Source
	call     string // path of an API call: POST, with a JSON object
}

// dialects are how the carriers are spoken to, all of those that can be simulated.
var dialects = map[string]dialect{
	"dhl-ecommerce": {
		endpoint: func(w oauth.Wire, c oauth.Credentials, base string) strategies.Source {
			return &oauth.DHLeCommerce{Wire: w, Credentials: c, URL: base + "/auth/v4/accesstoken"}
		},
		call: "/shipping/v4/products",
	},
	"fedex": {
		endpoint: func(w oauth.Wire, c oauth.Credentials, base string) strategies.Source {
			return &oauth.FedEx{Wire: w, Credentials: c, URL: base + "/oauth/token"}
		},
		call: "/rate/v1/rates/quotes",
	},
	"generic": {
		endpoint: func(w oauth.Wire, c oauth.Credentials, base string) strategies.Source {
			return &oauth.Generic{Wire: w, Credentials: c, URL: base + "/oauth/token"}
		},
		call: "/api/rates",
	},
	"ups": {
		endpoint: func(w oauth.Wire, c oauth.Credentials, base string) strategies.Source {
			return &oauth.UPS{Wire: w, Credentials: c, URL: base + "/security/v1/oauth/token"}
		},
		call: "/api/rating/v2409/Rate",
	},
	"usps": {
		endpoint: func(w oauth.Wire, c oauth.Credentials, base string) strategies.Source {
			return &oauth.USPS{Wire: w, Credentials: c, URL: base + "/oauth2/v3/token"}
		},
		call: "/prices/v3/base-rates/search",
	},
}

// credentials are a customer's, which a fake carrier takes on trust.
func credentials(customer int) oauth.Credentials {
	return oauth.Credentials{ID: clientID(customer), Secret: "s3cret"}
}

func clientID(customer int) string { return fmt.Sprintf("customer-%d", customer) }
