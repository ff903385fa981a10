package published

import "github.com/tokenstorm/tokenstorm/fakecarrier/wire"

// dhlTracked is what tracking answers of a parcel that it knows. Parcels do not move.
const dhlTracked = `{"total":1,
	"packages":[{"package":{"packageId":"${its/packageDetail/packageId}",
	"dhlPackageId":"${number}","trackingId":"${number}",
	"orderedProductId":"${its/orderedProductId}","weight":"${its/packageDetail/weight}"},
	"pickupDetail":{"pickup":"${its/pickup}",
	"distributionCenter":"${its/distributionCenter}"},
	"recipient":{"name":"${its/consigneeAddress/name}","city":"${its/consigneeAddress/city}",
	"state":"${its/consigneeAddress/state}",
	"postalCode":"${its/consigneeAddress/postalCode}",
	"country":"${its/consigneeAddress/country}"},"events":[{"date":"${made_on}",
	"time":"00:00:00","primaryEventId":"100","primaryEventDescription":{"$if":"ended",
	"$then":"LABEL VOIDED","$else":"LABEL CREATED"}}]}]}`

// Tracking, which knows the labels that were made here, and hooks on it, which are kept and never
// called.
var _ = publish("dhl-ecommerce",
	wire.Operation{
		Method: "GET", Path: "/tracking/v4/package",
		Source: dhlTracking,
		Example: wire.Example{
			After: "POST /shipping/v4/label",
			Path:  "/tracking/v4/package?dhlPackageId=${/labels/0/dhlPackageId}",
		},
		Finds: &wire.Finds{
			Kind: "shipment", By: "query.packageId|query.dhlPackageId|query.trackingId", Ended: true,
		},
		Body: dhlTracked,
	},
	wire.Operation{
		Method: "GET", Path: "/tracking/v4/package/open",
		Source: dhlTracking,
		Example: wire.Example{
			After: "POST /shipping/v4/label",
			Path:  "/tracking/v4/package/open?packageId=ORDER-17",
		},
		Finds: &wire.Finds{
			Kind: "shipment", By: "query.packageId|query.dhlPackageId|query.trackingId", Ended: true,
		},
		Body: dhlTracked,
	},
	wire.Operation{
		Method: "POST", Path: "/account/v4/webhooks",
		Source: dhlPortal,
		Requires: []string{
			"/pickup", "/url",
		},
		Example: wire.Example{
			Body: `{"pickup":"5351244","url":"https://example.com/hook"}`,
		},
		Makes: &wire.Makes{
			Kind: "hook", Number: wire.Number{Like: "hook-########"}, Of: "client",
		},
		Body: `{"hookId":"${number}","pickup":"${/pickup}","url":"${/url}"}`,
	},
	wire.Operation{
		Method: "GET", Path: "/account/v4/webhooks",
		Source: dhlPortal,
		Example: wire.Example{
			After: "POST /account/v4/webhooks",
		},
		Body: `{"webhooks":{"$each":"kept hook","$of":"client",
			"$item":{"hookId":"${number}","pickup":"${its/pickup}","url":"${its/url}"}}}`,
	},
	wire.Operation{
		Method: "GET", Path: "/account/v4/webhooks/{hookId}",
		Source: dhlPortal,
		Example: wire.Example{
			After: "POST /account/v4/webhooks",
			Path:  "/account/v4/webhooks/${/hookId}",
		},
		Finds: &wire.Finds{Kind: "hook", By: "path.hookId"},
		Body:  `{"hookId":"${number}","pickup":"${its/pickup}","url":"${its/url}"}`,
	},
	wire.Operation{
		Method: "PUT", Path: "/account/v4/webhooks/{hookId}",
		Source: dhlPortal,
		Requires: []string{
			"/url",
		},
		Example: wire.Example{
			After: "POST /account/v4/webhooks",
			Path:  "/account/v4/webhooks/${/hookId}",
			Body:  `{"pickup":"5351244","url":"https://example.com/new"}`,
		},
		Finds: &wire.Finds{Kind: "hook", By: "path.hookId", Changes: true},
		Body:  `{"hookId":"${number}","pickup":"${/pickup}","url":"${/url}"}`,
	},
	wire.Operation{
		Method: "DELETE", Path: "/account/v4/webhooks/{hookId}",
		Source: dhlPortal,
		Example: wire.Example{
			After: "POST /account/v4/webhooks",
			Path:  "/account/v4/webhooks/${/hookId}",
		},
		Finds: &wire.Finds{Kind: "hook", By: "path.hookId", Ends: true},
	},
)
