package published

import "github.com/tokenstorm/tokenstorm/fakecarrier/wire"

// Intercepts of parcels that are on their way: those that were shipped here.
var _ = publish("ups",
	wire.Operation{
		Method: "POST", Path: "/api/deliveryintercept/{version}/charges/{tracking_number}",
		Source: upsDocument("DeliveryIntercept"),
		Requires: []string{
			"/ratingRequest/*/fromAddress/addressLine1", "/ratingRequest/*/fromAddress/city",
			"/ratingRequest/*/fromAddress/countryCode",
			"/ratingRequest/*/fromAddress/firstName",
			"/ratingRequest/*/fromAddress/phoneNumber",
			"/ratingRequest/*/fromAddress/postalCode", "/ratingRequest/*/fromAddress/state",
			"/ratingRequest/*/toAddress/addressLine1", "/ratingRequest/*/toAddress/city",
			"/ratingRequest/*/toAddress/countryCode", "/ratingRequest/*/toAddress/firstName",
			"/ratingRequest/*/toAddress/phoneNumber",
			"/ratingRequest/*/toAddress/postalCode", "/ratingRequest/*/toAddress/state",
			"/ratingRequest/*/trackInfo/interceptOption",
		},
		Example: wire.Example{
			Path: "/api/deliveryintercept/v1/charges/1Z999AA10123456784",
			Body: `{"ratingRequest":[{"fromAddress":{"addressLine1":"12911 FORK RD",
				"city":"Baldwin","countryCode":"US","firstName":"HUNTLY","phoneNumber":"+19886222564",
				"postalCode":"postalCode 1","state":"MD"},"toAddress":{"addressLine1":"12911 FORK RD",
				"city":"Baldwin","countryCode":"US","firstName":"HUNTLY","phoneNumber":"+19886222564",
				"postalCode":"postalCode 1","state":"MD"},
				"trackInfo":{"interceptOption":"interceptOption 1"}}]}`,
		},
		Body: `{"response":{"transactionId":"${id}","statusCode":"000",
			"chargeInfo":[{"trackingNumber":"${path.tracking_number:text}",
			"accessorialCharge":"5.00","interceptCharge":"5.00","transportationCharge":"5.00",
			"totalCharge":"5.00","chargeCurrency":"USD","estDeliveryDate":"${date}",
			"serviceCode":"012","serviceDesc":"UPS 3 DAY SELECT","packageWeight":"4.0",
			"packageWeightUOM":"packageWeightUOM","packagingType":"03","shipperName":"ACME Inc.",
			"preTaxTotalCharge":"5.00","taxDisclaimerIndicator":"taxDisclaimerIndicator"}]}}`,
	},
	wire.Operation{
		Method: "GET",
		Path:   "/api/deliveryintercept/{version}/eligibility/intercept/{tracking_number}",
		Source: upsDocument("DeliveryIntercept"),
		Example: wire.Example{
			After: "POST /api/shipments/{version}/ship",
			Path: "/api/deliveryintercept/v1/eligibility/intercept/" +
				"${/ShipmentResponse/ShipmentResults/ShipmentIdentificationNumber}",
		},
		Finds: &wire.Finds{Kind: "shipment", By: "path.tracking_number"},
		Body: `{"response":{"transactionId":"${id}","statusCode":"000",
			"commonEligibilityMap":{"eligibilityValue":{"createEligibility":"ELIGIBLE",
			"modifyEligibility":"NOT_ELIGIBLE","cancelEligibility":"ELIGIBLE"}}}}`,
	},
	wire.Operation{
		Method: "POST", Path: "/api/deliveryintercept/{version}/redirect/address/{tracking_number}",
		Source: upsDocument("DeliveryIntercept"),
		Requires: []string{
			"/requesterContactInfo/name", "/requesterContactInfo/telephone",
			"/specialInstructions",
		},
		Example: wire.Example{
			After: "POST /api/shipments/{version}/ship",
			Path: "/api/deliveryintercept/v1/redirect/address/" +
				"${/ShipmentResponse/ShipmentResults/ShipmentIdentificationNumber}",
			Body: `{"requesterContactInfo":{"name":"The UPS Store","telephone":"+14107495070"},
				"specialInstructions":"Handle With Care"}`,
		},
		Finds: &wire.Finds{Kind: "shipment", By: "path.tracking_number"},
		Body:  `{"transactionId":"${id}","statusCode":"000","success":true}`,
	},
	wire.Operation{
		Method: "POST", Path: "/api/deliveryintercept/{version}/willcall/{tracking_number}",
		Source: upsDocument("DeliveryIntercept"),
		Requires: []string{
			"/requesterContactInfo/name", "/requesterContactInfo/telephone",
			"/specialInstructions",
		},
		Example: wire.Example{
			After: "POST /api/shipments/{version}/ship",
			Path: "/api/deliveryintercept/v1/willcall/" +
				"${/ShipmentResponse/ShipmentResults/ShipmentIdentificationNumber}",
			Body: `{"requesterContactInfo":{"name":"The UPS Store","telephone":"+14107495070"},
				"specialInstructions":"Handle With Care"}`,
		},
		Finds: &wire.Finds{Kind: "shipment", By: "path.tracking_number"},
		Body:  `{"transactionId":"${id}","statusCode":"000","success":true}`,
	},
	wire.Operation{
		Method: "POST", Path: "/api/deliveryintercept/{version}/return/{tracking_number}",
		Source: upsDocument("DeliveryIntercept"),
		Requires: []string{
			"/requesterContactInfo/name", "/requesterContactInfo/telephone",
			"/specialInstructions",
		},
		Example: wire.Example{
			After: "POST /api/shipments/{version}/ship",
			Path: "/api/deliveryintercept/v1/return/" +
				"${/ShipmentResponse/ShipmentResults/ShipmentIdentificationNumber}",
			Body: `{"requesterContactInfo":{"name":"The UPS Store","telephone":"+14107495070"},
				"specialInstructions":"Handle With Care"}`,
		},
		Finds: &wire.Finds{Kind: "shipment", By: "path.tracking_number"},
		Body:  `{"transactionId":"${id}","statusCode":"000","success":true}`,
	},
	wire.Operation{
		Method: "POST", Path: "/api/deliveryintercept/{version}/reschedule/{tracking_number}",
		Source: upsDocument("DeliveryIntercept"),
		Requires: []string{
			"/requesterContactInfo/name", "/requesterContactInfo/telephone",
			"/specialInstructions",
		},
		Example: wire.Example{
			After: "POST /api/shipments/{version}/ship",
			Path: "/api/deliveryintercept/v1/reschedule/" +
				"${/ShipmentResponse/ShipmentResults/ShipmentIdentificationNumber}",
			Body: `{"requesterContactInfo":{"name":"The UPS Store","telephone":"+14107495070"},
				"specialInstructions":"Handle With Care"}`,
		},
		Finds: &wire.Finds{Kind: "shipment", By: "path.tracking_number"},
		Body:  `{"transactionId":"${id}","statusCode":"000","success":true}`,
	},
	wire.Operation{
		Method: "POST", Path: "/api/deliveryintercept/{version}/cancel/{tracking_number}",
		Source: upsDocument("DeliveryIntercept"),
		Requires: []string{
			"/requesterContactInfo/name", "/requesterContactInfo/telephone",
			"/specialInstructions",
		},
		Example: wire.Example{
			After: "POST /api/shipments/{version}/ship",
			Path: "/api/deliveryintercept/v1/cancel/" +
				"${/ShipmentResponse/ShipmentResults/ShipmentIdentificationNumber}",
			Body: `{"requesterContactInfo":{"name":"The UPS Store","telephone":"+14107495070"},
				"specialInstructions":"Handle With Care"}`,
		},
		Finds: &wire.Finds{Kind: "shipment", By: "path.tracking_number"},
		Body:  `{"transactionId":"${id}","statusCode":"000","success":true}`,
	},
)
