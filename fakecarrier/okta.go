package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

func init() {
	const page = "developer.okta.com, guides, refresh token rotation"
	w := oauthWire("/oauth2/default/v1/token", "/oauth2/default/v1/authorize", oauthCodeAndClient...)
	// developer.okta.com, reference, OpenID Connect & OAuth 2.0 API, of the server "default".
	w.Revoke = "/oauth2/default/v1/revoke"
	discovered(w, &wire.OpenID{
		Issuer: "/oauth2/default", Keys: "/oauth2/default/v1/keys",
		UserInfo: "/oauth2/default/v1/userinfo", Introspect: "/oauth2/default/v1/introspect",
	})
	RegisterProfile(Profile{
		Name:      "okta",
		Hosts:     []string{"*.okta.com", "*.oktapreview.com"},
		TokenLife: time.Hour,
		ExpiresIn: time.Hour,
		Policy:    Coexist(),

		// With rotation on, the default of single-page applications. Reuse ends the newest refresh
		// token, and all access tokens since the sign-in.
		Grants: GrantTerms{CodeLife: codeLife, Refresh: &RefreshTerms{
			ReuseInterval: 30 * time.Second, Replay: ReplayNew, Idle: 7 * day,
		}},
		Wire: w,

		Sources: Sources{
			"token_life": "settable, 5 min to 24 h; 1 h assumed", "expires_in": "assumed",
			"tokens": page, "refresh.rotation": page,
			"refresh.reuse_interval": page + ": settable; 30 s assumed", "refresh.replay": "assumed",
			"refresh.on_reuse": page,
			"refresh.idle":     "support.okta.com, refresh token behavior: settable; 7 days assumed",

			"answers.invalid_grant": "RFC 6749, 5.2",
		},
	})
}
