package fakecarrier

import (
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

func init() {
	const thread = "gitlab.com/gitlab-org/gitlab#372358, #364111"
	w := oauthWire("/oauth/token", "/oauth/authorize", oauthCode...)
	w.Pair = strings.TrimSuffix(w.Pair, "}") + `,"created_at":${issued}}`
	// docs.gitlab.com, GitLab as OpenID Connect identity provider.
	w.Revoke = "/oauth/revoke"
	discovered(w, &wire.OpenID{
		Keys: "/oauth/discovery/keys", UserInfo: "/oauth/userinfo", Introspect: "/oauth/introspect",
	})
	RegisterProfile(Profile{
		Name:  "gitlab",
		Hosts: []string{"gitlab.com"},

		// A renewal ends the access token before it, and its refresh token, at once; one that is shown
		// again is refused, and nothing else happens.
		TokenLife: 2 * time.Hour,
		ExpiresIn: 2 * time.Hour,
		Policy:    Single(),
		Grants:    GrantTerms{CodeLife: codeLife, Refresh: &RefreshTerms{OnReuse: RefuseToken}},
		Wire:      w,

		Sources: Sources{
			"token_life": "assumed", "expires_in": "assumed", "tokens": thread,
			"refresh.rotation": thread, "refresh.on_reuse": thread,
			"answers.invalid_grant": "dexidp/dex#2352",
		},
	})
}
