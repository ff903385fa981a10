// Package examplepost is a carrier in one file, for tests: its token endpoint alone is metered, and
// it bans nobody.
package examplepost

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// All is assumed: the envelope of errors is that of IBM's API Connect.
func init() {
	refuse := func(status int, code, message string) wire.Answer {
		return wire.Answer{Status: status, RetryAfter: status == 429,
			Body: `{"httpCode":"` + code + `","httpMessage":"` + message + `","moreInformation":"${id}"}`}
	}
	fakecarrier.RegisterProfile(fakecarrier.Profile{
		Name: "example-post", TokenLife: 14400 * time.Second, ExpiresIn: 14400 * time.Second,
		Policy: fakecarrier.Coexist(),
		Meters: []fakecarrier.Meter{{
			Watches: throttle.TokenScope, Key: fakecarrier.ByClient,
			Limit: quota.Limit{Hits: 5, Window: time.Minute},
			Refusal: fakecarrier.Refusal{
				Status: 429, Reason: fakecarrier.ReasonThrottled, RetryAfter: true,
			},
		}},
		Wire: &wire.Wire{
			Token: "/oauth2/v1/token", Grants: []string{"client_credentials"},
			Proof:  wire.ProofInBasic,
			Issued: `{"access_token":"${token}","token_type":"Bearer","expires_in":${expires_in}}`,
			JWT: wire.JWT{
				Header: `{"alg":"RS256","typ":"JWT"}`, Payload: `{"sub":"${client}","exp":${expiry}}`,
				Signature: 256,
			},
			Operations: []wire.Operation{
				{Method: "POST", Path: "/shipping/v3/shipments", Body: `{"shipmentId":"${id}"}`},
				{Method: "GET", Path: "/mailpieces/v2/{id}/events", Body: `{"mailPieces":{"events":[]}}`},
			},
			Answers: map[wire.Outcome]wire.Answer{
				wire.Malformed:        refuse(400, "400", "Bad Request"),
				wire.WrongCredentials: refuse(401, "401", "Unauthorized"),
				wire.BadToken:         refuse(401, "401", "Unauthorized"),
				wire.Forbidden:        refuse(403, "403", "Forbidden"),
				wire.NotFound:         refuse(404, "404", "Not Found"),
				wire.Throttled:        refuse(429, "429", "Too Many Requests"),
				wire.Failure:          refuse(500, "500", "Internal Server Error"),
				wire.Unavailable:      refuse(503, "503", "Service Unavailable"),
			},
		},
	})
}
