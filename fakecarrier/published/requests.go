package published

import _ "embed"

//go:embed requests/fedex.json
var fedexRequests string

//go:embed requests/ups.json
var upsRequests string

// Requests are the schemas of a carrier's requests, by the name of its profile, as its own document
// has them, without descriptions; "" if no document is there for everybody to read.
func Requests(carrier string) string {
	switch carrier {
	case "fedex":
		return fedexRequests
	case "ups":
		return upsRequests
	}
	return ""
}
