package published

import "github.com/tokenstorm/tokenstorm/fakecarrier/wire"

// There is no schema of USPS's API that everybody may read: the shapes are those of its examples.
const (
	uspsReadme  = "shape after README.md of USPS/api-examples @ d050a64"
	uspsPostman = "path of the Postman collection of USPS/api-examples @ d050a64; " +
		"the answer is assumed"
)

// USPSServices are the mail classes of USPS, within the United States and abroad.
var USPSServices = []wire.Service{
	{Code: "USPS_GROUND_ADVANTAGE", Name: "USPS Ground Advantage", Cents: 540, PerLB: 75, Days: 4},
	{Code: "PARCEL_SELECT", Name: "Parcel Select", Cents: 480, PerLB: 60, Days: 5},
	{Code: "PRIORITY_MAIL", Name: "Priority Mail", Cents: 820, PerLB: 95, Days: 2},
	{Code: "PRIORITY_MAIL_EXPRESS", Name: "Priority Mail Express", Cents: 2850, PerLB: 190, Days: 1},
	{Code: "MEDIA_MAIL", Name: "Media Mail", Cents: 410, PerLB: 70, Days: 7},
	{
		Code: "PRIORITY_MAIL_INTERNATIONAL", Name: "Priority Mail International",
		Cents: 2900, PerLB: 420, Days: 8, Abroad: true,
	},
	{
		Code: "FIRST-CLASS_PACKAGE_INTERNATIONAL_SERVICE",
		Name: "First-Class Package International Service", Cents: 1450, PerLB: 610, Days: 12,
		Abroad: true,
	},
	{
		Code: "PRIORITY_MAIL_EXPRESS_INTERNATIONAL", Name: "Priority Mail Express International",
		Cents: 5500, PerLB: 700, Days: 4, Abroad: true,
	},
}
