package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

func init() {
	const code = "supabase/auth@bc32168e, internal/tokens/service.go, second version"
	w := oauthWire("/auth/v1/token", "/auth/v1/authorize", oauthCode...)
	w.Answers[wire.InvalidGrant] = wire.Answer{Status: 400, Body: `{"code":400,` +
		`"error_code":"${code}","msg":"Invalid Refresh Token: Already Used"}`}
	RegisterProfile(Profile{
		Name:      "supabase",
		Hosts:     []string{"*.supabase.co"},
		TokenLife: time.Hour,
		ExpiresIn: time.Hour,
		Policy:    Coexist(),

		// The parent of the newest refresh token is good at any time, for whoever lost the answer: it
		// brings the newest one. So does any other within the interval, which counts from when it was
		// superseded; the server counts from the session's last renewal, which is later.
		Grants: GrantTerms{
			CodeLife: codeLife,
			Refresh: &RefreshTerms{
				ForgivesParent: true, ReuseInterval: 10 * time.Second, Reach: mostRefresh,
				Replay: ReplayCurrent, KeepsAccess: true,
			},
			Refusal: GrantRefusal{Code: "refresh_token_already_used"},
		},
		Wire: w,

		Sources: Sources{
			"token_life": "assumed", "expires_in": "assumed", "tokens": "assumed: they are JWTs",
			"refresh.rotation": code, "refresh.forgives_parent": code,
			"refresh.reuse_interval": "10 s of the platform assumed; 0 s in example.env",
			"refresh.reach":          code + ": of any age", "refresh.replay": code,
			"refresh.on_reuse": code, "refresh.revokes_access": "assumed: they are JWTs",

			"answers.invalid_grant": code,
		},
	})
}
