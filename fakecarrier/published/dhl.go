package published

import "github.com/tokenstorm/tokenstorm/fakecarrier/wire"

// There is no schema of DHL eCommerce Americas that everybody may read.
const (
	dhlTypes = "shape after the types of clients in public repositories (IDHLeCommerceLabelResponse " +
		"and its like) and README.md of mediocre/dhl-ecommerce-solutions @ 188443c"
	dhlPortal   = "path of developer.dhl.com, DHL eCommerce Americas; the answer is assumed"
	dhlTracking = "paths and parameters of developer.dhl.com, DHL eCommerce Americas, Tracking; " +
		"the answer is assumed"
)

// DHLEcommerceServices are products of DHL eCommerce Americas, within the United States and abroad.
var DHLEcommerceServices = []wire.Service{
	{Code: "GND", Name: "DHL SmartMail Parcel Ground", Cents: 610, PerLB: 55, Days: 5},
	{Code: "PLT", Name: "DHL SmartMail Parcel Plus Ground", Cents: 690, PerLB: 58, Days: 5},
	{Code: "EXP", Name: "DHL SmartMail Parcel Expedited", Cents: 740, PerLB: 70, Days: 3},
	{Code: "MAX", Name: "DHL SmartMail Parcel Expedited Max", Cents: 890, PerLB: 85, Days: 2},
	{Code: "PKY", Name: "DHL Packet International", Cents: 1250, PerLB: 310, Days: 9, Abroad: true},
	{
		Code: "PLY", Name: "DHL Parcel International Standard",
		Cents: 1690, PerLB: 330, Days: 7, Abroad: true,
	},
}
