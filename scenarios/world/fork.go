package world

import "time"

// A Fork is what a second run leaves out from one instant on. Until then both runs have the same
// records, for a run is deterministic: so a fork shows what could still be changed at that instant.
// Requests and answers that are on their way then still arrive.
type Fork struct {
	From       time.Duration // since the run's epoch, this instant included
	NoClicks   bool          // nobody clicks; the actions under way go on
	NoRequests bool          // the fleet sends no token request: its callers get ErrShed
}

func (f *Fork) withholdsClicks(now time.Duration) bool {
	return f != nil && f.NoClicks && now >= f.From
}

func (f *Fork) withholdsRequests(now time.Duration) bool {
	return f != nil && f.NoRequests && now >= f.From
}
