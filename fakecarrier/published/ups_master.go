package published

import "github.com/tokenstorm/tokenstorm/fakecarrier/wire"

// Shipments of many parcels that cross a border together. None of these operations makes one.
var _ = publish("ups",
	wire.Operation{
		Method: "POST", Path: "/api/ship/tradedirect/{version}/master-shipments/documents",
		Source: upsDocument("TradeDirect"),
		Requires: []string{
			"/requestedDoc", "/docFormat", "/usiNumber", "/shipperAccountNumber",
		},
		Example: wire.Example{
			Path: "/api/ship/tradedirect/v1/master-shipments/documents",
			Body: `{"requestedDoc":"CCI","docFormat":"ZPL","usiNumber":"578299028T",
				"shipperAccountNumber":"1234WW"}`,
		},
		Body: `{"documents":{"cci":"ZWF0aW9uRG...4KZW5","cbol":"ZWF0aW9uRG...4KZW5",
			"bol":"ZWF0aW9uRG...4KZW5"}}`,
	},
	wire.Operation{
		Method: "DELETE", Path: "/api/ship/tradedirect/{version}/master-shipments/{usi-number}",
		Source: upsDocument("TradeDirect"),
		Requires: []string{
			"query.shipper_account_number",
		},
		Example: wire.Example{
			Path: "/api/ship/tradedirect/v1/master-shipments/578299028T?shipper_account_number=A1",
		},
		Status: 204,
	},
	wire.Operation{
		Method: "DELETE",
		Path: "/api/ship/tradedirect/{version}/master-shipments/{usi-number}" +
			"/child-shipments/{tracking-number}",
		Source: upsDocument("TradeDirect"),
		Example: wire.Example{
			Path: "/api/ship/tradedirect/v1/master-shipments/578299028T/child-shipments" +
				"/1Z999AA10123456784",
		},
		Status: 204,
	},
	wire.Operation{
		Method: "DELETE",
		Path: "/api/ship/tradedirect/{version}/master-shipments/{usi-number}" +
			"/ltl-child-shipments/{sub-pro-number}",
		Source: upsDocument("TradeDirect"),
		Example: wire.Example{
			Path: "/api/ship/tradedirect/v1/master-shipments/578299028T/ltl-child-shipments/1",
		},
		Status: 204,
	},
	wire.Operation{
		Method: "POST",
		Path:   "/api/ship/tradedirect/{version}/master-shipments/{usi-number}/closeout",
		Source: upsDocument("TradeDirect"),
		Requires: []string{
			"/shipment/shipper/accountNumber",
		},
		Example: wire.Example{
			Path: "/api/ship/tradedirect/v1/master-shipments/578299028T/closeout",
			Body: `{"shipment":{"shipper":{"accountNumber":"1234WW"}}}`,
		},
		Body: `{"invoiceLabelResponse":{"files":[{"data":"${label}","fileFormat":"PDF",
			"referenceId":"${path.usi-number}"}]},"bolLabelResponse":{"files":[{"data":"${label}",
			"fileFormat":"PDF","referenceId":"${path.usi-number}"}]},"palletLabelResponses":{}}`,
	},
	wire.Operation{
		Method: "POST", Path: "/api/ship/{version}/master-shipment/closeout/{shipment-gccn}",
		Source: upsDocument("WorldEaseShipmentManagement"),
		Requires: []string{
			"/shipperAccountNumber",
		},
		Example: wire.Example{
			Path: "/api/ship/v1/master-shipment/closeout/G1",
			Body: `{"shipperAccountNumber":"shipperAccountNumber 1"}`,
		},
		Status: 202,
		Body: `{"transId":"${id}","label":{"opTyp":"PDF","lblNmbr":"${path.shipment-gccn}",
			"lblData":"${label}"}}`,
	},
	wire.Operation{
		Method: "DELETE", Path: "/api/ship/{version}/master-shipment/{shipment-gccn}",
		Source: upsDocument("WorldEaseShipmentManagement"),
		Requires: []string{
			"/shipperAccountNumber",
		},
		Example: wire.Example{
			Path: "/api/ship/v1/master-shipment/G1",
			Body: `{"shipperAccountNumber":"shipperAccountNumber 1"}`,
		},
		Body: `{"code":"000","message":"Master shipment ${path.shipment-gccn} is voided"}`,
	},
	wire.Operation{
		Method: "DELETE", Path: "/api/ship/{version}/child-shipment/{shipment-gccn}/{tracking-number}",
		Source: upsDocument("WorldEaseShipmentManagement"),
		Example: wire.Example{
			Path: "/api/ship/v1/child-shipment/G1/1Z999AA10123456784",
		},
		Body: `{"code":"000",
			"message":"Shipment ${path.tracking-number} of ${path.shipment-gccn} is voided"}`,
	},
)
