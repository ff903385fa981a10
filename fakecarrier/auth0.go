package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

func init() {
	const page = "auth0.com/docs, configure refresh token rotation"
	w := oauthWire("/oauth/token", "/authorize", oauthCodeAndClient...)
	// auth0.com/docs, Locate JSON Web Key Sets, and the Authentication API. Its issuer ends with a
	// slash.
	w.Revoke = "/oauth/revoke"
	discovered(w, &wire.OpenID{Issuer: "/", Keys: "/.well-known/jwks.json", UserInfo: "/userinfo"})
	w.Answers[wire.InvalidGrant] = oauthRefusal(403, "${code}",
		"Unknown or invalid refresh token.")
	RegisterProfile(Profile{
		Name:      "auth0",
		Hosts:     []string{"*.auth0.com"},
		TokenLife: 24 * time.Hour,
		ExpiresIn: 24 * time.Hour,
		Policy:    Coexist(),

		// With rotation on, which is a setting of each application. Its "rotation overlap" is a
		// setting, too, 0 s by default; within one the token before the newest brings a further pair,
		// and any older one revokes the family. Access tokens are JWTs, which nobody revokes.
		Grants: GrantTerms{
			CodeLife: codeLife,
			Refresh: &RefreshTerms{
				Reach: 1, Replay: ReplayNew, KeepsAccess: true, Life: 30 * day, Idle: 15 * day,
				LifeFrom: LifeFromSignIn, Families: 200,
			},
			Refusal: GrantRefusal{Status: 403, Code: "invalid_grant"},
		},
		Wire: w,

		Sources: Sources{
			"token_life": "assumed", "expires_in": "assumed", "tokens": page,
			"refresh.rotation": page, "refresh.reach": page, "refresh.on_reuse": page,
			"refresh.replay": page, "refresh.revokes_access": page + ": they are JWTs",
			"refresh.life":          page + ": settable; 30 days assumed",
			"refresh.life_from":     page + ": the maximum lifetime",
			"refresh.idle":          page + ": settable; 15 days assumed",
			"refresh.families":      "community.auth0.com/t/91826",
			"answers.invalid_grant": "assumed",
		},
	})
}
