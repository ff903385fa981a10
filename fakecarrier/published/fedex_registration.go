package published

import "github.com/tokenstorm/tokenstorm/fakecarrier/wire"

// Child accounts of an integrator. Their keys are given, and not asked for afterwards.
var _ = publish("fedex",
	wire.Operation{
		Method: "POST", Path: "/registration/v2/address/keysgeneration",
		Source: fedexDocument("AccountRegistration"),
		Requires: []string{
			"/accountNumber/value", "/address/city", "/address/countryCode",
			"/address/postalCode", "/address/residential", "/address/stateOrProvinceCode",
			"/address/streetLines", "/customerName",
		},
		Example: wire.Example{
			Body: `{"accountNumber":{"key":"","value":"740561073"},
				"address":{"city":"Collierville","countryCode":"US","postalCode":"38017",
				"residential":false,"stateOrProvinceCode":"TN","streetLines":["10 FedEx Pkwy"]},
				"customerName":"Ann Sender"}`,
		},
		Makes: &wire.Makes{
			Kind: "child", Number: wire.Number{Like: "e366a577-3708-47e5-####-############"},
		},
		Body: fedexOutput(`{"mfaOptions":[{"accountAuthToken":"${number}",
			"mfaRequired":true,"email":"a**@example.com","phoneNumber":"***-***-1234",
			"options":{"invoice":"INVOICE","secureCode":["SMS","CALL","EMAIL"]}}]}`),
	},
	wire.Operation{
		Method: "POST", Path: "/registration/v2/pin/keysgeneration",
		Source: fedexDocument("AccountRegistration"),
		Requires: []string{
			"header.accountAuthToken", "/secureCodePin",
		},
		Example: wire.Example{
			After:  "POST /registration/v2/address/keysgeneration",
			Header: [2]string{"accountAuthToken", "${/output/mfaOptions/0/accountAuthToken}"},
			Body:   `{"secureCodePin":"234567"}`,
		},
		Finds: &wire.Finds{Kind: "child", By: "header.accountAuthToken"},
		Body:  fedexOutput(`{"child_Key":"${number}","child_secret":"${id}"}`),
	},
	wire.Operation{
		Method: "POST", Path: "/registration/v2/invoice/keysgeneration",
		Source: fedexDocument("AccountRegistration"),
		Requires: []string{
			"header.accountAuthToken", "/invoiceDetail/amount", "/invoiceDetail/currency",
			"/invoiceDetail/date", "/invoiceDetail/number",
		},
		Example: wire.Example{
			After:  "POST /registration/v2/address/keysgeneration",
			Header: [2]string{"accountAuthToken", "${/output/mfaOptions/0/accountAuthToken}"},
			Body: `{"invoiceDetail":{"amount":2323.22,"currency":"USD","date":"2022-10-09",
				"number":293235673}}`,
		},
		Finds: &wire.Finds{Kind: "child", By: "header.accountAuthToken"},
		Body:  fedexOutput(`{"child_Key":"${number}","child_secret":"${id}"}`),
	},
	wire.Operation{
		Method: "POST", Path: "/registration/v2/customerkeys/pingeneration",
		Source: fedexDocument("AccountRegistration"),
		Requires: []string{
			"header.accountAuthToken", "/option",
		},
		Example: wire.Example{
			After:  "POST /registration/v2/address/keysgeneration",
			Header: [2]string{"accountAuthToken", "${/output/mfaOptions/0/accountAuthToken}"},
			Body:   `{"option":"SMS"}`,
		},
		Finds: &wire.Finds{Kind: "child", By: "header.accountAuthToken"},
		Body:  fedexOutput(`{"status":"Secured PIN was sent by ${/option}"}`),
	},
)
