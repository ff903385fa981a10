package published

import "github.com/tokenstorm/tokenstorm/fakecarrier/wire"

// uspsTracked is what tracking answers of a parcel that it knows. Parcels do not move.
const uspsTracked = `{"statusCategory":{"$if":"ended","$then":"Label Cancelled",
	"$else":"Pre-Shipment"},"status":{"$if":"ended","$then":"Label cancelled",
	"$else":"Shipping Label Created, USPS Awaiting Item"},"trackingNumber":"${number}",
	"mailClass":"${its/packageDescription/mailClass}",
	"destinationCity":"${its/toAddress/city:upper}",
	"destinationState":"${its/toAddress/state}","destinationZIP":"${its/toAddress/ZIPCode}",
	"originCity":"${its/fromAddress/city:upper}","originState":"${its/fromAddress/state}",
	"originZIP":"${its/fromAddress/ZIPCode}","trackingEvents":[{"eventType":{"$if":"ended",
	"$then":"Label cancelled","$else":"Shipping Label Created, USPS Awaiting Item"},
	"eventTimestamp":"${made_on}T00:00:00Z","eventCity":"${its/fromAddress/city:upper}",
	"eventState":"${its/fromAddress/state}","eventZIP":"${its/fromAddress/ZIPCode}",
	"eventCode":"GX"}]}`

// Tracking. It knows the labels that were made here, and nothing else.
var _ = publish("usps",
	wire.Operation{
		Method: "GET", Path: "/tracking/v3/tracking/{trackingNumber}",
		Source: uspsReadme,
		Example: wire.Example{
			After: "POST /labels/v3/label",
			Path:  "/tracking/v3/tracking/${/labelMetadata/trackingNumber}",
		},
		Finds: &wire.Finds{Kind: "shipment", By: "path.trackingNumber", Ended: true},
		Body:  uspsTracked,
	},
	wire.Operation{
		Method: "POST", Path: "/tracking/v3/tracking/{trackingNumber}/notifications",
		Source: uspsPostman,
		Requires: []string{
			"/notifyEventTypes", "/recipients",
		},
		Example: wire.Example{
			After: "POST /labels/v3/label",
			Path:  "/tracking/v3/tracking/${/labelMetadata/trackingNumber}/notifications",
			Body: `{"notifyEventTypes":["ALL_UPDATES"],
				"recipients":[{"email":"joe@example.com"}]}`,
		},
		Finds: &wire.Finds{Kind: "shipment", By: "path.trackingNumber", Ended: true},
		Body:  `{"trackingNumber":"${number}","notifyEventTypes":"${/notifyEventTypes}"}`,
	},
	wire.Operation{
		Method: "POST", Path: "/tracking/v3/tracking/{trackingNumber}/proof-of-delivery",
		Source: uspsPostman,
		Requires: []string{
			"/recipients",
		},
		Example: wire.Example{
			After: "POST /labels/v3/label",
			Path:  "/tracking/v3/tracking/${/labelMetadata/trackingNumber}/proof-of-delivery",
			Body:  `{"recipients":[{"email":"joe@example.com"}]}`,
		},
		Finds: &wire.Finds{Kind: "shipment", By: "path.trackingNumber", Ended: true},
		Body:  `{"trackingNumber":"${number}","recipients":"${/recipients}"}`,
	},
	wire.Operation{
		Method: "POST", Path: "/tracking/v3r2/tracking",
		Requires: []string{
			"/*/trackingNumber",
		},
		Example: wire.Example{
			After: "POST /labels/v3/label",
			Body: `[{"trackingNumber":"${/labelMetadata/trackingNumber}"},
				{"trackingNumber":"9400100000000000000000"}]`,
		},
		Body: `{"$each":"/","$item":{"$find":"shipment","$by":"./trackingNumber","$then":` + uspsTracked +
			`,"$else":{"trackingNumber":"${./trackingNumber}","statusCode":"404",
			"error":{"code":"404","message":"No record of that item"}}}}`,
	},
)
