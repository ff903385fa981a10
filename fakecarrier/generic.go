package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

func init() {
	w := oauthWire("/oauth/token", "/oauth/authorize",
		"client_credentials", wire.GrantCode, wire.GrantRefresh, wire.GrantDevice)
	w.Revoke = "/oauth/revoke"
	discovered(w, &wire.OpenID{
		Keys: "/oauth/keys", UserInfo: "/oauth/userinfo", Introspect: "/oauth/introspect",
		Device: "/oauth/device", Verify: "/device",
	})
	w.JWT = wire.JWT{ // RFC 9068
		Payload: `{"iss":"${issuer}","aud":"${issuer}","sub":"${subject}","client_id":"${client}",` +
			`"iat":${issued},"exp":${expiry},"jti":"${jti}"${scope}}`,
		Signed: "ES256",
	}
	RegisterProfile(Profile{
		Name: "generic",

		// No carrier: what RFC 6749 and its kin say and nothing else, for an API that is none of
		// the others.
		TokenLife: time.Hour,
		ExpiresIn: time.Hour,
		Policy:    Coexist(),
		Meters:    fedexBans(),

		Grants: GrantTerms{
			CodeLife: codeLife, Refresh: &RefreshTerms{Life: 30 * day},
			Device: &DeviceTerms{Life: 30 * time.Minute, Interval: 5 * time.Second},
		},
		Wire: w,

		Sources: Sources{
			"token_life": "RFC 6749, 4.4.3: its example", "expires_in": "RFC 6749, 4.4.3: its example",
			"tokens": "assumed", "refresh.rotation": "RFC 9700, 4.14.2", "refresh.life": "assumed",
			"refresh.on_reuse": "RFC 9700, 4.14.2", "answers.invalid_grant": "RFC 6749, 5.2",
			"meters.1": "assumed: FedEx's", "meters.2": "assumed: FedEx's",
		},
	})
}
