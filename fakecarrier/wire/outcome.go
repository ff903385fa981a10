package wire

import "github.com/tokenstorm/tokenstorm/internal/unit"

// An Outcome is why a request is not answered 200.
type Outcome = unit.Enum[outcomeNames]

type outcomeNames struct{}

// Names are for messages.
func (outcomeNames) Names() []string {
	return []string{
		"answered", "malformed", "unsupported-grant", "no-credentials", "wrong-credentials",
		"invalid-grant", "invalid-code", "no-token", "bad-token", "expired-token", "forbidden",
		"not-found", "misplaced", "invalid-body", "missing-field", "wrong-kind", "wrong-method",
		"not-served", "unknown-thing", "ended-thing", "throttled", "quota-exceeded", "banned",
		"banned-html", "failure", "unavailable",
	}
}

// The outcomes. If a profile has no answer to one, that to its fallback is used.
const (
	Answered         Outcome = iota // 200, no outcome at all
	Malformed                       // token endpoint: fields are missing, doubled or unreadable
	UnsupportedGrant                // token endpoint: a grant type that it does not know
	NoCredentials                   // token endpoint: none where the carrier looks for them
	WrongCredentials                // token endpoint: unknown client, wrong secret
	InvalidGrant                    // token endpoint: the refresh token is not good
	InvalidCode                     // token endpoint: the code or its verifier is not good
	NoToken                         // API: no bearer token
	BadToken                        // API: never issued here
	ExpiredToken                    // API: expired or killed
	Forbidden                       // the client is blocked
	NotFound                        // a fault of status 404
	Misplaced                       // an API path where a part of it is missing
	InvalidBody                     // API: the body is no JSON object
	MissingField                    // API: a field that the operation needs is missing: ${field}
	WrongKind                       // API: ${field}, at ${pointer}, is ${found}; meant ${meant}
	WrongMethod                     // API: the path has other methods; always 405
	NotServed                       // API: no such path is served; always 501: ${nearest}
	UnknownThing                    // API: no parcel, or pickup, of that number: ${thing}
	EndedThing                      // API: it was cancelled before: ${thing}
	Throttled                       // the transaction meter
	QuotaExceeded                   // the daily quota
	Banned                          // the ban, in the carrier's JSON
	BannedHTML                      // the ban, in the HTML of the edge
	Failure                         // 500
	Unavailable                     // 503, and any other 5xx
)

// An Answer is a status and a body.
type Answer struct {
	Status     int
	Type       string // content type; "" is application/json
	Body       string // template
	RetryAfter bool   // send the seconds after which the meters accept a hit again
	Challenge  string // the WWW-Authenticate header; "" is none
}

// fallbacks are the outcomes whose answer is used if a profile has none of its own.
var fallbacks = map[Outcome]Outcome{
	UnsupportedGrant: Malformed,
	NoCredentials:    WrongCredentials,
	InvalidGrant:     WrongCredentials,
	InvalidCode:      InvalidGrant,
	NoToken:          BadToken,
	ExpiredToken:     BadToken,
	Misplaced:        NotFound,
	InvalidBody:      Malformed,
	MissingField:     InvalidBody,
	WrongKind:        InvalidBody,
	WrongMethod:      NotFound,
	NotServed:        NotFound,
	UnknownThing:     NotFound,
	EndedThing:       UnknownThing,
	QuotaExceeded:    Throttled,
	Banned:           Forbidden,
	BannedHTML:       Banned,
}

// Answer returns the answer to an outcome, or to the nearest fallback that has one; not ok if none
// has.
func (w *Wire) Answer(o Outcome) (a Answer, ok bool) {
	for o != Answered {
		if a, ok := w.Answers[o]; ok {
			return a, true
		}
		o = fallbacks[o]
	}
	return Answer{}, false
}
