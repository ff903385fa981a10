package strategies

import "time"

// A Forgiveness is how a carrier takes a refresh token that was superseded and is presented again.
// Where it does not forgive, it takes the second use for theft, and the session is lost: also
// where nobody but a lost answer is to blame. Okta calls it the grace period, 30 s by default;
// Supabase the reuse interval, 10 s; Auth0 the rotation overlap, 0 s.
type Forgiveness struct {
	// Within is how long after its first use it is answered as the first time. 0: never. Forever:
	// where a carrier rotates none, or leaves the old one in force until the new one is used.
	Within time.Duration

	Times int // how often at most; 0: any number

	// Anew says that it is answered with another access token each time, which may kill the one
	// before, and not with the very same pair.
	Anew bool
}

// shortestHold is how long a lease lasts at least that fits what is forgiven. Assumed: a store
// takes up to a second to prolong it. One that lapses under its holder's request is worse than
// none.
const shortestHold = 5 * time.Second

// hold returns how long a lease with Unforgiven lasts.
func (f Forgiveness) hold(p Lease) time.Duration {
	if f.Within/2 < shortestHold {
		return p.Unforgiven
	}
	return min(p.Hold, f.Within/2)
}
