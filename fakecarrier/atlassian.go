package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

func init() {
	const staff = "community.developer.atlassian.com/t/60806"
	w := oauthWire("/oauth/token", "/authorize", oauthCode...)
	w.Answers[wire.InvalidGrant] = oauthRefusal(403, "${code}", "Unknown or invalid refresh token.")
	RegisterProfile(Profile{
		Name:  "atlassian",
		Hosts: []string{"auth.atlassian.com", "api.atlassian.com"},

		// OAuth 2.0 (3LO). A refresh token of the newest sign-in ends 90 days after its last use, and a
		// year after the sign-in.
		TokenLife: time.Hour,
		ExpiresIn: time.Hour,
		Policy:    Coexist(),
		Grants: GrantTerms{
			CodeLife: codeLife,
			Refresh: &RefreshTerms{
				OnReuse: RefuseToken, Life: 365 * day, LifeFrom: LifeFromSignIn, Idle: 90 * day,
			},
			Refusal: GrantRefusal{Status: 403},
		},
		Wire: w,

		Sources: Sources{
			"token_life": staff, "expires_in": staff, "tokens": "assumed", "refresh.rotation": staff,
			"refresh.on_reuse": "nango.dev/blog, jira-oauth-refresh-token-invalid-grant",
			"refresh.life":     staff, "refresh.life_from": staff, "refresh.idle": staff,
			"answers.invalid_grant": "nango.dev/blog, jira-oauth-refresh-token-invalid-grant",
		},
	})
}
