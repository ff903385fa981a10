package measure

import "time"

// Sizes are how large a run is, as its scenario says.
type Sizes struct {
	Length    time.Duration
	Users     int
	Customers int
	Nodes     int           // at the start
	PublicIPs int           // of the fleet, at the start
	Carriers  []CarrierSize // one at least; none where the file does not say which
}

// CarrierSize is what is known of one of the carriers.
type CarrierSize struct {
	Name    string // empty: it has none
	Banless bool   // it bans nobody

	TokenPath, CallPath string // where token requests and API calls go; empty: it is not said
}

// Carrier is the carrier of that name; the first where none is given. Of one that there is not,
// nothing is known.
func (s *Sizes) Carrier(name string) CarrierSize {
	for _, c := range s.Carriers {
		if name == "" || c.Name == name {
			return c
		}
	}
	return CarrierSize{}
}
