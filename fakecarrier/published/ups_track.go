package published

import "github.com/tokenstorm/tokenstorm/fakecarrier/wire"

// upsStatus is what tracking says of a parcel: that its label was made, or that it was voided.
const upsStatus = `{"$if":"ended","$then":{"type":"MV","code":"VS",
	"description":"Shipment voided","statusCode":"000"},"$else":{"type":"M","code":"MP",
	"description":"Shipper created a label, UPS has not received the package yet.",
	"statusCode":"003"}}`

// upsPackage is what tracking answers of a parcel that it knows. Parcels do not move.
const upsPackage = `{"trackingNumber":"${number}","currentStatus":` + upsStatus +
	`,"activity":[{"status":` + upsStatus +
	`,"date":"${made_compact}","time":"000000"}],"packageCount":"${count}",
	"service":{"code":"${its/ShipmentRequest/Shipment/Service/Code}"},
	"referenceNumber":{"$each":"its/ShipmentRequest/Shipment/ReferenceNumber",
	"$item":{"type":"SHIPMENT","number":"${./Value}"}},
	"packageAddress":[{"type":"DESTINATION",
	"name":"${its/ShipmentRequest/Shipment/ShipTo/Name}",
	"address":{"city":"${its/ShipmentRequest/Shipment/ShipTo/Address/City}",
	"stateProvince":"${its/ShipmentRequest/Shipment/ShipTo/Address/StateProvinceCode}",
	"postalCode":"${its/ShipmentRequest/Shipment/ShipTo/Address/PostalCode}",
	"countryCode":"${its/ShipmentRequest/Shipment/ShipTo/Address/CountryCode}"}}]}`

// Tracking. It knows what was shipped here, and nothing else.
var _ = publish("ups",
	wire.Operation{
		Method: "GET", Path: "/api/track/v1/details/{inquiryNumber}",
		Source: upsDocument("Tracking"),
		Example: wire.Example{
			After: "POST /api/shipments/{version}/ship",
			Path: "/api/track/v1/details/" +
				"${/ShipmentResponse/ShipmentResults/ShipmentIdentificationNumber}",
		},
		Finds: &wire.Finds{Kind: "shipment", By: "path.inquiryNumber", Ended: true},
		Body: `{"trackResponse":{"shipment":[{"inquiryNumber":"${path.inquiryNumber}",
			"package":[` + upsPackage +
			`]}]}}`,
	},
	wire.Operation{
		Method: "GET", Path: "/api/track/v1/reference/details/{referenceNumber}",
		Source: upsDocument("Tracking"),
		Example: wire.Example{
			After: "POST /api/shipments/{version}/ship",
			Path:  "/api/track/v1/reference/details/order-17",
		},
		Finds: &wire.Finds{Kind: "shipment", By: "path.referenceNumber", Ended: true},
		Body: `{"trackResponse":{"shipment":[{"inquiryNumber":"${path.referenceNumber}",
			"package":[` + upsPackage +
			`]}]}}`,
	},
	wire.Operation{
		Method: "GET", Path: "/api/track/v1/shipment/details/{inquiryNumber}",
		Source: upsDocument("Tracking"),
		Example: wire.Example{
			After: "POST /api/shipments/{version}/ship",
			Path: "/api/track/v1/shipment/details/" +
				"${/ShipmentResponse/ShipmentResults/ShipmentIdentificationNumber}",
		},
		Finds: &wire.Finds{Kind: "shipment", By: "path.inquiryNumber", Ended: true},
		Body: `{"trackResponse":{"shipment":[{"inquiryNumber":"${path.inquiryNumber}",
			"package":{"$each":"kept shipment","$of":"path.inquiryNumber","$item":` + upsPackage +
			`}}]}}`,
	},
	wire.Operation{
		Method: "POST", Path: "/api/track/{version}/subscription/{type}/package",
		Source: upsDocument("UPSTrackAlert"),
		Requires: []string{
			"/locale", "/trackingNumberList",
		},
		Example: wire.Example{
			Path: "/api/track/v1/subscription/standard/package",
			Body: `{"locale":"en_US","trackingNumberList":["1Z999AA10123456784"],
				"destination":{"url":"https://example.com/hook","credentialType":"Bearer",
				"credential":"x"}}`,
		},
		Body: `{"validTrackingNumbers":"${/trackingNumberList}",
			"invalidTrackingNumbers":[]}`,
	},
	wire.Operation{
		Method: "POST", Path: "/api/track/{version}/subscription/{type}/account",
		Source: upsDocument("UPSTrackAlert"),
		Requires: []string{
			"/locale", "/shipperAccountNumber",
		},
		Example: wire.Example{
			Path: "/api/track/v1/subscription/standard/account",
			Body: `{"locale":"en_US","shipperAccountNumber":"A1B2C3"}`,
		},
		Makes: &wire.Makes{
			Kind: "subscription", Number: wire.Number{Like: "########"}, Key: "/shipperAccountNumber",
		},
		Body: `{"expiryDate":"9999-12-31"}`,
	},
	wire.Operation{
		Method: "DELETE", Path: "/api/track/{version}/subscription/{type}/account",
		Source: upsDocument("UPSTrackAlert"),
		Requires: []string{
			"query.shipper_account_number",
		},
		Example: wire.Example{
			After: "POST /api/track/{version}/subscription/{type}/account",
			Path:  "/api/track/v1/subscription/standard/account?shipper_account_number=A1B2C3",
		},
		Finds: &wire.Finds{
			Kind: "subscription", By: "query.shipper_account_number", Ends: true,
		},
		Body: `{"message":"Account ${key} unsubscribed"}`,
	},
	wire.Operation{
		Method: "POST", Path: "/api/quantumview/{version}/events",
		Source: upsDocument("QuantumView"),
		Requires: []string{
			"/QuantumViewRequest/Request/RequestAction",
		},
		Example: wire.Example{
			Path: "/api/quantumview/v1/events",
			Body: `{"QuantumViewRequest":{"Request":{"RequestAction":"QVEvents",
				"TransactionReference":{"CustomerContext":"mine"}},
				"SubscriptionRequest":[{"Name":"parcels"}]}}`,
		},
		Body: `{"QuantumViewResponse":{"Response":{"TransactionReference":
			{"CustomerContext":"${/QuantumViewRequest/Request/TransactionReference/CustomerContext}"},
			"ResponseStatusCode":"1","ResponseStatusDescription":"Success"},
			"QuantumViewEvents":{"SubscriberID":"${client}",
			"SubscriptionEvents":{"$each":"/QuantumViewRequest/SubscriptionRequest",
			"$item":{"Name":"${./Name}","SubscriptionStatus":{"Code":"A",
			"Description":"Active"}}}}}}`,
	},
)
