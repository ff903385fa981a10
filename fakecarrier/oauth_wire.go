package fakecarrier

import (
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// codeLife is the most that RFC 6749 (4.1.2) recommends for an authorization code. Assumed of every
// carrier that says nothing else.
const codeLife = 10 * time.Minute

// oauthWire is OAuth 2.0 by the letter: errors of the token endpoint as in RFC 6749 (5.2), of the
// API as in RFC 6750 (3.1), both with their challenge, and Retry-After with every 429 (RFC 6585).
// The first of the grants is the one that clients use unless somebody says otherwise. The API is
// nobody's, with the paths /api/{call}: what is known of providers is their token endpoint.
func oauthWire(token, authorize string, grants ...string) *wire.Wire {
	const issued = `{"access_token":"${token}","token_type":"Bearer","expires_in":${expires_in}`
	challenged := func(code, challenge string) wire.Answer {
		return wire.Answer{Status: 401, Challenge: challenge, Body: `{"error":"` + code + `"}`}
	}
	throttled := oauthRefusal(429, "too_many_requests", "")
	throttled.RetryAfter = true
	w := &wire.Wire{
		Token:     token,
		Authorize: authorize,
		Grants:    grants,
		Proof:     wire.ProofInBasicOrForm,
		Issued:    issued + `}`,
		Pair:      issued + `,"refresh_token":"${refresh}"}`,
		JWT: wire.JWT{
			Header:    `{"alg":"RS256","typ":"at+jwt"}`, // RFC 9068
			Payload:   `{"sub":"${client}","client_id":"${client}","exp":${expiry},"jti":"${serial}"}`,
			Signature: 256,
		},
		Answers: map[wire.Outcome]wire.Answer{
			wire.Malformed:        oauthRefusal(400, "invalid_request", ""),
			wire.UnsupportedGrant: oauthRefusal(400, "unsupported_grant_type", ""),
			wire.WrongCredentials: challenged("invalid_client", `Basic realm="token"`),
			wire.InvalidGrant:     oauthRefusal(400, "${code}", ""),
			wire.NoToken:          {Status: 401, Challenge: "Bearer", Body: `{"error":"unauthorized"}`},
			wire.BadToken:         challenged("invalid_token", `Bearer error="invalid_token"`),
			wire.Forbidden:        oauthRefusal(403, "insufficient_scope", ""),
			wire.NotFound:         oauthRefusal(404, "not_found", ""),
			wire.NotServed:        oauthRefusal(501, "not_served", "the nearest: ${nearest}"),
			wire.WrongMethod:      oauthRefusal(405, "invalid_request", "no such method"),
			wire.Throttled:        throttled,
			wire.Banned:           oauthRefusal(403, "access_denied", ""),
			wire.BannedHTML:       edgeDenial,
			wire.Failure:          oauthRefusal(500, "server_error", ""),
			wire.Unavailable:      oauthRefusal(503, "temporarily_unavailable", ""),
		},
	}
	for _, method := range []string{"GET", "POST", "PUT", "DELETE"} {
		w.Operations = append(w.Operations,
			wire.Operation{Method: method, Path: "/api/{call}", Body: `{"id":"${id}","path":"${path}"}`})
	}
	return w
}

// discovered lets clients find by discovery what is at these paths. Scopes and id_tokens belong to
// it. What it says of the authorization server is what the served one does; its issuer and its
// paths are the provider's own.
func discovered(w *wire.Wire, o *wire.OpenID) {
	o.Scopes = []string{"openid", "profile", "email", "offline_access"}
	w.OpenID = o
	w.Operations = append(w.Operations, wire.Operation{
		Method: "GET", Path: o.UserInfo,
		Body: `{"sub":"user-of-${client}","name":"User of ${client}"}`,
	})
	w.Issued = strings.TrimSuffix(w.Issued, "}") + "${scope}}"
	w.Pair = strings.Replace(strings.TrimSuffix(w.Pair, "}"), `,"refresh_token"`,
		`${scope},"refresh_token"`, 1) + "${id_token}}"
}

// oauthRefusal is an error of the token endpoint (RFC 6749, 5.2), with a description unless it is
// empty.
func oauthRefusal(status int, code, description string) wire.Answer {
	if description != "" {
		description = `,"error_description":"` + description + `"`
	}
	return wire.Answer{Status: status, Body: `{"error":"` + code + `"` + description + `}`}
}

// oauthCode is the grant of those who act for a user, and its renewal: it comes first.
var oauthCode = []string{wire.GrantCode, wire.GrantRefresh}

// oauthCodeAndClient is that, and the grant of a client that acts for itself.
var oauthCodeAndClient = []string{wire.GrantCode, wire.GrantRefresh, "client_credentials"}
