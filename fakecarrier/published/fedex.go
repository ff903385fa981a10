package published

import "github.com/tokenstorm/tokenstorm/fakecarrier/wire"

// fedexDocument is the OpenAPI document of FedEx that describes an operation.
func fedexDocument(name string) string {
	return name + "-Resource.json of developer.fedex.com, in ShipStream/fedex-rest-php-sdk @ bc94dcd"
}

// fedexOutput is the envelope of FedEx's answers.
func fedexOutput(output string) string {
	return `{"transactionId":"${id}",` +
		`"customerTransactionId":"${header.X-Customer-Transaction-Id}","output":` + output + `}`
}

// fedexUntraced is that envelope where the document has no transactionId in it.
func fedexUntraced(output string) string {
	return `{"customerTransactionId":"${header.X-Customer-Transaction-Id}","output":` + output + `}`
}

// fedexForbiddenAddress is what a blocked client is told: Address alone writes it without the full
// stop at its end.
const fedexForbiddenAddress = `{"transactionId":"${id}","errors":[{"code":"FORBIDDEN.ERROR",` +
	`"message":"We could not authorize your credentials. ` +
	`Please check your permissions and try again"}]}`

// fedexUnknown is what tracking says of a number that it does not know.
const fedexUnknown = `"error":{"code":"TRACKING.TRACKINGNUMBER.NOTFOUND","message":"` +
	`Tracking number cannot be found. Please correct the tracking number and try again."}`

// FedExServices are those of FedEx within the United States, and abroad.
var FedExServices = []wire.Service{
	{Code: "FEDEX_GROUND", Name: "FedEx Ground®", Cents: 1050, PerLB: 62, Days: 4},
	{Code: "GROUND_HOME_DELIVERY", Name: "FedEx Home Delivery®", Cents: 1150, PerLB: 65, Days: 4},
	{Code: "FEDEX_EXPRESS_SAVER", Name: "FedEx Express Saver®", Cents: 2200, PerLB: 140, Days: 3},
	{Code: "FEDEX_2_DAY", Name: "FedEx 2Day®", Cents: 2600, PerLB: 170, Days: 2},
	{Code: "STANDARD_OVERNIGHT", Name: "FedEx Standard Overnight®", Cents: 4600, PerLB: 290, Days: 1},
	{Code: "PRIORITY_OVERNIGHT", Name: "FedEx Priority Overnight®", Cents: 5200, PerLB: 310, Days: 1},
	{Code: "FIRST_OVERNIGHT", Name: "FedEx First Overnight®", Cents: 8400, PerLB: 330, Days: 1},
	{
		Code: "INTERNATIONAL_PRIORITY", Name: "FedEx International Priority®",
		Cents: 7800, PerLB: 540, Days: 3, Abroad: true,
	},
	{
		Code: "INTERNATIONAL_ECONOMY", Name: "FedEx International Economy®",
		Cents: 6500, PerLB: 460, Days: 5, Abroad: true,
	},
	{
		Code: "FEDEX_FREIGHT_PRIORITY", Name: "FedEx Freight® Priority",
		Cents: 14000, PerLB: 22, Days: 3, Abroad: true,
	},
}
