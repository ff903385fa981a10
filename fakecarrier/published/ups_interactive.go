package published

import "github.com/tokenstorm/tokenstorm/fakecarrier/wire"

// Guidance on descriptions of goods, question by question; and delivery PINs.
var _ = publish("ups",
	wire.Operation{
		Method: "POST", Path: "/api/export-assure/{version}/interactive",
		Source: upsDocument("InteractiveDescriptionGuidance"),
		Requires: []string{
			"/importCountryCode", "/commodityDescription",
		},
		Example: wire.Example{
			Path: "/api/export-assure/v1/interactive",
			Body: `{"importCountryCode":"CA","commodityDescription":"Bottles"}`,
		},
		Makes: &wire.Makes{
			Kind: "guidance", Number: wire.Number{Like: "########-0000-4000-8000-00000000####"},
		},
		Body: `{"newProductDescription":"${/commodityDescription}","noMoreQuestions":false,
			"questions":[{"id":"q1","question":"What is it made of?","options":["Glass","Steel"]}],
			"session":{"id":"${number}"}}`,
	},
	wire.Operation{
		Method: "POST", Path: "/api/export-assure/{version}/interactive/{sessionId}",
		Source: upsDocument("InteractiveDescriptionGuidance"),
		Requires: []string{
			"/questions/*/id", "/questions/*/selected",
		},
		Example: wire.Example{
			After: "POST /api/export-assure/{version}/interactive",
			Path:  "/api/export-assure/v1/interactive/${/session/id}",
			Body:  `{"questions":[{"id":"q1","selected":1}]}`,
		},
		Finds: &wire.Finds{Kind: "guidance", By: "path.sessionId"},
		Body: `{"newProductDescription":"${its/commodityDescription}",
			"noMoreQuestions":true,"session":{"id":"${number}","historyDesc":{"$each":"/questions",
			"$item":{"id":"${./id}","selected":"${./selected}","assumed":false}}}}`,
	},
	wire.Operation{
		Method: "POST", Path: "/api/export-assure/{version}/interactive/feedback/{sessionId}",
		Source: upsDocument("InteractiveDescriptionGuidance"),
		Requires: []string{
			"/id", "/sentiment",
		},
		Example: wire.Example{
			After: "POST /api/export-assure/{version}/interactive",
			Path:  "/api/export-assure/v1/interactive/feedback/${/session/id}",
			Body:  `{"id":"q1","sentiment":true}`,
		},
		Finds:  &wire.Finds{Kind: "guidance", By: "path.sessionId"},
		Status: 204,
	},
	wire.Operation{
		Method: "POST", Path: "/api/pin-mgmt-sys/{version}/pins/token",
		Source: upsDocument("ProtectedDeliveryToken"),
		Requires: []string{
			"/pin",
		},
		Example: wire.Example{
			Path: "/api/pin-mgmt-sys/v1/pins/token",
			Body: `{"pin":"1234"}`,
		},
		Makes: &wire.Makes{Kind: "pin", Number: wire.Number{Like: "token-########"}},
		Body:  `{"token":"${number}"}`,
	},
	wire.Operation{
		Method: "GET", Path: "/api/pin-mgmt-sys/{version}/pins/token",
		Source: upsDocument("ProtectedDeliveryToken"),
		Example: wire.Example{
			After:  "POST /api/pin-mgmt-sys/{version}/pins/token",
			Path:   "/api/pin-mgmt-sys/v1/pins/token",
			Header: [2]string{"X-UserToken", "${/token}"},
		},
		Finds: &wire.Finds{Kind: "pin", By: "header.X-UserToken"},
		Body:  `{"pin":"${its/pin}"}`,
	},
	wire.Operation{
		Method: "POST", Path: "/api/pin-mgmt-sys/{version}/pins/retrieve",
		Source: upsDocument("ProtectedDeliveryToken"),
		Requires: []string{
			"/trackingNumbers",
		},
		Example: wire.Example{
			Path: "/api/pin-mgmt-sys/v1/pins/retrieve",
			Body: `{"trackingNumbers":["1Z999AA10123456784"]}`,
		},
		Body: `{"results":{"$each":"/trackingNumbers","$item":{"trackingNumber":"${.}",
			"pin":"1234"}}}`,
	},
	wire.Operation{
		Method: "GET", Path: "/api/pin-mgmt-sys/{version}/pins/epra",
		Source: upsDocument("ProtectedDeliveryToken"),
		Example: wire.Example{
			Path:   "/api/pin-mgmt-sys/v1/pins/epra",
			Header: [2]string{"trackingNumber", "1Z999AA10123456784"},
		},
		Body: `{"response":{"epraCode":"${header.trackingNumber}","epraRequired":"N",
			"epraMatch":"N","epraKiala":"N"}}`,
	},
)
