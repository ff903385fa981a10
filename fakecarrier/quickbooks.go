package fakecarrier

import "time"

func init() {
	const faq = "developer.intuit.com, authorization faq"
	RegisterProfile(Profile{
		Name: "quickbooks",
		Hosts: []string{
			"oauth.platform.intuit.com", "appcenter.intuit.com", "quickbooks.api.intuit.com",
			"sandbox-quickbooks.api.intuit.com",
		},
		TokenLife: time.Hour,
		ExpiresIn: time.Hour,
		Policy:    Coexist(),

		// The value of the refresh token changes about once a day; between that a renewal answers with
		// the same one. It ends five years after the sign-in, or after a hundred days of no use.
		Grants: GrantTerms{CodeLife: codeLife, Refresh: &RefreshTerms{
			Rotation: RotateAfter(day), ReuseInterval: day, Replay: ReplayCurrent, OnReuse: RefuseToken,
			Life: 5 * 365 * day, LifeFrom: LifeFromSignIn, Idle: 100 * day,
		}},
		Wire: oauthWire("/oauth2/v1/tokens/bearer", "/connect/oauth2", oauthCode...),

		Sources: Sources{
			"token_life": faq, "expires_in": faq, "tokens": "assumed", "refresh.rotation": faq,
			"refresh.reuse_interval": "assumed", "refresh.replay": "assumed",
			"refresh.on_reuse": "assumed", "refresh.idle": faq,
			"refresh.life":      "blogs.a.intuit.com, 2025-11-12",
			"refresh.life_from": "blogs.a.intuit.com, 2025-11-12",

			"answers.invalid_grant": "RFC 6749, 5.2",
		},
	})
}
