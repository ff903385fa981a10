package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

func init() {
	const page = "developers.google.com, identity/protocols/oauth2"
	w := oauthWire("/token", "/o/oauth2/v2/auth", oauthCode...)
	// developers.google.com, OpenID Connect: accounts.google.com/.well-known/openid-configuration. Its
	// paths lie at several hosts; here all are at the one that was asked.
	w.Revoke = "/revoke"
	discovered(w, &wire.OpenID{Keys: "/oauth2/v3/certs", UserInfo: "/v1/userinfo"})
	RegisterProfile(Profile{
		Name: "google",
		Hosts: []string{
			"oauth2.googleapis.com", "accounts.google.com", "openidconnect.googleapis.com",
			"www.googleapis.com",
		},
		TokenLife: time.Hour,
		ExpiresIn: 3599 * time.Second,
		Policy:    Coexist(),

		// No successor: the refresh token of the sign-in is good until nobody has used it for half a
		// year, or until the same account has signed in a hundred times more for the same client.
		// Not here: the seven days of an application whose status is Testing.
		Grants: GrantTerms{CodeLife: codeLife, Refresh: &RefreshTerms{
			Rotation: RotateNever(), Idle: 183 * day, Families: 100,
		}},
		Wire: w,

		Sources: Sources{
			"token_life": page, "expires_in": "assumed", "tokens": "assumed",
			"refresh.rotation": page, "refresh.idle": page + ": six months",
			"refresh.families": page, "answers.invalid_grant": "RFC 6749, 5.2",
		},
	})
}
