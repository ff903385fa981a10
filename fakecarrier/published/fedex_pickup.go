package published

import "github.com/tokenstorm/tokenstorm/fakecarrier/wire"

// Pickups.
var _ = publish("fedex",
	wire.Operation{
		Method: "POST", Path: "/pickup/v1/pickups",
		Source: fedexDocument("Pickup"),
		Requires: []string{
			"/associatedAccountNumber", "/carrierCode", "/originDetail/customerCloseTime",
			"/originDetail/pickupLocation/address/city",
			"/originDetail/pickupLocation/address/countryCode",
			"/originDetail/pickupLocation/address/postalCode",
			"/originDetail/pickupLocation/address/stateOrProvinceCode",
			"/originDetail/pickupLocation/address/streetLines",
			"/originDetail/pickupLocation/contact", "/originDetail/readyDateTimestamp",
		},
		Example: wire.Example{
			Body: `{"associatedAccountNumber":{"value":"740561073"},"carrierCode":"FDXE",
				"originDetail":{"customerCloseTime":"18:00:00",
				"pickupLocation":{"address":{"city":"Collierville","countryCode":"US",
				"postalCode":"38017","stateOrProvinceCode":"TN","streetLines":["10 FedEx Pkwy"]},
				"contact":{"companyName":"Ann Sender Inc","personName":"Ann Sender",
				"phoneNumber":"9015551234"}},"readyDateTimestamp":"2026-03-02T11:00:00Z"},
				"packageCount":2,"remarks":"Please ring the bell"}`,
		},
		Makes: &wire.Makes{Kind: "pickup", Number: wire.Number{Like: "####"}},
		Body: fedexOutput(`{"pickupConfirmationCode":"${number}",
			"message":"Courier on the way to ${/originDetail/pickupLocation/address/city}",
			"location":"NQAA","alerts":[]}`),
	},
	wire.Operation{
		Method: "POST", Path: "/pickup/v1/pickups/availabilities",
		Source: fedexDocument("Pickup"),
		Requires: []string{
			"/carriers", "/countryRelationship", "/pickupAddress/countryCode",
			"/pickupAddress/postalCode", "/pickupRequestType",
		},
		Example: wire.Example{
			Body: `{"carriers":["FDXE"],"countryRelationship":"DOMESTIC",
				"pickupAddress":{"countryCode":"US","postalCode":"38017",
				"streetLines":["10 FedEx Pkwy"],"city":"Collierville","stateOrProvinceCode":"TN"},
				"pickupRequestType":["SAME_DAY"],"dispatchDate":"2026-03-02"}`,
		},
		Body: fedexOutput(`{"requestTimestamp":"${time}","options":{"$each":"/carriers",
			"$item":{"carrier":"${.}","available":true,"pickupDate":"${/dispatchDate|date}",
			"cutOffTime":"18:30:00","accessTime":{"hours":1,"minutes":30},
			"residentialAvailable":true,"countryRelationship":"${/countryRelationship}",
			"scheduleDay":"${/pickupRequestType/0}"}},"alerts":[]}`),
	},
	wire.Operation{
		Method: "PUT", Path: "/pickup/v1/pickups/cancel",
		Source: fedexDocument("Pickup"),
		Requires: []string{
			"/pickupConfirmationCode", "/scheduledDate", "/associatedAccountNumber",
		},
		Example: wire.Example{
			After: "POST /pickup/v1/pickups",
			Body: `{"pickupConfirmationCode":"${/output/pickupConfirmationCode}",
				"scheduledDate":"2026-03-02","associatedAccountNumber":{"value":"740561073"},
				"carrierCode":"FDXE","location":"NQAA"}`,
		},
		Finds: &wire.Finds{Kind: "pickup", By: "/pickupConfirmationCode", Ends: true},
		Body: fedexOutput(`{"pickupConfirmationCode":"${/pickupConfirmationCode}",
			"cancelConfirmationMessage":"Requested pickup has been cancelled successfully.",
			"alerts":[]}`),
	},
	wire.Operation{
		Method: "POST", Path: "/pickup/v1/freight/pickups/availabilities",
		Source: fedexDocument("LTLFreight"),
		Requires: []string{
			"/pickupAddress/countryCode", "/pickupAddress/postalCode",
		},
		Example: wire.Example{
			Body: `{"pickupAddress":{"countryCode":"US","postalCode":"38017",
				"streetLines":["10 FedEx Pkwy"],"city":"Collierville","stateOrProvinceCode":"TN"},
				"dispatchDate":"2026-03-02"}`,
		},
		Body: fedexOutput(`{"closeTime":"18:00:00","closeTimeType":"DEFAULT",
			"localTime":"12:00","options":[{"carrier":"FXFR","available":true,
			"pickupDate":"${/dispatchDate|date}","cutOffTime":"16:30:00",
			"residentialAvailable":true,"scheduleDay":"SAME_DAY"}],"alerts":[]}`),
	},
	wire.Operation{
		Method: "POST", Path: "/pickup/v1/freight/pickups/",
		Source: fedexDocument("LTLFreight"),
		Requires: []string{
			"/associatedAccountNumber", "/freightPickupDetail",
			"/originDetail/customerCloseTime", "/originDetail/pickupLocation/address",
			"/originDetail/readyDateTimestamp",
		},
		Example: wire.Example{
			Body: `{"associatedAccountNumber":{"value":"740561073"},
				"freightPickupDetail":{"role":"SHIPPER"},
				"originDetail":{"customerCloseTime":"18:00:00",
				"pickupLocation":{"address":{"city":"Collierville","countryCode":"US",
				"postalCode":"38017","stateOrProvinceCode":"TN","streetLines":["10 FedEx Pkwy"]},
				"contact":{"personName":"Ann Sender","companyName":"Ann Sender Inc",
				"phoneNumber":"9015551234"}},"readyDateTimestamp":"2026-03-02T11:00:00Z"}}`,
		},
		Makes: &wire.Makes{Kind: "freight pickup", Number: wire.Number{Like: "NQAA########"}},
		Body:  fedexOutput(`{"pickupConfirmationCode":"${number}","alerts":[]}`),
	},
	wire.Operation{
		Method: "PUT", Path: "/pickup/v1/freight/pickups/cancel/",
		Source: fedexDocument("LTLFreight"),
		Requires: []string{
			"/associatedAccountNumber", "/contactName", "/pickupConfirmationCode", "/reason",
		},
		Example: wire.Example{
			After: "POST /pickup/v1/freight/pickups/",
			Body: `{"associatedAccountNumber":{"value":"740561073"},"contactName":"Ann Sender",
				"pickupConfirmationCode":"${/output/pickupConfirmationCode}","reason":"Not ready",
				"scheduledDate":"2026-03-02"}`,
		},
		Finds: &wire.Finds{Kind: "freight pickup", By: "/pickupConfirmationCode", Ends: true},
		Body: fedexOutput(`{"pickupConfirmationCode":"${/pickupConfirmationCode}",
			"cancelConfirmationMessage":"Requested pickup has been cancelled successfully.",
			"alerts":[]}`),
	},
)
