package fakecarrier

import (
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/published"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

func init() {
	RegisterProfile(Profile{
		Name:  "ups",
		Hosts: []string{"onlinetools.ups.com", "wwwcie.ups.com"},

		// OAuthClientCredentials.yaml of UPS-API/api-documentation: expires_in "14399".
		TokenLife: 14399 * time.Second,
		ExpiresIn: 14399 * time.Second,
		Policy:    Coexist(), // assumed: no document says that a new token kills the older ones

		// UPS publishes no limits (api-documentation #8). Assumed: FedEx's, so that one can ask
		// what such a rule would do to UPS's longer tokens.
		Meters: fedexBans(),

		Grants: GrantTerms{
			CodeLife: codeLife,

			// OAuthAuthCode.yaml: refresh_token_expires_in. ShipStream's UPS README: the losers of a
			// race get "Invalid Refresh Token". Whether reuse revokes the family is not said; assumed,
			// as RFC 9700 wants it.
			Refresh: &RefreshTerms{Life: 5183999 * time.Second},
			Refusal: GrantRefusal{Status: 401, Code: "10401"},
		},
		Wire: upsWire(),

		Sources: Sources{
			"token_life": "api-documentation, OAuthClientCredentials.yaml",
			"expires_in": "api-documentation, OAuthClientCredentials.yaml", "tokens": "assumed",
			"refresh.rotation": "ShipStream's UPS README", "refresh.on_reuse": "assumed: RFC 9700",
			"refresh.life":          "api-documentation, OAuthAuthCode.yaml",
			"answers.invalid_grant": "its words: ShipStream's UPS README; status and code assumed",
			"meters.1":              "assumed: FedEx's", "meters.2": "assumed: FedEx's",
		},
	})
}

// upsWire is UPS on the wire. Sources, unless a line says otherwise: OAuthClientCredentials.yaml
// and OAuthAuthCode.yaml of UPS-API/api-documentation.
func upsWire() *wire.Wire {
	const issued = `{"token_type":"Bearer","issued_at":"${issued_ms}","client_id":"${client}",` +
		`"access_token":"${token}","scope":"","expires_in":"${expires_in}",`
	return &wire.Wire{
		Token:     "/security/v1/oauth/token",
		Refresh:   "/security/v1/oauth/refresh",
		Authorize: "/security/v1/oauth/authorize",
		Grants:    []string{"client_credentials", wire.GrantCode},
		Proof:     wire.ProofInBasic,

		// All values are strings, numbers too.
		Issued: issued + `"refresh_count":"0","status":"approved"}`,
		Pair: issued + `"refresh_token":"${refresh}","refresh_token_issued_at":"${issued_ms}",` +
			`"refresh_token_expires_in":"${refresh_life}","refresh_token_status":"approved",` +
			`"refresh_count":"${refresh_count}","status":"approved"}`,

		// A sample has RS384 and a kid; the README of the widget SDK says at most 1000 characters.
		// What is in it is assumed.
		JWT: wire.JWT{
			Header: `{"kid":"64c4b620-4b8f-9a5c-4c1b1f0a6a2e","typ":"JWT","alg":"RS384"}`,
			Payload: `{"sub":"${client}","iss":"ups","client_id":"${client}","exp":${expiry},` +
				`"jti":"${serial}"}`,
			Signature: 256,
		},
		Operations: upsOperations(),
		Requests:   published.Requests("ups"),

		// Its APIs were of XML, which knows no lists: in UPS-API/api-documentation #122 AddressLine is
		// one text, and the request is refused for its weights alone.
		OneForMany: true,

		Services: published.UPSServices,
		Answers:  upsAnswers(),

		ForbidsTokens: true, // 403 "Blocked Merchant"
	}
}

// upsOperations are those that UPS publishes, and the same without /api before them: one witness
// says how those are answered.
func upsOperations() []wire.Operation {
	operations := published.Operations("ups")
	for _, o := range slices.Clip(operations) {
		misplaced := wire.Operation{Method: o.Method, Outcome: wire.Misplaced}
		misplaced.Path = strings.TrimPrefix(o.Path, "/api")
		operations = append(operations, misplaced)
	}
	return operations
}

func upsAnswers() map[wire.Outcome]wire.Answer {
	refuse := func(status int, code, message string) wire.Answer {
		return wire.Answer{Status: status, Body: `{"response":{"errors":[{"code":"` + code +
			`","message":"` + message + `"}]}}`}
	}
	return map[wire.Outcome]wire.Answer{
		// README of UPS's Go SDK has 10400 and 10401 with these words.
		wire.Malformed:        refuse(400, "10400", "Invalid Request"), // the code is assumed
		wire.NoCredentials:    refuse(400, "10400", "Invalid/Missing Authorization Header"),
		wire.WrongCredentials: refuse(401, "10401", "ClientId is Invalid"),

		// Words of ShipStream's UPS README; status and codes are assumed.
		wire.InvalidGrant: refuse(401, "${code}", "Invalid Refresh Token"),
		wire.InvalidCode:  refuse(401, "${code}", "Invalid Authorization Code"), // words too

		wire.Forbidden: refuse(403, "10403", "Blocked Merchant"), // the code is assumed

		// Seen for expired tokens, garbage, and applications that lack the product.
		wire.BadToken: refuse(401, "250002", "Invalid Authentication Information."),

		// One witness: /api left out. The status is assumed.
		wire.Misplaced: refuse(401, "250003", "Invalid Access License number"),

		wire.NotFound:    refuse(404, "10404", "Not Found"),                       // assumed
		wire.InvalidBody: refuse(400, "10001", "The document is not well formed"), // assumed

		// The envelope is documented (#/components/schemas/ErrorResponse of each yaml), codes and words
		// are assumed, but TW0001, which is what tracking says of a number it does not know.
		wire.MissingField: refuse(400, "10002", "Missing required field: ${field}"),
		// rawilk/laravel-ups #6 has 10002 with these words.
		wire.WrongKind: refuse(400, "10002", "The request is well formed but the request is not valid: "+
			"${field} must be of the type ${meant}"),
		wire.WrongMethod:  refuse(405, "10405", "Method Not Allowed"),
		wire.UnknownThing: refuse(404, "TW0001", "Tracking Information Not Found"),
		wire.EndedThing:   refuse(400, "190117", "${thing} was cancelled before"),
		wire.NotServed:    refuse(501, "10501", "Not served here; the nearest that is: ${nearest}"),

		// api-documentation #123 has 10429; the yaml has the words of the quota. No Retry-After and
		// no other header of limits is sent (#8).
		wire.Throttled:     refuse(429, "10429", "Too Many Requests"),
		wire.QuotaExceeded: refuse(429, "10429", "Quota Limit Exceeded"),

		wire.Banned:      refuse(403, "10403", "Forbidden"), // assumed
		wire.BannedHTML:  edgeDenial,
		wire.Failure:     refuse(500, "10500", "Internal Server Error"), // assumed
		wire.Unavailable: refuse(503, "10503", "Service Unavailable"),   // assumed
	}
}
