package published

import "github.com/tokenstorm/tokenstorm/fakecarrier/wire"

// Shipments and their labels.
var _ = publish("ups",
	wire.Operation{
		Method: "POST", Path: "/api/shipments/{version}/ship",
		Source: upsDocument("Shipping"),
		Requires: []string{
			"/ShipmentRequest/Shipment/Shipper/ShipperNumber",
			"/ShipmentRequest/Shipment/Shipper/Name",
			"/ShipmentRequest/Shipment/Service/Code",
			"/ShipmentRequest/Shipment/ShipTo/Name",
			"/ShipmentRequest/Request/RequestOption",
			"/ShipmentRequest/Shipment/Package/*/Packaging/Code",
			"/ShipmentRequest/Shipment/ShipTo/Address/AddressLine",
			"/ShipmentRequest/Shipment/ShipTo/Address/City",
			"/ShipmentRequest/Shipment/ShipTo/Address/CountryCode",
			"/ShipmentRequest/Shipment/Shipper/Address/AddressLine",
			"/ShipmentRequest/Shipment/Shipper/Address/City",
			"/ShipmentRequest/Shipment/Shipper/Address/CountryCode",
		},
		Example: wire.Example{
			Path: "/api/shipments/v2409/ship",
			Body: `{"ShipmentRequest":{"Request":{"RequestOption":"nonvalidate"},
				"Shipment":{"Shipper":{"Address":{"AddressLine":["55 Glenlake Pkwy"],"City":"Atlanta",
				"CountryCode":"US","StateProvinceCode":"GA","PostalCode":"30328"},
				"ShipperNumber":"A1B2C3","Name":"Ann Sender"},"Service":{"Code":"03"},
				"ShipTo":{"Address":{"AddressLine":["1 Main St"],"City":"Timonium","CountryCode":"US",
				"StateProvinceCode":"MD","PostalCode":"21093"},"Name":"Bob Receiver"},
				"Package":[{"Packaging":{"Code":"02"},
				"PackageWeight":{"UnitOfMeasurement":{"Code":"LBS"},"Weight":"5"}},
				{"Packaging":{"Code":"02"},"PackageWeight":{"UnitOfMeasurement":{"Code":"LBS"},
				"Weight":"2.5"}}],"ReferenceNumber":[{"Code":"00","Value":"order-17"}],
				"PaymentInformation":{"ShipmentCharge":[{"Type":"01",
				"BillShipper":{"AccountNumber":"A1B2C3"}}]}},
				"LabelSpecification":{"LabelImageFormat":{"Code":"ZPL"}}}}`,
		},
		Makes: &wire.Makes{
			Kind: "shipment", Number: wire.Number{Scheme: wire.UPS},
			Each: "/ShipmentRequest/Shipment/Package",
			Known: []string{
				"/ShipmentRequest/Shipment/ReferenceNumber/*/Value", "./ReferenceNumber/*/Value",
			},
		},
		Quotes: &wire.Quotes{
			Service: "/ShipmentRequest/Shipment/Service/Code", Packages: "/ShipmentRequest/Shipment/Package",
			Weight: "./PackageWeight/Weight", Unit: "./PackageWeight/UnitOfMeasurement/Code",
		},
		Document: "/ShipmentRequest/LabelSpecification/LabelImageFormat/Code",
		Body: `{"ShipmentResponse":{"Response":{"ResponseStatus":{"Code":"1",
			"Description":"Success"}},
			"ShipmentResults":{"ShipmentCharges":{"TransportationCharges":{"CurrencyCode":"USD",
			"MonetaryValue":"${price:text}"},"ServiceOptionsCharges":{"CurrencyCode":"USD",
			"MonetaryValue":"0.00"},"TotalCharges":{"CurrencyCode":"USD",
			"MonetaryValue":"${price:text}"}},"BillingWeight":{"UnitOfMeasurement":{"Code":"LBS",
			"Description":"Pounds"},"Weight":"${weight:text}"},
			"ShipmentIdentificationNumber":"${master}","PackageResults":{"$each":"made",
			"$item":{"TrackingNumber":"${number}","ServiceOptionsCharges":{"CurrencyCode":"USD",
			"MonetaryValue":"0.00"},"ShippingLabel":{"ImageFormat":{"Code":"${label_type}",
			"Description":"${label_type}"},"GraphicImage":"${label}"}}}}}}`,
	},
	wire.Operation{
		Method: "DELETE", Path: "/api/shipments/{version}/void/cancel/{shipmentidentificationnumber}",
		Source: upsDocument("Shipping"),
		Example: wire.Example{
			After: "POST /api/shipments/{version}/ship",
			Path: "/api/shipments/v2409/void/cancel/" +
				"${/ShipmentResponse/ShipmentResults/ShipmentIdentificationNumber}",
		},
		Finds: &wire.Finds{
			Kind: "shipment", By: "path.shipmentidentificationnumber", Ends: true,
		},
		Body: `{"VoidShipmentResponse":{"Response":{"ResponseStatus":{"Code":"1",
			"Description":"Success"}},"SummaryResult":{"Status":{"Code":"1",
			"Description":"Voided ${number}"}}}}`,
	},
	wire.Operation{
		Method: "POST", Path: "/api/labels/{version}/recovery",
		Source: upsDocument("Shipping"),
		Example: wire.Example{
			After: "POST /api/shipments/{version}/ship",
			Path:  "/api/labels/v1/recovery",
			Body: `
				{"LabelRecoveryRequest":{"LabelSpecification":{"LabelImageFormat":{"Code":"GIF"}},
				"TrackingNumbers":["${/ShipmentResponse/ShipmentResults/ShipmentIdentificationNumber}"]}}`,
		},
		Finds: &wire.Finds{
			Kind: "shipment",
			By:   "/LabelRecoveryRequest/TrackingNumbers/*|/LabelRecoveryRequest/TrackingNumber",
		},
		Document: "/LabelRecoveryRequest/LabelSpecification/LabelImageFormat/Code",
		Body: `{"LabelRecoveryResponse":{"Response":{"ResponseStatus":{"Code":"1",
			"Description":"Success"}},"ShipmentIdentificationNumber":"${master}",
			"LabelResults":[{"TrackingNumber":"${number}",
			"LabelImage":{"LabelImageFormat":{"Code":"${label_type}"},
			"GraphicImage":"${label}"}}]}}`,
	},
)
