package world

import "time"

// A Fork is what a replay of a run leaves out from one instant on. Until then it is the same run to
// the last record, for a run is deterministic: so a fork tells what that instant could still
// change. What is on its way at that instant arrives all the same.
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
