package fakecarrier

import "time"

func init() {
	const grace = "community.xero.com, developer/discussion/105714701, /127920775"
	RegisterProfile(Profile{
		Name:      "xero",
		TokenLife: 30 * time.Minute,
		ExpiresIn: 30 * time.Minute,
		Policy:    Single(),

		// The old refresh token is good for 30 minutes more, "as many times as needed".
		Grants: GrantTerms{CodeLife: codeLife, Refresh: &RefreshTerms{
			ReuseInterval: 30 * time.Minute, Replay: ReplayNew, OnReuse: RefuseToken, Idle: 60 * day,
		}},
		Wire: oauthWire("/connect/token", "/identity/connect/authorize", oauthCodeAndClient...),

		Sources: Sources{
			"token_life": grace, "expires_in": grace,
			"tokens":           "nango.dev/blog, xero-oauth-refresh-token-invalid-grant: one witness",
			"refresh.rotation": grace, "refresh.reuse_interval": grace, "refresh.replay": "assumed",
			"refresh.on_reuse": grace,
			"refresh.idle":     "community.xero.com, a title: older posts have 30 days",

			"answers.invalid_grant": "nango.dev/blog, xero-oauth-refresh-token-invalid-grant",
		},
	})
}
