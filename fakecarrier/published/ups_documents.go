package published

import "github.com/tokenstorm/tokenstorm/fakecarrier/wire"

// Paperless documents. Of a file its name and format are kept with the request.
var _ = publish("ups",
	wire.Operation{
		Method: "POST", Path: "/api/paperlessdocuments/{version}/upload",
		Source: upsDocument("Paperless"),
		Requires: []string{
			"/UploadRequest/UserCreatedForm/*/UserCreatedFormFile",
			"/UploadRequest/UserCreatedForm/*/UserCreatedFormFileName",
			"/UploadRequest/UserCreatedForm/*/UserCreatedFormFileFormat",
			"/UploadRequest/UserCreatedForm/*/UserCreatedFormDocumentType",
			"/UploadRequest/ShipperNumber",
			"/UploadRequest/Request",
		},
		Example: wire.Example{
			Path: "/api/paperlessdocuments/v1/upload",
			Body: `{"UploadRequest":{"Request":{"RequestOption":"RequestOption 1",
				"TransactionReference":{"CustomerContext":"mine"}},
				"UserCreatedForm":[{"UserCreatedFormFileName":"invoice.txt",
				"UserCreatedFormFile":"dGVzdA==","UserCreatedFormFileFormat":"txt",
				"UserCreatedFormDocumentType":"002"}],"ShipperNumber":"A1B2C3"}}`,
		},
		Makes: &wire.Makes{
			Kind: "document", Number: wire.Number{Like: "2026-03-01-00.00.00.######"},
			Each: "/UploadRequest/UserCreatedForm",
		},
		Body: `{"UploadResponse":{"Response":{"ResponseStatus":{"Code":"1",
			"Description":"Success"},"TransactionReference":
			{"CustomerContext":"${/UploadRequest/Request/TransactionReference/CustomerContext}"}},
			"FormsHistoryDocumentID":{"DocumentID":{"$each":"made","$item":"${number}"}}}}`,
	},
	wire.Operation{
		Method: "POST", Path: "/api/paperlessdocuments/{version}/image",
		Source: upsDocument("Paperless"),
		Requires: []string{
			"/PushToImageRepositoryRequest/ShipmentIdentifier",
			"/PushToImageRepositoryRequest/ShipmentType",
			"/PushToImageRepositoryRequest/ShipperNumber",
			"/PushToImageRepositoryRequest/FormsHistoryDocumentID/DocumentID",
			"/PushToImageRepositoryRequest/Request",
		},
		Example: wire.Example{
			After: "POST /api/paperlessdocuments/{version}/upload",
			Path:  "/api/paperlessdocuments/v1/image",
			Body: `{"PushToImageRepositoryRequest":{"ShipmentIdentifier":"1Z999AA10123456784",
				"ShipmentType":"1","Request":{"RequestOption":"RequestOption 1"},
				"ShipperNumber":"A1B2C3","FormsHistoryDocumentID":
				{"DocumentID":["${/UploadResponse/FormsHistoryDocumentID/DocumentID/0}"]}}}`,
		},
		Finds: &wire.Finds{
			Kind: "document",
			By:   "/PushToImageRepositoryRequest/FormsHistoryDocumentID/DocumentID/*",
		},
		Body: `{"PushToImageRepositoryResponse":{"Response":{"ResponseStatus":{"Code":"1",
			"Description":"Success"}},"FormsGroupID":"${number}"}}`,
	},
	wire.Operation{
		Method: "DELETE", Path: "/api/paperlessdocuments/{version}/DocumentId/ShipperNumber",
		Source: upsDocument("Paperless"),
		Example: wire.Example{
			After:  "POST /api/paperlessdocuments/{version}/upload",
			Path:   "/api/paperlessdocuments/v2/DocumentId/ShipperNumber",
			Header: [2]string{"DocumentId", "${/UploadResponse/FormsHistoryDocumentID/DocumentID/0}"},
		},
		Finds: &wire.Finds{Kind: "document", By: "header.DocumentId", Ends: true},
		Body: `{"DeleteResponse":{"Response":{"ResponseStatus":{"Code":"1",
			"Description":"Success"}}}}`,
	},
)
