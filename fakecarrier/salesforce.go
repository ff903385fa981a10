package fakecarrier

import (
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

func init() {
	const flow = "help.salesforce.com, remoteaccess_oauth_refresh_token_flow"
	w := oauthWire("/services/oauth2/token", "/services/oauth2/authorize", oauthCodeAndClient...)
	w.Issued = strings.Replace(w.Issued, `,"expires_in":${expires_in}`,
		`,"issued_at":"${issued_ms}"`, 1)
	w.Pair = strings.Replace(w.Pair, `,"expires_in":${expires_in}`, `,"issued_at":"${issued_ms}"`, 1)
	// help.salesforce.com, OpenID Connect Discovery Endpoint.
	w.Revoke = "/services/oauth2/revoke"
	discovered(w, &wire.OpenID{
		Keys: "/id/keys", UserInfo: "/services/oauth2/userinfo",
		Introspect: "/services/oauth2/introspect",
	})
	w.Answers[wire.InvalidGrant] = oauthRefusal(400, "${code}", "expired access/refresh token")
	RegisterProfile(Profile{
		Name:  "salesforce",
		Hosts: []string{"login.salesforce.com", "test.salesforce.com", "*.my.salesforce.com"},

		// The answer does not say how long a token lives: as long as the sessions of the organisation.
		TokenLife: 2 * time.Hour,
		Says:      SaysNothing,
		Policy:    Coexist(),

		// With Refresh Token Rotation, which Salesforce enforces since 2026. The second of two renewals
		// under way with one token is refused, with or without it.
		Grants: GrantTerms{CodeLife: codeLife, Refresh: &RefreshTerms{
			Idle: 30 * day, Concurrent: RefuseConcurrent, Families: 5,
		}},
		Wire: w,

		Sources: Sources{
			"token_life": "the session time-out of the organisation; 2 h assumed",
			"expires_in": "ballerina-platform/module-ballerinax-salesforce#405", "tokens": "assumed",
			"refresh.rotation": flow, "refresh.on_reuse": flow,
			"refresh.idle": "help.salesforce.com, connected_app_limit_idle_ttl: a policy",
			"refresh.concurrent": "segmentio/action-destinations#2300, " +
				"forcedotcom/SalesforceMobileSDK-iOS#3731",
			"refresh.families": "docs.oracle.com, integration-cloud, sforce-adapter",

			"answers.invalid_grant": "jsforce/jsforce#1656",
		},
	})
}
