package fakecarrier

import (
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

func init() {
	const page = "docs.slack.dev, authentication/using-token-rotation"
	w := oauthWire("/api/oauth.v2.access", "/oauth/v2/authorize", oauthCode...)
	w.Issued = strings.Replace(w.Issued, `{`, `{"ok":true,`, 1)
	w.Pair = strings.Replace(w.Pair, `{`, `{"ok":true,`, 1)
	w.Answers[wire.InvalidGrant] = wire.Answer{
		Status: 200, Body: `{"ok":false,"error":"${code}"}`,
	}
	RegisterProfile(Profile{
		Name:  "slack",
		Hosts: []string{"slack.com"},

		// With token rotation on.
		TokenLife: 12 * time.Hour,
		ExpiresIn: 12 * time.Hour,
		Policy:    Coexist(),
		Grants: GrantTerms{
			CodeLife: codeLife,
			Refresh:  &RefreshTerms{OnReuse: RefuseToken},
			Refusal:  GrantRefusal{Status: 200, Code: "invalid_refresh_token"},
		},
		Wire: w,

		Sources: Sources{
			"token_life": page, "expires_in": page, "tokens": "assumed", "refresh.rotation": page,
			"refresh.on_reuse": page, "answers.invalid_grant": "api.slack.com, tooling.tokens.rotate",
		},
	})
}
