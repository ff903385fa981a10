package wire

import "strings"

// OpenID are the paths that clients find by discovery (OpenID Connect Discovery 1.0, RFC 8414),
// and what lies behind them; "" is none.
type OpenID struct {
	Issuer     string   // path of the issuer's URL; "" is none, "/" the root with its slash
	Keys       string   // JWK set: GET
	UserInfo   string   // one of the Operations: GET
	Introspect string   // RFC 7662: POST
	Device     string   // where a device gets its codes (RFC 8628, 3.1): POST
	Verify     string   // where a user lets a device in: GET
	Scopes     []string // that a client may ask for
}

// Configuration and Metadata are where an issuer is described (OpenID Connect Discovery 1.0,
// section 4; RFC 8414, section 3).
func (o *OpenID) Configuration() string {
	return strings.TrimSuffix(o.Issuer, "/") + "/.well-known/openid-configuration"
}

// Metadata is where RFC 8414 wants the same.
func (o *OpenID) Metadata() string {
	return "/.well-known/oauth-authorization-server" + strings.TrimSuffix(o.Issuer, "/")
}
