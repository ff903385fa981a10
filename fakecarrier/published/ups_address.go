package published

import "github.com/tokenstorm/tokenstorm/fakecarrier/wire"

// Addresses and locations.
var _ = publish("ups",
	wire.Operation{
		Method: "POST", Path: "/api/addressvalidation/{version}/{requestoption}",
		Source: upsDocument("AddressValidation"),
		Requires: []string{
			"/XAVRequest/AddressKeyFormat/CountryCode",
		},
		Example: wire.Example{
			Path: "/api/addressvalidation/v2/1",
			Body: `{"XAVRequest":{"AddressKeyFormat":{"CountryCode":"US",
				"AddressLine":["55 Glenlake Pkwy"],"PoliticalDivision2":"Atlanta",
				"PoliticalDivision1":"GA","PostcodePrimaryLow":"30328"}}}`,
		},
		Body: `{"XAVResponse":{"Response":{"ResponseStatus":{"Code":"1",
			"Description":"Success"}},"ValidAddressIndicator":"",
			"Candidate":[{"AddressClassification":{"Code":"1","Description":"Commercial"},
			"AddressKeyFormat":{"AddressLine":"${/XAVRequest/AddressKeyFormat/AddressLine}",
			"PoliticalDivision2":"${/XAVRequest/AddressKeyFormat/PoliticalDivision2:upper}",
			"PoliticalDivision1":"${/XAVRequest/AddressKeyFormat/PoliticalDivision1:upper}",
			"PostcodePrimaryLow":"${/XAVRequest/AddressKeyFormat/PostcodePrimaryLow}",
			"CountryCode":"${/XAVRequest/AddressKeyFormat/CountryCode}"}}]}}`,
	},
	wire.Operation{
		Method: "POST", Path: "/api/deliverydefense/external/v1.0/address/score",
		Source: upsDocument("DeliveryDefense"),
		Requires: []string{
			"/street", "/city", "/state", "/zipCode",
		},
		Example: wire.Example{
			Body: `{"street":"55 Glenlake Pkwy","city":"Atlanta","state":"GA",
				"zipCode":"30328"}`,
		},
		Body: `{"status":{"message":"Success"},"data":{"street":"${/street}",
			"city":"${/city}","state":"${/state}","zipCode":"${/zipCode}","country":"US",
			"score":900,"resiComFlag":"COM"}}`,
	},
	wire.Operation{
		Method: "POST", Path: "/api/locations/{version}/search/availabilities/{reqOption}",
		Source: upsDocument("Locator"),
		Requires: []string{
			"/LocatorRequest/Request/RequestAction",
			"/LocatorRequest/OriginAddress/AddressKeyFormat/PoliticalDivision1",
			"/LocatorRequest/OriginAddress/AddressKeyFormat/AddressLine",
			"/LocatorRequest/OriginAddress/AddressKeyFormat/PostcodePrimaryLow",
			"/LocatorRequest/OriginAddress/AddressKeyFormat/PoliticalDivision2",
			"/LocatorRequest/OriginAddress/AddressKeyFormat/CountryCode",
			"/LocatorRequest/Translate",
		},
		Example: wire.Example{
			Path: "/api/locations/v3/search/availabilities/64",
			Body: `{"LocatorRequest":{"Request":{"RequestAction":"Locator"},
				"OriginAddress":{"AddressKeyFormat":{"PoliticalDivision1":"GA",
				"AddressLine":"55 Glenlake Pkwy","PostcodePrimaryLow":"30328",
				"PoliticalDivision2":"Atlanta","CountryCode":"US"}},"Translate":{"Locale":"Locale 1",
				"LanguageCode":"ENG"}}}`,
		},
		Body: `{"LocatorResponse":{"Response":{"ResponseStatusCode":"1",
			"ResponseStatusDescription":"Success"},
			"SearchResults":{"DropLocation":[{"LocationID":"37222","OriginOrDestination":"01",
			"IVR":{"PhraseID":"1"},"Geocode":{"Latitude":"33.9","Longitude":"-84.3"},
			"PhoneNumber":["9015551234"],"LocationAttribute":[{"OptionType":{"Code":"01",
			"Description":"Location"},"OptionCode":[{"Code":"001",
			"Description":"UPS Customer Center"}]}],"Timezone":"America/New_York",
			"AddressKeyFormat":{"ConsigneeName":"The UPS Store","AddressLine":"1 Main St",
			"PoliticalDivision2":
			"${/LocatorRequest/OriginAddress/AddressKeyFormat/PoliticalDivision2}",
			"PoliticalDivision1":
			"${/LocatorRequest/OriginAddress/AddressKeyFormat/PoliticalDivision1}",
			"PostcodePrimaryLow":
			"${/LocatorRequest/OriginAddress/AddressKeyFormat/PostcodePrimaryLow}",
			"CountryCode":"${/LocatorRequest/OriginAddress/AddressKeyFormat/CountryCode}"},
			"Distance":{"Value":"0.4","UnitOfMeasurement":{"Code":"MI"}}}]},
			"AllowAllConfidenceLevels":"N"}}`,
	},
)
