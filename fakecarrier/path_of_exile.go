package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

func init() {
	const seen = "gerwaric/acquisition#201: seen on 2026-08-16"
	RegisterProfile(Profile{
		Name:  "path-of-exile",
		Hosts: []string{"www.pathofexile.com", "api.pathofexile.com"},

		// Of a public client, such as a desktop application. The tokens of a confidential one live 28
		// and 90 days (NangoHQ/nango#665, which quotes the documents).
		TokenLife: 10 * time.Hour,
		ExpiresIn: 10 * time.Hour,
		Policy:    Coexist(),
		Grants:    GrantTerms{CodeLife: codeLife, Refresh: &RefreshTerms{Life: 7 * day}},

		// X-Rate-Limit-Ip: 60:30:30, whatever the grant, errors included. A member of the staff says
		// what the three numbers mean, and that a refusal has Retry-After (pathofexile.com/forum, view
		// thread 2079853). Not said, and assumed: what comes during a refusal does not prolong it, and
		// counting begins anew.
		Meters: []Meter{{
			Watches: throttle.TokenScope, Key: ByIP,
			Limit: quota.Limit{
				Hits: 60, Window: 30 * time.Second, Kind: quota.Penalised(30 * time.Second),
			},
			Refusal:   Refusal{Status: 429, Reason: ReasonThrottled, RetryAfter: true},
			Announces: AnnounceRules,
		}},
		Wire: oauthWire("/oauth/token", "/oauth/authorize", oauthCodeAndClient...),

		Sources: Sources{
			"token_life": seen, "expires_in": seen, "tokens": "assumed", "refresh.rotation": seen,
			"refresh.on_reuse": "assumed", "refresh.life": "assumed",
			"answers.invalid_grant": seen, "meters.1": seen,
		},
	})
}
