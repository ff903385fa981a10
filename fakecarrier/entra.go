package fakecarrier

import (
	"maps"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

func init() {
	const page = "learn.microsoft.com, entra/identity-platform/refresh-tokens"
	entra := Profile{
		Name:  "entra",
		Hosts: []string{"login.microsoftonline.com"},

		// Each token's life is drawn, and the answer says it.
		TokenLife: 60 * time.Minute,
		LifeMost:  90 * time.Minute,
		Says:      SaysLife,
		Policy:    Coexist(),

		Grants: GrantTerms{CodeLife: codeLife, Refresh: &RefreshTerms{
			OldStays: true, Life: 90 * day,
		}},

		// AADSTS50196, "the server terminated an operation because it encountered a client request
		// loop": a user's renewals are then refused as an invalid_grant, a client's own requests with
		// 429 and Retry-After: 60. How many requests make a loop is not published.
		Meters: []Meter{{
			Watches: throttle.TokenScope, Grant: RefreshGrant, Key: ByClient,
			Limit:   quota.Limit{Hits: 15, Window: 5 * time.Minute, Kind: quota.Sliding},
			Refusal: Refusal{Status: 400, Reason: ReasonDisguised},
		}},
		Wire: entraWire(),

		Sources: Sources{
			"token_life": "courseiva.com, AZ-104, token lifetime policies", "expires_in": "assumed",
			"tokens": "assumed", "refresh.rotation": page, "refresh.old_refresh": page,
			"refresh.life":          page,
			"answers.invalid_grant": "learn.microsoft.com, entra/msal, client and server throttling",
			"meters.1": "learn.microsoft.com, entra/msal, client and server throttling; the number " +
				"assumed: pnp/PnP-PowerShell discussion 3026 was stopped after some 15",
		},
	}
	RegisterProfile(entra)

	// The refresh tokens of a single-page application end a day after the sign-in, whatever is
	// renewed: each successor inherits the end.
	spa := entra
	spa.Name, spa.Hosts = "entra-spa", nil // a host is of one profile
	spa.Grants.Refresh = &RefreshTerms{OldStays: true, Life: 24 * time.Hour, LifeFrom: LifeFromSignIn}
	spa.Sources = maps.Clone(entra.Sources)
	spa.Sources["refresh.life_from"] = page
	RegisterProfile(spa)
}

func entraWire() *wire.Wire {
	w := oauthWire("/common/oauth2/v2.0/token", "/common/oauth2/v2.0/authorize",
		oauthCodeAndClient...)
	w.Answers[wire.InvalidGrant] = wire.Answer{Status: 400, Body: `{"error":"${code}",` +
		`"error_description":"AADSTS70000: The provided grant is invalid.","error_codes":[70000],` +
		`"suberror":"bad_token"}`}
	return w
}
