package measure

import "time"

// Sizes are how large a run is, as its scenario says.
type Sizes struct {
	Length    time.Duration
	Users     int
	Customers int
	Nodes     int  // at the start
	PublicIPs int  // of the fleet, at the start
	Banless   bool // the carrier bans nobody

	TokenPath, CallPath string // where token requests and API calls go; empty: it is not said
}
