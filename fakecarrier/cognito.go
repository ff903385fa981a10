package fakecarrier

import "time"

func init() {
	const guide = "docs.aws.amazon.com, Cognito developer guide, refresh tokens"
	RegisterProfile(Profile{
		Name:      "cognito",
		Hosts:     []string{"*.amazoncognito.com"},
		TokenLife: time.Hour,
		ExpiresIn: time.Hour,
		Policy:    Coexist(),

		// With refresh token rotation on, whose RetryGracePeriodSeconds may be up to 60.
		Grants: GrantTerms{CodeLife: codeLife, Refresh: &RefreshTerms{
			ReuseInterval: 60 * time.Second, Replay: ReplayNew, OnReuse: RefuseToken, Life: 30 * day,
		}},
		Wire: oauthWire("/oauth2/token", "/oauth2/authorize", oauthCodeAndClient...),

		Sources: Sources{
			"token_life": guide + ": settable, 5 min to a day", "expires_in": guide,
			"tokens":                 guide + ": they are JWTs",
			"refresh.rotation":       "docs.aws.amazon.com, API_RefreshTokenRotationType",
			"refresh.reuse_interval": "docs.aws.amazon.com, API_RefreshTokenRotationType: 0 to 60 s",
			"refresh.replay":         "assumed", "refresh.on_reuse": "assumed",
			"refresh.life":          guide + ": settable, an hour to ten years; 30 days",
			"answers.invalid_grant": "RFC 6749, 5.2",
		},
	})
}
