package published

import "github.com/tokenstorm/tokenstorm/fakecarrier/wire"

// What freight forwarding knows: cities, airports, currencies.
var _ = publish("ups",
	wire.Operation{
		Method: "GET", Path: "/api/forwarding/{version}/info/cities",
		Source: upsDocument("Forwarding"),
		Requires: []string{
			"query.country",
		},
		Example: wire.Example{
			Path: "/api/forwarding/v1/info/cities?country=US&city=Atlanta",
		},
		Body: `{"response":{"cityDetails":[{"cityName":"${query.city}",
			"majorAirportCity":"${query.country}","stateProvinceCode":"GA"}]}}`,
	},
	wire.Operation{
		Method: "GET", Path: "/api/forwarding/{version}/info/currencies",
		Source: upsDocument("Forwarding"),
		Example: wire.Example{
			Path: "/api/forwarding/v1/info/currencies?shipper_account_number=A1B2C3",
		},
		Body: `{"currencies":[{"currencyCode":"USD",
			"currencyName":"US Dollar of ${query.shipper_account_number|=all}",
			"currencySymbol":"$"}]}`,
	},
	wire.Operation{
		Method: "GET", Path: "/api/forwarding/{version}/info/payment-types",
		Source: upsDocument("Forwarding"),
		Requires: []string{
			"query.shipper_account_number",
		},
		Example: wire.Example{
			Path: "/api/forwarding/v1/info/payment-types?shipper_account_number=A1B2C3",
		},
		Body: `{"shipper":{"code":"PPD","type":"SHPR",
			"description":"Prepaid by ${query.shipper_account_number}"}}`,
	},
	wire.Operation{
		Method: "GET", Path: "/api/forwarding/{version}/info/countries",
		Source: upsDocument("Forwarding"),
		Example: wire.Example{
			Path: "/api/forwarding/v1/info/countries",
		},
		Body: `{"countries":[{"countryCode":"US","countryName":"United States"},
			{"countryCode":"CA","countryName":"Canada"}]}`,
	},
	wire.Operation{
		Method: "GET", Path: "/api/forwarding/{version}/info/airports",
		Source: upsDocument("Forwarding"),
		Requires: []string{
			"query.country_code",
		},
		Example: wire.Example{
			Path: "/api/forwarding/v1/info/airports?country_code=US",
		},
		Body: `
			{"response":{"airportDetails":[{"city":"Chief city of ${query.country_code}",
			"airportCode":"JFK","postalCode":"11430","stateProvince":"NY"}]}}`,
	},
	wire.Operation{
		Method: "GET", Path: "/api/forwarding/{version}/info/service-types",
		Source: upsDocument("Forwarding"),
		Requires: []string{
			"query.consignee_country_code",
		},
		Example: wire.Example{
			Path: "/api/forwarding/v1/info/service-types?consignee_country_code=DE",
		},
		Body: `{"response":{"serviceTypes":[{"code":"AIR",
			"description":"Air freight to ${query.consignee_country_code}"}]}}`,
	},
	wire.Operation{
		Method: "POST", Path: "/api/forwarding/{version}/info/accessorials",
		Source: upsDocument("Forwarding"),
		Requires: []string{
			"/shipper/city", "/shipper/countryCode", "/shipper/isResidential",
			"/consignee/city", "/consignee/countryCode", "/consignee/isResidential",
			"/pickupDateTime", "/dropOffTime",
		},
		Example: wire.Example{
			Path: "/api/forwarding/v1/info/accessorials",
			Body: `{"shipper":{"city":"New York","countryCode":"US","isResidential":"N"},
				"consignee":{"city":"New York","countryCode":"US","isResidential":"N"},
				"pickupDateTime":"2025-08-11","dropOffTime":"09:00:00"}`,
		},
		Body: `{"response":{"accessorials":[{"code":"CC"}],"paymentTerms":[{"type":"SHPR",
			"code":"PPD"}],"nextAvailPUDate":"${/pickupDateTime}"}}`,
	},
)
