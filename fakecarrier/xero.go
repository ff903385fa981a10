package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

func init() {
	const grace = "community.xero.com, developer/discussion/105714701, /127920775"
	w := oauthWire("/connect/token", "/identity/connect/authorize", oauthCodeAndClient...)
	// identity.xero.com/.well-known/openid-configuration
	w.Revoke = "/connect/revocation"
	discovered(w, &wire.OpenID{
		Keys: "/.well-known/openid-configuration/jwks", UserInfo: "/connect/userinfo",
		Introspect: "/connect/introspect",
	})
	RegisterProfile(Profile{
		Name:      "xero",
		Hosts:     []string{"identity.xero.com", "login.xero.com", "api.xero.com"},
		TokenLife: 30 * time.Minute,
		ExpiresIn: 30 * time.Minute,
		Policy:    Single(),

		// The old refresh token is good for 30 minutes more, "as many times as needed".
		Grants: GrantTerms{CodeLife: codeLife, Refresh: &RefreshTerms{
			ReuseInterval: 30 * time.Minute, Replay: ReplayNew, OnReuse: RefuseToken, Idle: 60 * day,
		}},
		Wire: w,

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
