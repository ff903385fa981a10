package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

func init() {
	const page = "docs.github.com, refreshing user access tokens"
	w := oauthWire("/login/oauth/access_token", "/login/oauth/authorize", oauthCode...)
	w.Answers[wire.InvalidGrant] = oauthRefusal(200, "${code}",
		"The refresh token passed is incorrect or expired.")
	RegisterProfile(Profile{
		Name:  "github",
		Hosts: []string{"github.com", "api.github.com"},

		// The user access tokens of a GitHub App. A renewal ends the one before at once.
		TokenLife: 8 * time.Hour,
		ExpiresIn: 8 * time.Hour,
		Policy:    Single(),
		Grants: GrantTerms{
			CodeLife: codeLife,
			Refresh:  &RefreshTerms{OnReuse: RefuseToken, Life: 184 * day},
			Refusal:  GrantRefusal{Status: 200, Code: "bad_refresh_token"},
		},
		Wire: w,

		Sources: Sources{
			"token_life": page, "expires_in": page, "tokens": page, "refresh.rotation": page,
			"refresh.on_reuse": page, "refresh.life": page + ": six months",
			"answers.invalid_grant": "codecov/shared#52",
		},
	})
}
