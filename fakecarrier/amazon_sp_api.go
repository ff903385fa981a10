package fakecarrier

import "time"

func init() {
	const page = "developer-docs.amazon.com, connecting to the Selling Partner API"
	RegisterProfile(Profile{
		Name: "amazon-sp-api",
		Hosts: []string{
			"api.amazon.com", "sellingpartnerapi-na.amazon.com", "sellingpartnerapi-eu.amazon.com",
			"sellingpartnerapi-fe.amazon.com",
		},

		// Login with Amazon, which gives the tokens of the Selling Partner API.
		TokenLife: time.Hour,
		ExpiresIn: time.Hour,
		Policy:    Coexist(),
		Grants: GrantTerms{CodeLife: codeLife, Refresh: &RefreshTerms{
			Rotation: RotateNever(), // nor does a new secret of the client end it
		}},
		Wire: oauthWire("/auth/o2/token", "/apps/authorize/consent", oauthCodeAndClient...),

		Sources: Sources{
			"token_life": page, "expires_in": page, "tokens": "assumed",
			"refresh.rotation": "assumed", "answers.invalid_grant": "RFC 6749, 5.2",
		},
	})
}
