package published

import "github.com/tokenstorm/tokenstorm/fakecarrier/wire"

// upsDocument is the OpenAPI document of UPS that describes an operation.
func upsDocument(name string) string {
	return name + ".yaml of UPS-API/api-documentation @ e6f36df"
}

// UPSServices are those of UPS within the United States, and abroad.
var UPSServices = []wire.Service{
	{Code: "03", Name: "UPS Ground", Cents: 1080, PerLB: 64, Days: 4},
	{Code: "12", Name: "UPS 3 Day Select", Cents: 2300, PerLB: 150, Days: 3},
	{Code: "02", Name: "UPS 2nd Day Air", Cents: 2750, PerLB: 180, Days: 2},
	{Code: "13", Name: "UPS Next Day Air Saver", Cents: 4700, PerLB: 290, Days: 1},
	{Code: "01", Name: "UPS Next Day Air", Cents: 5300, PerLB: 310, Days: 1},
	{Code: "14", Name: "UPS Next Day Air Early", Cents: 8500, PerLB: 330, Days: 1},
	{Code: "07", Name: "UPS Worldwide Express", Cents: 7900, PerLB: 540, Days: 2, Abroad: true},
	{Code: "08", Name: "UPS Worldwide Expedited", Cents: 6600, PerLB: 450, Days: 4, Abroad: true},
	{Code: "11", Name: "UPS Standard", Cents: 2400, PerLB: 120, Days: 5, Abroad: true},
	{Code: "65", Name: "UPS Worldwide Saver", Cents: 7400, PerLB: 500, Days: 3, Abroad: true},
}
