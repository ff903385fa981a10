package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

func init() {
	const note = "developers.hubspot.com/changelog, upcoming expiration of OAuth access tokens"
	const blog = "nango.dev/blog, hubspot-oauth-bad-refresh-token"
	w := oauthWire("/oauth/v1/token", "/oauth/authorize", oauthCode...)
	w.Answers[wire.InvalidGrant] = wire.Answer{Status: 400, Body: `{"status":"${code}",` +
		`"message":"missing or invalid refresh token"}`}
	w.Answers[wire.Throttled] = oauthRefusal(429, "RATE_LIMITS", "")
	RegisterProfile(Profile{
		Name:      "hubspot",
		Hosts:     []string{"api.hubapi.com", "app.hubspot.com"},
		TokenLife: 30 * time.Minute,
		ExpiresIn: 30 * time.Minute,
		Policy:    Coexist(),
		Grants: GrantTerms{
			CodeLife: codeLife,
			Refresh:  &RefreshTerms{Rotation: RotateNever()},
			Refusal:  GrantRefusal{Code: "BAD_REFRESH_TOKEN"},
		},
		Meters: []Meter{{
			Watches: throttle.TokenScope, Key: Together,
			Limit:   quota.Limit{Hits: 10, Window: 10 * time.Second, Kind: quota.Sliding},
			Refusal: Refusal{Status: 429, Reason: ReasonThrottled},
		}},
		Wire: w,

		Sources: Sources{
			"token_life": note, "expires_in": note, "tokens": note, "refresh.rotation": note,
			"answers.invalid_grant": blog,
			"meters.1":              blog + ": one witness; the key and the kind of window assumed",
		},
	})
}
