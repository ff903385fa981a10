package fakecarrier

import (
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

import "time"

func init() {
	RegisterProfile(Profile{
		Name: "generic",

		// No carrier: what RFC 6749 and its kin say and nothing else, for an API that is none of
		// the others. All numbers are assumed, the thresholds are FedEx's.
		TokenLife: time.Hour, // the example of RFC 6749 (4.4.3)
		ExpiresIn: time.Hour,
		Policy:    Coexist(),
		Meters:    fedexBans(),

		Grants: GrantTerms{
			CodeLife: 10 * time.Minute, // the most that RFC 6749 (4.1.2) recommends
			Refresh:  &RefreshTerms{Life: 30 * day},
		},
		Wire: genericWire(),
	})
}

// genericWire is OAuth 2.0 by the letter: errors of the token endpoint as in RFC 6749 (5.2), of the
// API as in RFC 6750 (3.1), both with their challenge, and Retry-After with every 429 (RFC 6585).
func genericWire() *wire.Wire {
	const issued = `{"access_token":"${token}","token_type":"Bearer","expires_in":${expires_in}`
	refuse := func(status int, code string) wire.Answer {
		return wire.Answer{Status: status, Body: `{"error":"` + code + `"}`}
	}
	challenged := func(code, challenge string) wire.Answer {
		return wire.Answer{Status: 401, Challenge: challenge, Body: `{"error":"` + code + `"}`}
	}
	throttled := refuse(429, "too_many_requests")
	throttled.RetryAfter = true
	w := &wire.Wire{
		Token:     "/oauth/token",
		Authorize: "/oauth/authorize",
		Revoke:    "/oauth/revoke",
		Grants:    []string{"client_credentials", wire.GrantCode, wire.GrantRefresh},
		Proof:     wire.ProofInBasicOrForm,
		Issued:    issued + `}`,
		Pair:      issued + `,"refresh_token":"${refresh}"}`,
		JWT: wire.JWT{
			Header:    `{"alg":"RS256","typ":"at+jwt"}`, // RFC 9068
			Payload:   `{"sub":"${client}","client_id":"${client}","exp":${expiry},"jti":"${serial}"}`,
			Signature: 256,
		},
		Answers: map[wire.Outcome]wire.Answer{
			wire.Malformed:        refuse(400, "invalid_request"),
			wire.UnsupportedGrant: refuse(400, "unsupported_grant_type"),
			wire.WrongCredentials: challenged("invalid_client", `Basic realm="token"`),
			wire.InvalidGrant:     refuse(400, "${code}"),
			wire.NoToken:          {Status: 401, Challenge: "Bearer", Body: `{"error":"unauthorized"}`},
			wire.BadToken:         challenged("invalid_token", `Bearer error="invalid_token"`),
			wire.Forbidden:        refuse(403, "insufficient_scope"),
			wire.NotFound:         refuse(404, "not_found"),
			wire.Throttled:        throttled,
			wire.Banned:           refuse(403, "access_denied"),
			wire.BannedHTML:       edgeDenial,
			wire.Failure:          refuse(500, "server_error"),
			wire.Unavailable:      refuse(503, "temporarily_unavailable"),
		},
	}
	for _, method := range []string{"GET", "POST", "PUT", "DELETE"} {
		w.Operations = append(w.Operations,
			wire.Operation{Method: method, Path: "/api/*", Body: `{"id":"${id}","path":"${path}"}`})
	}
	return w
}
