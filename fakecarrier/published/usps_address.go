package published

import "github.com/tokenstorm/tokenstorm/fakecarrier/wire"

// Addresses: what is asked, in upper case. None is looked up.
var _ = publish("usps",
	wire.Operation{
		Method: "GET", Path: "/addresses/v3/address",
		Source: uspsReadme,
		Requires: []string{
			"query.streetAddress", "query.state",
		},
		Example: wire.Example{
			Path: "/addresses/v3" +
				"/address?streetAddress=475+LENFANT+PLZ&city=WASHINGTON&state=DC&ZIPCode=20260",
		},
		Body: `{"firm":"${query.firm}",
			"address":{"streetAddress":"${query.streetAddress:upper}",
			"streetAddressAbbreviation":null,"secondaryAddress":"${query.secondaryAddress:upper}",
			"city":"${query.city:upper}","state":"${query.state:upper}",
			"ZIPCode":"${query.ZIPCode|=20260}","ZIPPlus4":"${query.ZIPPlus4|=0004}",
			"urbanization":"${query.urbanization:upper}"},"additionalInfo":{"deliveryPoint":"20",
			"DPVConfirmation":"Y","DPVCMRA":"N","business":"Y","vacant":"N"},"corrections":[],
			"matches":[{"code":"31","text":"Single Response - exact match"}]}`,
	},
	wire.Operation{
		Method: "GET", Path: "/addresses/v3/city-state",
		Source: uspsReadme,
		Requires: []string{
			"query.ZIPCode",
		},
		Example: wire.Example{
			Path: "/addresses/v3/city-state?ZIPCode=20260",
		},
		Body: `{"city":"CITY OF ${query.ZIPCode}","state":"DC",
			"ZIPCode":"${query.ZIPCode}"}`,
	},
	wire.Operation{
		Method: "GET", Path: "/addresses/v3/zipcode",
		Source: uspsReadme,
		Requires: []string{
			"query.streetAddress", "query.city", "query.state",
		},
		Example: wire.Example{
			Path: "/addresses/v3" +
				"/zipcode?streetAddress=475+LENFANT+PLZ&city=WASHINGTON&state=DC&ZIPCode=20260",
		},
		Body: `{"firm":"${query.firm}",
			"address":{"streetAddress":"${query.streetAddress:upper}",
			"streetAddressAbbreviation":null,"secondaryAddress":"${query.secondaryAddress:upper}",
			"city":"${query.city:upper}","state":"${query.state:upper}",
			"ZIPCode":"${query.ZIPCode|=20260}","ZIPPlus4":"${query.ZIPPlus4|=0004}",
			"urbanization":"${query.urbanization:upper}"}}`,
	},
	wire.Operation{
		Method: "GET", Path: "/locations/v3/dropoff-locations",
		Source: uspsReadme,
		Requires: []string{
			"query.mailClass", "query.destinationZIPCode",
		},
		Example: wire.Example{
			Path: "/locations/v3/dropoff-locations?mailClass=PARCEL_SELECT&destinationZIPCode=30343",
		},
		Body: `[{"dropShipmentKey":"K020303","facilityName":"RPDC",
			"facilityAddress":{"streetAddress":"1 MAIN ST","city":"PALMETTO","state":"GA",
			"ZIPCode":"${query.destinationZIPCode}","ZIPPlus4":"0001"},
			"destinationZIPCode":"${query.destinationZIPCode}",
			"acceptedPackageTypes":[{"mailClass":"${query.mailClass}",
			"processingCategory":"MACHINABLE","palletized":"BOTH"}]}]`,
	},
	wire.Operation{
		Method: "GET", Path: "/locations/v3/post-office-locations",
		Source: uspsReadme,
		Example: wire.Example{
			Path: "/locations/v3/post-office-locations?radius=1&ZIPCode=10463",
		},
		Body: `{"locations":[{"facilityName":"POST OFFICE",
			"facilityAddress":{"streetAddress":"1 MAIN ST","city":"${query.city|=BRONX}",
			"state":"${query.state|=NY}","ZIPCode":"${query.ZIPCode}","ZIPPlus4":"9998"},
			"facilityId":"1369089","postOfficeType":"POST_OFFICE","distance":0.2,
			"timeZone":"US/Eastern"}]}`,
	},
)
