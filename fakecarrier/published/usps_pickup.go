package published

import "github.com/tokenstorm/tokenstorm/fakecarrier/wire"

// Carrier pickups.
var _ = publish("usps",
	wire.Operation{
		Method: "GET", Path: "/pickup/v3/carrier-pickup/eligibility",
		Source: uspsReadme,
		Requires: []string{
			"query.streetAddress",
		},
		Example: wire.Example{
			Path: "/pickup/v3/carrier-pickup" +
				"/eligibility?streetAddress=4120+Bingham+Ave&ZIPCode=63116",
		},
		Body: `{"pickupAddress":{"address":{"streetAddress":"${query.streetAddress:upper}",
			"secondaryAddress":"${query.secondaryAddress:upper}","city":"${query.city:upper}",
			"state":"${query.state:upper}","ZIPCode":"${query.ZIPCode}"}}}`,
	},
	wire.Operation{
		Method: "POST", Path: "/pickup/v3/carrier-pickup",
		Source: uspsReadme,
		Requires: []string{
			"/pickupDate", "/pickupAddress", "/packages", "/pickupLocation",
		},
		Example: wire.Example{
			Body: `{"pickupDate":"2026-03-03","pickupAddress":{"firstName":"John",
				"lastName":"Smith","address":{"firstName":"John","lastName":"Smith",
				"streetAddress":"4120 Bingham Ave","city":"St. Louis","state":"MO",
				"ZIPCode":"63116"}},"packages":[{"packageType":"PRIORITY_MAIL","packageCount":1}],
				"estimatedWeight":5,"pickupLocation":{"packageLocation":"OFFICE",
				"specialInstructions":"Have a nice day"}}`,
		},
		Makes: &wire.Makes{Kind: "pickup", Number: wire.Number{Like: "WTC#########"}},
		Body: `{"confirmationNumber":"${number}","pickupAddress":"${/pickupAddress}",
			"packages":"${/packages}","estimatedWeight":"${/estimatedWeight:text}",
			"pickupLocation":"${/pickupLocation}","pickupDate":"${/pickupDate}"}`,
	},
	wire.Operation{
		Method: "GET", Path: "/pickup/v3/carrier-pickup/{confirmationNumber}",
		Source: uspsReadme,
		Example: wire.Example{
			After: "POST /pickup/v3/carrier-pickup",
			Path:  "/pickup/v3/carrier-pickup/${/confirmationNumber}",
		},
		Finds: &wire.Finds{Kind: "pickup", By: "path.confirmationNumber"},
		Body: `{"confirmationNumber":"${number}","pickupAddress":"${its/pickupAddress}",
			"packages":"${its/packages}","estimatedWeight":"${its/estimatedWeight:text}",
			"pickupLocation":"${its/pickupLocation}","pickupDate":"${its/pickupDate}"}`,
	},
	wire.Operation{
		Method: "PUT", Path: "/pickup/v3/carrier-pickup/{confirmationNumber}",
		Source: uspsReadme,
		Requires: []string{
			"/pickupDate", "/pickupAddress", "/packages", "/pickupLocation",
		},
		Example: wire.Example{
			After: "POST /pickup/v3/carrier-pickup",
			Path:  "/pickup/v3/carrier-pickup/${/confirmationNumber}",
			Body: `{"pickupDate":"2026-03-03","pickupAddress":{"firstName":"John",
				"lastName":"Smith","address":{"firstName":"John","lastName":"Smith",
				"streetAddress":"4120 Bingham Ave","city":"St. Louis","state":"MO",
				"ZIPCode":"63116"}},"packages":[{"packageType":"PRIORITY_MAIL","packageCount":1}],
				"estimatedWeight":5,"pickupLocation":{"packageLocation":"OFFICE",
				"specialInstructions":"Have a nice day"}}`,
		},
		Finds: &wire.Finds{Kind: "pickup", By: "path.confirmationNumber", Changes: true},
		Body: `{"confirmationNumber":"${number}","pickupAddress":"${/pickupAddress}",
			"packages":"${/packages}","estimatedWeight":"${/estimatedWeight:text}",
			"pickupLocation":"${/pickupLocation}","pickupDate":"${/pickupDate}"}`,
	},
	wire.Operation{
		Method: "DELETE", Path: "/pickup/v3/carrier-pickup/{confirmationNumber}",
		Source: uspsReadme,
		Example: wire.Example{
			After: "POST /pickup/v3/carrier-pickup",
			Path:  "/pickup/v3/carrier-pickup/${/confirmationNumber}",
		},
		Finds: &wire.Finds{Kind: "pickup", By: "path.confirmationNumber", Ends: true},
	},
)
