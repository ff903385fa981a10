package published

import "github.com/tokenstorm/tokenstorm/fakecarrier/wire"

// fedexFormType is the type of the examples that are forms.
const fedexFormType = "multipart/form-data; boundary=parcel"

// Documents and images. Of a file its name, type and size are kept, not what is in it.
var _ = publish("fedex",
	wire.Operation{
		Method: "POST", Path: "/documents/v1/etds/upload",
		Source: fedexDocument("EDUDocuments"),
		Requires: []string{
			"/attachment", "/document/contentType", "/document/meta/destinationCountryCode",
			"/document/meta/originCountryCode", "/document/meta/shipDocumentType",
			"/document/name", "/document/workflowName",
		},
		Example: wire.Example{
			Type: fedexFormType,
			Body: "--parcel\r\nContent-Disposition: form-data; name=\"document\"\r\n\r\n{\"workfl" +
				"owName\":\"ETDPreshipment\",\"carrierCode\":\"FDXE\",\"name\":\"invoice.txt\"," +
				"\"contentType\":\"text/plain\",\"meta\":{\"shipDocumentType\":\"COMMERCIAL_INV" +
				"OICE\",\"originCountryCode\":\"US\",\"destinationCountryCode\":\"CA\"}}\r\n--p" +
				"arcel\r\nContent-Disposition: form-data; name=\"attachment\"; filename=\"invoi" +
				"ce.txt\"\r\nContent-Type: text/plain\r\n\r\nan invoice\r\n--parcel--\r\n",
		},
		Makes: &wire.Makes{
			Kind: "document", Number: wire.Number{Like: "0904################"},
		},
		Status: 201,
		Body: fedexUntraced(`{"meta":{"documentType":"${/document/meta/shipDocumentType}",
			"docId":"${number}","folderId":["0b0493e1812f8921"]}}`),
	},
	wire.Operation{
		Method: "POST", Path: "/documents/v1/lhsimages/upload",
		Source: fedexDocument("EDUDocuments"),
		Requires: []string{
			"/attachment", "/document",
		},
		Example: wire.Example{
			Type: fedexFormType,
			Body: "--parcel\r\nContent-Disposition: form-data; name=\"document\"\r\n\r\n{\"docume" +
				"nt\":{\"referenceId\":\"1234\",\"name\":\"sign.png\",\"contentType\":\"image/p" +
				"ng\",\"rules\":{\"workflowName\":\"LetterheadSignature\"},\"meta\":{\"imageTyp" +
				"e\":\"SIGNATURE\",\"imageIndex\":\"IMAGE_1\"}}}\r\n--parcel\r\nContent-Disposi" +
				"tion: form-data; name=\"attachment\"; filename=\"sign.png\"\r\nContent-Type: t" +
				"ext/plain\r\n\r\nnot a picture\r\n--parcel--\r\n",
		},
		Status: 201,
		Body: fedexUntraced(`{"meta":{"imageType":
			"${/document/document/meta/imageType|/document/meta/imageType}",
			"imageIndex":"${/document/document/meta/imageIndex|/document/meta/imageIndex}"},
			"status":"SUCCESS",
			"documentReferenceId":"${/document/document/referenceId|/document/referenceId}"}`),
	},
	wire.Operation{
		Method: "POST", Path: "/documents/v1/etds/multiupload",
		Source: fedexDocument("EDUDocuments"),
		Example: wire.Example{
			Type: fedexFormType,
			Body: "--parcel\r\nContent-Disposition: form-data; name=\"documentInformation\"\r\n\r" +
				"\n{\"workflowName\":\"ETDPreshipment\",\"carrierCode\":\"FDXE\",\"originCountr" +
				"yCode\":\"US\",\"orginCountryCode\":\"US\",\"destinationCountryCode\":\"CA\"," +
				"\"metaData\":[{\"fileName\":\"a.txt\",\"fileReferenceId\":\"CI_1\",\"contentTy" +
				"pe\":\"text/plain\",\"shipDocumentType\":\"COMMERCIAL_INVOICE\"},{\"fileName\"" +
				":\"b.txt\",\"fileReferenceId\":\"CI_2\",\"contentType\":\"text/plain\",\"shipD" +
				"ocumentType\":\"CERTIFICATE_OF_ORIGIN\"}]}\r\n--parcel\r\nContent-Disposition:" +
				" form-data; name=\"fileAttachments\"; filename=\"a.txt\"\r\nContent-Type: text" +
				"/plain\r\n\r\none\r\n--parcel\r\nContent-Disposition: form-data; name=\"fileAt" +
				"tachments\"; filename=\"b.txt\"\r\nContent-Type: text/plain\r\n\r\ntwo\r\n--pa" +
				"rcel--\r\n",
		},
		Makes: &wire.Makes{
			Kind: "document", Number: wire.Number{Like: "0904################"},
			Each: "/documentInformation/metaData",
		},
		Status: 201,
		Body: fedexOutput(`{"documentResponses":{"$each":"made",
			"$item":{"fileReferenceId":"${its./fileReferenceId}",
			"metaData":{"documentType":"${its./shipDocumentType}","docId":"${number}",
			"folderId":["0b0493e1812f8921"]}}}}`),
	},
	wire.Operation{
		Method: "POST", Path: "/documents/v1/etds/encodedmultiupload",
		Source: fedexDocument("EDUDocuments"),
		Requires: []string{
			"/carrierCode", "/destinationCountryCode", "/metaData/*/contentType",
			"/metaData/*/fileContentBase64", "/metaData/*/shipDocumentType",
			"/orginCountryCode", "/workflowName",
		},
		Example: wire.Example{
			Body: `{"carrierCode":"FDXE","destinationCountryCode":"CA",
				"metaData":[{"fileReferenceId":"CI_1","contentType":"text/plain",
				"shipDocumentType":"COMMERCIAL_INVOICE","fileContentBase64":"dGVzdA=="}],
				"orginCountryCode":"US","workflowName":"ETDPreshipment"}`,
		},
		Makes: &wire.Makes{
			Kind: "document", Number: wire.Number{Like: "0904################"}, Each: "/metaData",
		},
		Status: 201,
		Body: fedexOutput(`{"documentResponses":{"$each":"made",
			"$item":{"fileReferenceId":"${its./fileReferenceId}",
			"metaData":{"documentType":"${its./shipDocumentType}","docId":"${number}",
			"folderId":["0b0493e1812f8921"]}}}}`),
	},
)
