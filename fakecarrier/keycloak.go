package fakecarrier

import (
	"maps"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

func init() {
	const at = "/realms/master/protocol/openid-connect"
	w := oauthWire(at+"/token", at+"/auth", oauthCodeAndClient...)
	// keycloak.org, Securing applications and services with OpenID Connect, of the realm "master".
	w.Revoke = at + "/revoke"
	discovered(w, &wire.OpenID{
		Issuer: "/realms/master", Keys: at + "/certs", UserInfo: at + "/userinfo",
		Introspect: at + "/token/introspect",
	})
	w.Answers[wire.InvalidGrant] = oauthRefusal(400, "${code}", "Stale token")
	sources := Sources{
		"token_life": "docs.gitguardian.com, keycloak_access_token", "expires_in": "assumed",
		"tokens": "keycloak/keycloak#37900: they are JWTs", "refresh.rotation": "keycloak/keycloak#37900",
		"refresh.life": "assumed: SSO Session Max", "refresh.life_from": "assumed: SSO Session Max",
		"refresh.idle": "assumed: SSO Session Idle", "answers.invalid_grant": "keycloak/keycloak#37900",
	}
	with := func(key, source string) Sources {
		all := maps.Clone(sources)
		all[key] = source
		return all
	}

	// Revoke Refresh Token is off: each renewal gives a new one, and the old one stays good.
	keycloak := Profile{
		Name:      "keycloak",
		TokenLife: 300 * time.Second,
		ExpiresIn: 300 * time.Second,
		Policy:    Coexist(),
		Grants: GrantTerms{CodeLife: time.Minute, Refresh: &RefreshTerms{
			OldStays: true, Life: 10 * time.Hour, LifeFrom: LifeFromSignIn, Idle: 30 * time.Minute,
		}},
		Wire:    w,
		Sources: with("refresh.old_refresh", "keycloak/keycloak#37900"),
	}
	RegisterProfile(keycloak)

	// It is on. What is forgiven is a number, Refresh Token Max Reuse, which is 0 by default, and no
	// time; anything else ends the session of this client, not that of others.
	revoking := keycloak
	revoking.Name = "keycloak-revoking"
	revoking.Grants.Refresh = &RefreshTerms{
		Life: 10 * time.Hour, LifeFrom: LifeFromSignIn, Idle: 30 * time.Minute,
	}
	revoking.Sources = with("refresh.on_reuse", "keycloak/keycloak#8130, #29966")
	RegisterProfile(revoking)
}
