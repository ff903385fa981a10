package drive

import (
	"fmt"
	"maps"
	"slices"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
)

// A dialect is how a carrier is spoken to.
type dialect struct {
	endpoint func(w oauth.Wire, c oauth.Credentials, base string) strategies.Source
	call     string // path of an API call: POST, with a JSON object
}

// dialects are the carriers that strategies/oauth has clients of.
var dialects = map[string]dialect{
	"fedex": {
		endpoint: func(w oauth.Wire, c oauth.Credentials, base string) strategies.Source {
			return &oauth.FedEx{Wire: w, Credentials: c, URL: base + "/oauth/token"}
		},
		call: "/rate/v1/rates/quotes",
	},
	"ups": {
		endpoint: func(w oauth.Wire, c oauth.Credentials, base string) strategies.Source {
			return &oauth.UPS{Wire: w, Credentials: c, URL: base + "/security/v1/oauth/token"}
		},
		call: "/api/rating/v2409/Rate",
	},
}

// spoken are the names of the carriers that can be driven.
func spoken() []string { return slices.Sorted(maps.Keys(dialects)) }

// credentials are a customer's, which a fake carrier takes on trust.
func credentials(customer int) oauth.Credentials {
	return oauth.Credentials{ID: clientID(customer), Secret: "s3cret"}
}

func clientID(customer int) string { return fmt.Sprintf("customer-%d", customer) }
