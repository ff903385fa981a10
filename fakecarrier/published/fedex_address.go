package published

import "github.com/tokenstorm/tokenstorm/fakecarrier/wire"

// Addresses, postal codes, locations, and what customs want.
var _ = publish("fedex",
	wire.Operation{
		Method: "POST", Path: "/address/v1/addresses/resolve",
		Source: fedexDocument("Addresses"),
		Requires: []string{
			"/addressesToValidate/*/address/streetLines",
			"/addressesToValidate/*/address/city",
			"/addressesToValidate/*/address/postalCode",
		},
		Example: wire.Example{
			Body: `{"addressesToValidate":[{"address":{"streetLines":["1550 Union Blvd"],
				"city":"Beverly Hills","stateOrProvinceCode":"CA","postalCode":"90210",
				"countryCode":"US"},"clientReferenceId":"first"}]}`,
		},
		Body: fedexOutput(`{"resolvedAddresses":{"$each":"/addressesToValidate",
			"$item":{"streetLinesToken":"${./address/streetLines}",
			"city":"${./address/city:upper}",
			"stateOrProvinceCode":"${./address/stateOrProvinceCode}",
			"countryCode":"${./address/countryCode|=US}","postalCodeToken":{"changed":false,
			"value":"${./address/postalCode}"},
			"parsedPostalCode":{"base":"${./address/postalCode}"},"classification":"BUSINESS",
			"attributes":{"Resolved":true,"Matched":true,"CountrySupported":true}}},"alerts":[]}`),
		Forbidden: fedexForbiddenAddress,
	},
	wire.Operation{
		Method: "POST", Path: "/country/v1/postal/validate",
		Source: fedexDocument("ValidatePostal"),
		Requires: []string{
			"/carrierCode", "/countryCode", "/postalCode", "/shipDate",
			"/stateOrProvinceCode",
		},
		Example: wire.Example{
			Body: `{"carrierCode":"FDXE","countryCode":"US","postalCode":"38017",
				"shipDate":"2026-03-02","stateOrProvinceCode":"TN"}`,
		},
		Body: fedexOutput(`{"countryCode":"${/countryCode}",
			"stateOrProvinceCode":"${/stateOrProvinceCode}","cleanedPostalCode":"${/postalCode}",
			"locationDescriptions":[{"locationId":"NQAA","locationNumber":"0","serviceArea":"A1",
			"airportId":"MEM"}],"alerts":[]}`),
	},
	wire.Operation{
		Method: "POST", Path: "/location/v1/locations",
		Source: fedexDocument("Locations"),
		Requires: []string{
			"/location/address/countryCode",
		},
		Example: wire.Example{
			Body: `{"location":{"address":{"countryCode":"US",
				"streetLines":["1550 Union Blvd"],"city":"Beverly Hills","stateOrProvinceCode":"CA",
				"postalCode":"90210"}},"locationsSummaryRequestControlParameters":{"maxResults":5}}`,
		},
		Body: fedexOutput(`{"totalResults":1,"resultsReturned":1,
			"matchedAddress":"${/location/address}",
			"locationDetailList":[{"distance":{"units":"MI","value":0.4},
			"contactAndAddress":{"contact":{"companyName":"FedEx Office"},
			"address":{"streetLines":["1 Main St"],"city":"${/location/address/city}",
			"stateOrProvinceCode":"${/location/address/stateOrProvinceCode}",
			"postalCode":"${/location/address/postalCode}",
			"countryCode":"${/location/address/countryCode}"}},"locationId":"NQAA",
			"locationType":"FEDEX_OFFICE"}],"alerts":[]}`),
	},
	wire.Operation{
		Method: "POST", Path: "/globaltrade/v1/shipments/regulatorydetails/retrieve",
		Source: fedexDocument("GlobalTrade"),
		Requires: []string{
			"/carrierCode", "/destinationAddress/countryCode", "/originAddress/countryCode",
		},
		Example: wire.Example{
			Body: `{"carrierCode":"FDXE","destinationAddress":{"countryCode":"CA",
				"postalCode":"M1M1M1"},"originAddress":{"countryCode":"US","postalCode":"75063"},
				"shipDate":"2026-03-02"}`,
		},
		Body: fedexOutput(`{"userMessages":[{"code":"1028","index":1,
			"text":"No document is needed to ${/destinationAddress/countryCode}."}],
			"countryDetails":{"countryCode":"${/destinationAddress/countryCode}",
			"category":"IMPORT","shipmentDetails":{"level":"SHIPMENT"}}}`),
	},
)
