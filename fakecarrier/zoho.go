package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

func init() {
	const page = "zoho.com/accounts, protocol/oauth/token-limits"
	w := oauthWire("/oauth/v2/token", "/oauth/v2/auth", oauthCodeAndClient...)
	w.Answers[wire.Throttled] = oauthRefusal(400, "Access Denied",
		"You have made too many requests continuously. Please try again after some time.")
	RegisterProfile(Profile{
		Name: "zoho",
		Hosts: []string{
			"accounts.zoho.com", "accounts.zoho.eu", "accounts.zoho.in", "www.zohoapis.com",
			"www.zohoapis.eu", "www.zohoapis.in",
		},
		TokenLife: time.Hour,
		ExpiresIn: time.Hour,

		// Of each refresh token the newest ten access tokens live: fifteen of the CRM's third version,
		// thirty of other products.
		Policy: Newest(10),
		Grants: GrantTerms{
			CodeLife: codeLife,
			Refresh:  &RefreshTerms{Rotation: RotateNever(), Families: 20},
			Refusal:  GrantRefusal{Code: "invalid_code"},
		},

		// Ten access tokens in ten minutes from one refresh token; it is then blocked "for the rest of
		// the ten minutes". Not here: five new refresh tokens a minute.
		Meters: []Meter{{
			Watches: throttle.TokenScope, Key: ByRefreshToken, Counts: throttle.IssuedHits,
			Limit:   quota.Limit{Hits: 10, Window: 10 * time.Minute, Kind: quota.OfFirstHit},
			Refusal: Refusal{Status: 400, Reason: ReasonThrottled},
		}},
		Wire: w,

		Sources: Sources{
			"token_life": page, "expires_in": page, "tokens": page, "refresh.rotation": page,
			"refresh.families": page, "answers.invalid_grant": "assumed",
			"meters.1": page + "; the status assumed",
		},
	})
}
