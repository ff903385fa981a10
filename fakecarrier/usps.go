package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/published"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

func init() {
	RegisterProfile(Profile{
		Name:  "usps",
		Hosts: []string{"apis.usps.com", "apis-tem.usps.com"},

		// A captured answer of USPS/api-examples #84: expires_in 28799. Its refresh tokens come
		// with a grant whose authorize page is not documented: none here.
		TokenLife: 28799 * time.Second,
		ExpiresIn: 28799 * time.Second,
		Policy:    Coexist(), // assumed: no document says that a new token kills the older ones

		// USPS documents no ban. Assumed: FedEx's thresholds, so that one can ask what such a rule
		// would do.
		//
		// USPS staff in api-examples #30: 60 calls an hour. A user's measurement in #107: the same,
		// at most 5 of them in a minute, of an application and not of an endpoint; requests of
		// tokens count, and a 429 has Retry-After. Staff speak of "per API"; here all count
		// together. Not said, and assumed: the clock starts the minute and the hour, and what is
		// refused counts in both.
		Meters: append(fedexBans(),
			uspsLimit(quota.Limit{Hits: 5, Window: time.Minute}),
			uspsLimit(quota.Limit{Hits: 60, Window: time.Hour})),

		Wire: uspsWire(),

		Sources: Sources{
			"token_life": "USPS/api-examples #84", "expires_in": "USPS/api-examples #84",
			"tokens": "assumed", "meters.1": "assumed: FedEx's", "meters.2": "assumed: FedEx's",
			"meters.3": "USPS/api-examples #107", "meters.4": "USPS/api-examples #30, #107",
		},
	})
}

func uspsLimit(l quota.Limit) Meter {
	return Meter{
		Watches: throttle.AllScope, Key: ByClient, Limit: l,
		Refusal: Refusal{Status: 429, Reason: ReasonThrottled, RetryAfter: true},
	}
}

// uspsWire is USPS on the wire. Sources, unless a line says otherwise: the README of
// USPS/api-examples and the answers that its issues show.
func uspsWire() *wire.Wire {
	return &wire.Wire{
		Token:  "/oauth2/v3/token",
		Revoke: "/oauth2/v3/revoke",
		Grants: []string{"client_credentials"},
		Proof:  wire.ProofInFormOrJSON,

		// The README has issued_at and expires_in as strings, a captured answer as numbers.
		Issued: `{"access_token":"${token}","token_type":"Bearer","issued_at":${issued_ms},` +
			`"expires_in":${expires_in},"status":"approved","scope":"addresses prices tracking labels",` +
			`"issuer":"https://keyc.usps.com/realms/USPS","client_id":"${client}",` +
			`"application_name":"${client}","api_products":"[Public Access I]","public_key":""}`,

		// Assumed: no token is described. Its issuer is that of the answer.
		JWT: wire.JWT{
			Header: `{"alg":"RS256","typ":"JWT"}`,
			Payload: `{"exp":${expiry},"jti":"${serial}","iss":"https://keyc.usps.com/realms/USPS",` +
				`"sub":"${client}","typ":"Bearer","azp":"${client}"}`,
			Signature: 256,
		},
		Operations: published.Operations("usps"),

		// It holds requests to its OpenAPI documents (USPS/api-examples #18, #83), which everybody may
		// not read: the kinds are those of its examples.
		Exact:    true,
		Services: published.USPSServices,
		Answers:  uspsAnswers(),
	}
}

func uspsAnswers() map[wire.Outcome]wire.Answer {
	// The token endpoint's errors are those of RFC 6749 (5.2), with a URI that may be empty.
	oauth := func(status int, code, about string) wire.Answer {
		return wire.Answer{Status: status, Body: `{"error":"` + code + `","error_description":"` + about +
			`","error_uri":""}`}
	}
	api := func(status, message, title, detail, source string) string {
		return `{"apiVersion":"${api}","error":{"code":"` + status + `","message":"` + message +
			`","errors":[{"title":"` + title + `","detail":"` + detail + `","source":` + source + `}]}}`
	}
	limited := wire.Answer{Status: 429, RetryAfter: true, Body: `{"apiVersion":"${api}","error":{` +
		`"code":"429","message":"Exceeded quota limit.","errors":[{"title":"Too Many Requests.",` +
		`"status":"429","source":{"APIProduct":"Public Access I"}}]}}`}
	return map[wire.Outcome]wire.Answer{
		wire.Malformed: oauth(400, "invalid_request",
			"The request is missing a required parameter."),
		wire.UnsupportedGrant: oauth(400, "unsupported_grant_type", "The grant type is not supported."),
		wire.WrongCredentials: oauth(401, "invalid_client", "The client credentials are invalid."),

		wire.BadToken: {Status: 401, Body: api("401", "Missing or malformed access token.",
			"invalid_token", "The access token is invalid or has expired.", `"Access Token"`)},

		// What follows is in the API's envelope. Statuses but 429, and all words, are assumed.
		wire.Forbidden: {Status: 403, Body: api("403", "Access is denied.", "insufficient_scope",
			"The application lacks the API product.", `"Access Token"`)},
		wire.NotFound: {Status: 404, Body: api("404", "Resource not found.", "Not Found",
			"There is no such path.", `"Request"`)},
		wire.InvalidBody: {Status: 400, Body: api("400", "The request is invalid.", "Bad Request",
			"The body is no JSON object.", `"Request"`)},
		wire.MissingField: {Status: 400, Body: api("400", "The request is invalid.",
			"Missing required field", "${field} is required.", `{"parameter":"${field}"}`)},
		// #18 has the place and the words of another mistake; these are those of the validator that it
		// seems to run, atlassian's swagger-request-validator.
		wire.WrongKind: {Status: 400, Body: api("400", "The request is invalid.", "Bad Request",
			"[Path '${pointer}'] Instance type (${found}) does not match any allowed primitive type "+
				"(allowed: [${meant}])", `{"parameter":"${field}"}`)},
		wire.WrongMethod: {Status: 405, Body: api("405", "Method not allowed.",
			"Method Not Allowed", "The path has other methods.", `"Request"`)},
		wire.UnknownThing: {Status: 404, Body: api("404", "There is no record of that item.",
			"Not Found", "${thing} is not known.", `"Request"`)},
		wire.EndedThing: {Status: 400, Body: api("400", "The item was cancelled.",
			"Bad Request", "${thing} was cancelled before.", `"Request"`)},
		wire.NotServed: {Status: 501, Body: api("501", "This path is not served here.",
			"Not Implemented", "The nearest that is: ${nearest}", `"Request"`)},
		wire.Throttled: limited,
		wire.Banned: {Status: 403, Body: api("403", "Access is denied.", "Forbidden",
			"Too many requests.", `"Gateway"`)},
		wire.BannedHTML: edgeDenial,
		wire.Failure: {Status: 500, Body: api("500", "An internal error occurred.",
			"Internal Server Error", "Try again later.", `"Gateway"`)},
		wire.Unavailable: {Status: 503, Body: api("503", "The service is unavailable.",
			"Service Unavailable", "Try again later.", `"Gateway"`)},
	}
}
