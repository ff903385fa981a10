package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/published"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

func init() {
	RegisterProfile(Profile{
		Name:  "dhl-ecommerce",
		Hosts: []string{"api.dhlecs.com", "api-sandbox.dhlecs.com"},

		// developer.dhl.com, DHL eCommerce Americas, authentication: a token is valid 60 minutes,
		// and DHL recommends to renew every 15 to 30 of them, not per request.
		TokenLife: time.Hour,
		ExpiresIn: time.Hour,
		Policy:    Coexist(), // assumed: no document says that a new token kills the older ones

		// DHL eCommerce documents neither thresholds nor a ban. Assumed: FedEx's, so that one can
		// ask what such a rule would do.
		Meters: fedexBans(),

		Wire: dhlEcommerceWire(),

		Sources: Sources{
			"token_life": "developer.dhl.com, DHL eCommerce Americas, authentication",
			"expires_in": "developer.dhl.com, DHL eCommerce Americas, authentication",
			"tokens":     "assumed", "meters.1": "assumed: FedEx's", "meters.2": "assumed: FedEx's",
		},
	})
}

// dhlEcommerceWire is DHL eCommerce Americas on the wire. The path, the fields and the words of the
// expired token are documented; the envelope of errors is assumed (RFC 9457), and so are the
// statuses but 401.
func dhlEcommerceWire() *wire.Wire {
	refuse := func(status int, code, title string) wire.Answer {
		return wire.Answer{Status: status, Body: `{"status":` + code + `,"title":"` + title + `"}`}
	}
	return &wire.Wire{
		Token:  "/auth/v4/accesstoken",
		Grants: []string{"client_credentials"},
		Proof:  wire.ProofInForm,
		Issued: `{"access_token":"${token}","client_id":"${client}","token_type":"Bearer",` +
			`"expires_in":${expires_in}}`,

		// Assumed: no token is described.
		JWT: wire.JWT{
			Header:    `{"alg":"RS256","typ":"JWT"}`,
			Payload:   `{"sub":"${client}","exp":${expiry},"jti":"${serial}"}`,
			Signature: 256,
		},
		Operations: published.Operations("dhl-ecommerce"),
		Services:   published.DHLEcommerceServices,
		Answers: map[wire.Outcome]wire.Answer{
			wire.Malformed:        refuse(400, "400", "Bad Request"),
			wire.WrongCredentials: refuse(401, "401", "Invalid credentials"),
			wire.BadToken:         refuse(401, "401", "Invalid access token"),
			wire.ExpiredToken:     refuse(401, "401", "Access token expired"),
			wire.Forbidden:        refuse(403, "403", "Forbidden"),
			wire.NotFound:         refuse(404, "404", "Not Found"),
			// Documented: developer.dhl.com, DHL eCommerce Americas, errors; the number is that of a
			// parameter of the query that is missing.
			wire.MissingField: {Status: 400, Body: `{"type":"https://api.dhlecs.com/docs/errors/` +
				`400.0000001","title":"Validation error","invalidParams":[{"name":"${field}",` +
				`"reason":"${field} is required"}]}`},
			// The same envelope; its number is not documented.
			wire.WrongKind: {Status: 400, Body: `{"title":"Validation error","invalidParams":[` +
				`{"name":"${field}","reason":"${field} must be of the type ${meant}"}]}`},
			wire.WrongMethod:  refuse(405, "405", "Method Not Allowed"),
			wire.UnknownThing: refuse(404, "404", "No package found: ${thing}"),
			wire.EndedThing:   refuse(400, "400", "Voided before: ${thing}"),
			wire.NotServed:    refuse(501, "501", "Not served here; the nearest that is: ${nearest}"),
			wire.Throttled:    refuse(429, "429", "Too Many Requests"),
			wire.Banned:       refuse(403, "403", "Forbidden"),
			wire.BannedHTML:   edgeDenial,
			wire.Failure:      refuse(500, "500", "Internal Server Error"),
			wire.Unavailable:  refuse(503, "503", "Service Unavailable"),
		},
	}
}
