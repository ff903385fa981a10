package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/published"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// fedexBans are the two thresholds of FedEx's token endpoint, per public IP: "burst 3 hits per
// second, continuously, during 5 s", "average 1 hit per second, continuously, during 2 min"; who
// exceeds one is "penalized for 10 minutes", which is "only applicable to the OAuth token
// generation service". A further violation restarts the ten minutes.
// Source: developer.fedex.com, guides/ratelimits (in full on the zh-hk page).
func fedexBans() []Meter {
	m := Meter{
		Watches: throttle.TokenScope, Key: ByIP,
		Ban: BanTerms{
			For: 10 * time.Minute, Extends: throttle.OnViolation, Covers: throttle.TokenScope,
			Edge: true, // the words are those of Akamai's rate controls
		},
	}
	burst, average := m, m
	burst.Threshold = quota.Threshold{Rate: 3, Span: 5 * time.Second}
	average.Threshold = quota.Threshold{Average: true, Rate: 1, Span: 2 * time.Minute}
	return []Meter{burst, average}
}

func init() {
	RegisterProfile(Profile{
		Name: "fedex",
		Hosts: []string{
			"apis.fedex.com", "apis-sandbox.fedex.com", "documentapi.prod.fedex.com",
			"documentapitest.prod.fedex.com",
		},

		// The exp of a captured sandbox token of 2025 is the second of issue + 3600, while the
		// answer says expires_in 3599, as every captured answer does.
		TokenLife: 3600 * time.Second,
		ExpiresIn: 3599 * time.Second,

		// Assumed, and the question this product was made for: no document says that a new token
		// kills the older ones.
		Policy: Single(),

		// guides/ratelimits: 1400 transactions in a span of 10 s; what is left of those 10 s is
		// refused, then another counter starts. Whether the clock or the first request starts it
		// is not said; aligned is assumed. "Per project" is taken to be per client id. Not
		// documented: whether requests of tokens count. Assumed not. No Retry-After is documented.
		//
		// There is a quota of a day too, which resets at 12:00AM GMT, with 500,000 for its example.
		// It is not said to be everyone's limit, so there is none here.
		Meters: append(fedexBans(), Meter{
			Watches: throttle.APIScope, Key: ByClient,
			Limit:   quota.Limit{Hits: 1400, Window: 10 * time.Second},
			Refusal: Refusal{Status: 429, Reason: ReasonThrottled},
		}),

		Wire: fedexWire(),

		Sources: Sources{
			"token_life": "the exp of a sandbox token of 2025", "expires_in": "each captured answer",
			"tokens": "assumed", "meters.1": "developer.fedex.com, guides/ratelimits",
			"meters.2": "developer.fedex.com, guides/ratelimits",
			"meters.3": "developer.fedex.com, guides/ratelimits",
		},
	})
}

// fedexWire is FedEx on the wire. Sources, unless a line says otherwise: the OpenAPI documents of
// APIAuthorization, Rate, Track, Ship and Address on developer.fedex.com; raw copies in
// ShipStream/fedex-rest-php-sdk, resources/models/.raw.
func fedexWire() *wire.Wire {
	return &wire.Wire{
		Token: "/oauth/token",
		Grants: []string{
			"client_credentials",
			"csp_credentials",       // integrators with child accounts
			"client_pc_credentials", // proprietary parent and child
		},
		// That both want the child's key and secret is documented. Assumed: any of them are good,
		// and the token is the parent's.
		OfChild: []string{"csp_credentials", "client_pc_credentials"},

		Proof: wire.ProofInForm, // HTTP Basic is not documented: refused here as if nothing was there
		Issued: `{"access_token":"${token}","token_type":"bearer","expires_in":${expires_in},` +
			`"scope":"CXS"}`,

		// A sandbox token of 2025: 1277 characters, signed with RSA-4096, no iat.
		JWT: wire.JWT{
			Header: `{"alg":"RS256","typ":"JWT"}`,
			Payload: `{"scope":["CXS"],"Payload":{"clientIdentity":{"clientKey":"${client}"},` +
				`"authenticationRealm":"CMAC","additionalIdentity":{"timeStamp":"${issued_est}",` +
				`"grant_type":"${grant}","apimode":"Production","cxsIss":"cxsauthserver"},` +
				`"personaType":"DirectIntegrator_B2B"},"exp":${expiry},"jti":"${serial}"}`,
			Signature: 512,
		},
		Operations: published.Operations("fedex"),
		Requests:   published.Requests("fedex"),
		Services:   published.FedExServices,
		Answers:    fedexAnswers(),
	}
}

const fedexForbidden = "We could not authorize your credentials. " +
	"Please check your permissions and try again."

// fedexEarly is refused before the caller's own transaction id is read, as the documents' examples
// have it.
func fedexEarly(status int, code, message string) wire.Answer {
	return fedexRefusal(status, "", code, message)
}

func fedexRefusal(status int, customer, code, message string) wire.Answer {
	return wire.Answer{Status: status, Body: `{"transactionId":"${id}",` + customer +
		`"errors":[{"code":"` + code + `","message":"` + message + `"}]}`}
}

func fedexAnswers() map[wire.Outcome]wire.Answer {
	early := fedexEarly
	late := func(status int, code, message string) wire.Answer {
		return fedexRefusal(status, "${customer}", code, message)
	}
	return map[wire.Outcome]wire.Answer{
		// One third-party witness; the words are those of the Layer7 toolkit.
		wire.Malformed: early(400, "BAD.REQUEST.ERROR",
			"Missing or duplicate parameters. Please modify your request and try again."),
		wire.WrongCredentials: early(401, "NOT.AUTHORIZED.ERROR", "The given client credentials were "+
			"not valid. Please modify your request and try again."),

		// Documented for an expired token. Assumed for one that is absent, or garbage.
		wire.BadToken: early(401, "NOT.AUTHORIZED.ERROR",
			"Access token expired. Please modify your request and try again."),
		wire.Forbidden: early(403, "FORBIDDEN.ERROR", fedexForbidden),
		wire.NotFound: early(404, "NOT.FOUND.ERROR", "The resource you requested is no longer "+
			"available. Please modify your request and try again."),
		// Assumed, but that parameterList names what is wrong (CXSError of the OpenAPI documents).
		wire.InvalidBody: late(400, "INVALID.INPUT.EXCEPTION", "Invalid field value in the input"),
		wire.MissingField: {Status: 400, Body: `{"transactionId":"${id}",${customer}"errors":[{` +
			`"code":"INVALID.INPUT.EXCEPTION","message":"Invalid field value in the input",` +
			`"parameterList":[{"key":"NotNull.${field}","value":"${field} cannot be null"}]}]}`},
		wire.WrongKind: {Status: 400, Body: `{"transactionId":"${id}",${customer}"errors":[{` +
			`"code":"INVALID.INPUT.EXCEPTION","message":"Invalid field value in the input",` +
			`"parameterList":[{"key":"TypeMismatch.${field}",` +
			`"value":"${field} must be of the type ${meant}"}]}]}`},
		wire.WrongMethod: early(405, "METHOD.NOT.ALLOWED.ERROR", "The method is not allowed."),
		wire.UnknownThing: late(404, "NOT.FOUND.ERROR", "The resource you requested is no longer "+
			"available. Please modify your request and try again."),
		wire.EndedThing: late(400, "ALREADY.CANCELLED.ERROR", "${thing} was cancelled before."),

		// A real carrier has every path; its double says what it lacks.
		wire.NotServed: early(501, "NOT.IMPLEMENTED.ERROR", "This path is not served here. The nearest "+
			"that is: ${nearest}"),

		// guides/ratelimits has the messages. The codes are assumed: no document has them. No
		// Retry-After is documented.
		wire.Throttled: early(429, "TOO.MANY.REQUESTS.ERROR", "We have received too many requests in a "+
			"short duration. Please wait a while to try again."),
		wire.QuotaExceeded: early(429, "TOO.MANY.REQUESTS.ERROR", "Too many requests – Daily "+
			"transaction quota exceeded. Retry after 12:00AM GMT"),

		// Only the status is documented. Assumed: the words of the permission error, or the page
		// of the edge that counts.
		wire.Banned:     early(403, "FORBIDDEN.ERROR", fedexForbidden),
		wire.BannedHTML: edgeDenial,

		wire.Failure: late(500, "INTERNAL.SERVER.ERROR", "We encountered an unexpected error and are "+
			"working to resolve the issue. We apologize for any inconvenience. Please check back "+
			"at a later time."),
		wire.Unavailable: late(503, "SERVICE.UNAVAILABLE.ERROR", "The service is currently unavailable "+
			"and we are working to resolve the issue. We apologize for any inconvenience. Please "+
			"check back at a later time."),
	}
}

// edgeDenial is the page of an edge that denies, as Akamai's look: "Access Denied", and a reference
// that begins with 18. No captured ban of a carrier's token endpoint is known.
var edgeDenial = wire.Answer{
	Status: 403, Type: "text/html",
	Body: "<HTML><HEAD>\n<TITLE>Access Denied</TITLE>\n</HEAD><BODY>\n<H1>Access Denied</H1>\n" +
		" \nYou don't have permission to access \"${path}\" on this server.<P>\n" +
		"Reference #${reference}\n</BODY>\n</HTML>\n",
}
