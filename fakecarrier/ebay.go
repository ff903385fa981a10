package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

func init() {
	const limits = "developer.ebay.com, api-docs/static/oauth-rate-limits"

	// So many requests of one application a day, whoever it acts for.
	daily := func(grant GrantType, hits int) Meter {
		return Meter{
			Watches: throttle.TokenScope, Grant: grant, Key: Together,
			Limit:   quota.Limit{Hits: hits, Window: day},
			Refusal: Refusal{Status: 429, Reason: ReasonThrottled},
		}
	}
	w := oauthWire("/identity/v1/oauth2/token", "/oauth2/authorize", oauthCodeAndClient...)
	w.Answers[wire.Throttled] = oauthRefusal(429, "too_many_requests", "")
	RegisterProfile(Profile{
		Name: "ebay",
		Hosts: []string{
			"api.ebay.com", "auth.ebay.com", "api.sandbox.ebay.com", "auth.sandbox.ebay.com",
		},
		TokenLife: 2 * time.Hour,
		ExpiresIn: 2 * time.Hour,
		Policy:    Coexist(),
		Grants: GrantTerms{CodeLife: codeLife, Refresh: &RefreshTerms{
			Rotation: RotateNever(), Life: 47304000 * time.Second,
		}},
		Meters: []Meter{
			daily(RefreshGrant, 50_000), daily(CodeGrant, 10_000), daily(ClientGrant, 1_000),
		},
		Wire: w,

		Sources: Sources{
			"token_life": limits, "expires_in": limits, "tokens": "assumed",
			"refresh.rotation":      "glama.ai, YosefHayim/ebay-mcp",
			"refresh.life":          "18 months; the seconds assumed",
			"answers.invalid_grant": "assumed", "meters.1": limits + "; the status assumed",
			"meters.2": limits + "; the status assumed", "meters.3": limits + "; the status assumed",
		},
	})
}
