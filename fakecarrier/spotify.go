package fakecarrier

import "time"

func init() {
	const blog = "developer.spotify.com/blog, 2026-06-18 refresh token expiration"
	RegisterProfile(Profile{
		Name:      "spotify",
		Hosts:     []string{"accounts.spotify.com", "api.spotify.com"},
		TokenLife: time.Hour,
		ExpiresIn: time.Hour,
		Policy:    Coexist(),

		// Of an application without a secret (PKCE), whose refresh tokens rotate. All end six months
		// after the sign-in: renewing does not put that off.
		Grants: GrantTerms{CodeLife: codeLife, Refresh: &RefreshTerms{
			OnReuse: RefuseToken, Life: 183 * day, LifeFrom: LifeFromSignIn,
		}},
		Wire: oauthWire("/api/token", "/authorize", oauthCodeAndClient...),

		Sources: Sources{
			"token_life": blog, "expires_in": blog, "tokens": "assumed",
			"refresh.rotation": "docs.rs/rspotify, AuthCodePkceSpotify", "refresh.on_reuse": "assumed",
			"refresh.life": blog + ": six months", "refresh.life_from": blog,
			"answers.invalid_grant": blog,
		},
	})
}
