package fakecarrier

import "time"

func init() {
	const page = "shopify.dev/changelog, more-resilient-refreshes-for-expiring-offline-access-tokens"
	RegisterProfile(Profile{
		Name:  "shopify",
		Hosts: []string{"*.myshopify.com"},

		// Of offline access tokens that expire.
		TokenLife: time.Hour,
		ExpiresIn: time.Hour,
		Policy:    Coexist(),

		// The old refresh token is good until the new one is used, at most 30 days, and never longer
		// than its own 90. Before 2026-08-28 it was good for an hour.
		Grants: GrantTerms{CodeLife: codeLife, Refresh: &RefreshTerms{
			Supersede: FirstUseOfNewRefresh, AtMost: 30 * day, OnReuse: RefuseToken, Life: 90 * day,
		}},
		Wire: oauthWire("/admin/oauth/access_token", "/admin/oauth/authorize", oauthCodeAndClient...),

		Sources: Sources{
			"token_life": "shopify.dev/changelog, offline-access-tokens-now-support-expiry-and-refresh",
			"expires_in": "shopify.dev/changelog, offline-access-tokens-now-support-expiry-and-refresh",
			"tokens":     "assumed", "refresh.rotation": page, "refresh.supersede": page,
			"refresh.at_most": page, "refresh.on_reuse": "assumed", "refresh.life": page,

			"answers.invalid_grant": "RFC 6749, 5.2",
		},
	})
}
