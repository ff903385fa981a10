package published

import "github.com/tokenstorm/tokenstorm/fakecarrier/wire"

// fedexTracked is what tracking answers of a parcel that it knows: that its label was made, or that
// the sender cancelled it. Parcels do not move.
const fedexTracked = `{"trackingNumberInfo":{"trackingNumber":"${number}",
	"carrierCode":"FDXE"},"serviceDetail":{"type":
	"${its/requestedShipment/serviceType|its/freightRequestedShipment/serviceType}"},
	"latestStatusDetail":{"$if":"ended","$then":{"code":"CA","derivedCode":"CA",
	"statusByLocale":"Shipment cancelled by sender",
	"description":"Shipment cancelled by sender"},"$else":{"code":"OC","derivedCode":"OC",
	"statusByLocale":"Label created","description":"Shipment information sent to FedEx"}},
	"lastUpdatedDestinationAddress":"${its/requestedShipment/recipients/0/address}",
	"packageDetails":{"sequenceNumber":"${index:text}","count":"${count:text}"},
	"dateAndTimes":[{"type":"SHIP","dateTime":"${made_on}T00:00:00+00:00"}]}`

// Tracking. It knows what was shipped here, and nothing else.
var _ = publish("fedex",
	wire.Operation{
		Method: "POST", Path: "/track/v1/trackingnumbers",
		Source: fedexDocument("TrackingNumbers"),
		Requires: []string{
			"/trackingInfo/*/trackingNumberInfo/trackingNumber",
		},
		Example: wire.Example{
			After: "POST /ship/v1/shipments",
			Body: `{"includeDetailedScans":true,"trackingInfo":[{"trackingNumberInfo":
				{"trackingNumber":"${/output/transactionShipments/0/masterTrackingNumber}"}}]}`,
		},
		Body: fedexOutput(`{"completeTrackResults":{"$each":"/trackingInfo",
			"$item":{"trackingNumber":"${./trackingNumberInfo/trackingNumber}",
			"trackResults":[{"$find":"shipment","$by":"./trackingNumberInfo/trackingNumber",
			"$then":` + fedexTracked +
			`,"$else":{"trackingNumberInfo":
			{"trackingNumber":"${./trackingNumberInfo/trackingNumber}"},` + fedexUnknown +
			`}}]}},"alerts":[]}`),
	},
	wire.Operation{
		Method: "POST", Path: "/track/v1/associatedshipments",
		Source: fedexDocument("AssociatedShipments"),
		Requires: []string{
			"/associatedType", "/masterTrackingNumberInfo/trackingNumberInfo/trackingNumber",
		},
		Example: wire.Example{
			After: "POST /ship/v1/shipments",
			Body: `{"associatedType":"STANDARD_MPS","masterTrackingNumberInfo":
				{"trackingNumberInfo":
				{"trackingNumber":"${/output/transactionShipments/0/masterTrackingNumber}"}}}`,
		},
		Finds: &wire.Finds{
			Kind: "shipment", By: "/masterTrackingNumberInfo/trackingNumberInfo/trackingNumber",
		},
		Body: fedexOutput(`{"completeTrackResults":{"$each":"kept shipment",
			"$of":"/masterTrackingNumberInfo/trackingNumberInfo/trackingNumber",
			"$item":{"trackingNumber":"${number}","trackResults":[` + fedexTracked +
			`]}},"alerts":[]}`),
	},
	wire.Operation{
		Method: "POST", Path: "/track/v1/referencenumbers",
		Source: fedexDocument("ReferenceNumbers"),
		Requires: []string{
			"/referencesInformation/shipDateBegin", "/referencesInformation/shipDateEndDate",
			"/referencesInformation/value",
		},
		Example: wire.Example{
			After: "POST /ship/v1/shipments",
			Body: `{"referencesInformation":{"shipDateBegin":"2026-03-01",
				"shipDateEndDate":"2026-03-09","value":"order-17","type":"CUSTOMER_REFERENCE"}}`,
		},
		Body: fedexOutput(`{"completeTrackResults":[{"trackResults":[{"$find":"shipment",
			"$by":"/referencesInformation/value","$then":` + fedexTracked +
			`,"$else":{"trackingNumberInfo":{"trackingNumber":"${/referencesInformation/value}"},` +
			fedexUnknown +
			`}}]}],"alerts":[],"successful":true}`),
	},
	wire.Operation{
		Method: "POST", Path: "/track/v1/tcn",
		Source: fedexDocument("TCN"),
		Requires: []string{
			"/tcnInfo/value",
		},
		Example: wire.Example{
			After: "POST /ship/v1/shipments",
			Body:  `{"tcnInfo":{"value":"order-17","carrierCode":"FDXE"}}`,
		},
		Body: fedexOutput(`{"completeTrackResults":[{"trackResults":[{"$find":"shipment",
			"$by":"/tcnInfo/value","$then":` + fedexTracked +
			`,"$else":{"trackingNumberInfo":{"trackingNumber":"${/tcnInfo/value}"},` + fedexUnknown +
			`}}]}],"alerts":[]}`),
	},
	wire.Operation{
		Method: "POST", Path: "/track/v1/notifications",
		Source: fedexDocument("Notifications"),
		Requires: []string{
			"/senderContactName", "/senderEMailAddress",
			"/trackingEventNotificationDetail/trackingNotifications/*/notificationDetail",
			"/trackingEventNotificationDetail/trackingNotifications/*/notificationEventTypes",
			"/trackingNumberInfo/trackingNumber",
		},
		Example: wire.Example{
			After: "POST /ship/v1/shipments",
			Body: `{"senderContactName":"Ann Sender","senderEMailAddress":"ann@example.com",
				"trackingEventNotificationDetail":{"trackingNotifications":[{"notificationDetail":
				{"emailDetail":{"emailAddress":"p1@fedex.com"},"localization":{"languageCode":"en"},
				"notificationType":"HTML"},"notificationEventTypes":["notificationEventTypes 1"]}]},
				"trackingNumberInfo":
				{"trackingNumber":"${/output/transactionShipments/0/masterTrackingNumber}"}}`,
		},
		Finds: &wire.Finds{Kind: "shipment", By: "/trackingNumberInfo/trackingNumber"},
		Body: fedexOutput(`{"TrackingNumberInfo":{"trackingNumber":"${number}",
			"carrierCode":"FDXE"},
			"destinationAddress":"${its/requestedShipment/recipients/0/address}","alerts":[]}`),
	},
	wire.Operation{
		Method: "POST", Path: "/track/v1/trackingdocuments",
		Source: fedexDocument("TrackingDocuments"),
		Requires: []string{
			"/trackDocumentDetail/documentType",
			"/trackDocumentSpecification/*/trackingNumberInfo/trackingNumber",
		},
		Example: wire.Example{
			After: "POST /ship/v1/shipments",
			Body: `{"trackDocumentDetail":{"documentType":"SIGNATURE_PROOF_OF_DELIVERY",
				"documentFormat":"PNG"},"trackDocumentSpecification":[{"trackingNumberInfo":
				{"trackingNumber":"${/output/transactionShipments/0/masterTrackingNumber}"}}]}`,
		},
		Finds: &wire.Finds{
			Kind: "shipment", By: "/trackDocumentSpecification/0/trackingNumberInfo/trackingNumber",
		},
		Document: "/trackDocumentDetail/documentFormat",
		Body: fedexOutput(`{"localization":{"languageCode":"en","localeCode":"US"},
			"documentType":"${/trackDocumentDetail/documentType}","documentFormat":"${label_type}",
			"document":["${label}"],"alerts":[]}`),
	},
)
