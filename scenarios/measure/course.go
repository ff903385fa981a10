package measure

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// A Course is what is known of a run before it begins.
type Course struct {
	Length         time.Duration
	PublicIPs      int
	Customers      int          // one more than these are told apart: the others are the neighbours
	Key            throttle.Key // whom a ban hits: a public IP, a client, or a pair of them
	Sessions       bool         // tokens are requested with refresh tokens
	Burst, Average quota.Limit  // the windows that token hits are counted in; zero: none
	Troubles       []Trouble    // the faults of the scenario, in its order

	From    time.Duration // figures count from here
	Classes []string      // of calls: class n of a Record is the n-th, from 1
	Groups  []string      // of a mixed fleet, by Record.Group; nil: all run one strategy
}

// Counts reports whether figures count a record: an action that began at From or later, a request
// that was judged then or later, or all else that happened then or later. Faults are trouble
// whenever they are.
func (c *Course) Counts(r *Record) bool {
	switch r.Kind {
	case FaultBegan, FaultEnded:
		return true
	case ActionSucceeded, ActionFailed:
		return r.Sent >= c.From
	}
	return r.At >= c.From
}

// Caller numbers, from 0, whom a ban that hits the sender of r's request hits.
func (c *Course) Caller(r *Record) int {
	switch c.Key {
	case throttle.ByClient:
		return int(r.Customer)
	case throttle.ByIPAndClient:
		return int(r.IP)*(c.Customers+1) + int(r.Customer)
	}
	return int(r.IP)
}

// Fleets reports whether a ban that hits the sender of r's request hits the fleet: it leaves
// through the banned public IP, has the banned client's credentials, or both.
func (c *Course) Fleets(r *Record) bool {
	switch c.Key {
	case throttle.ByClient:
		return int(r.Customer) < c.Customers
	case throttle.ByIPAndClient:
		return r.By != ByOutsider && int(r.Customer) < c.Customers
	}
	return r.By != ByOutsider
}

// A Trouble is when a fault is over. One that neither lasts nor leaves anything is an instant.
type Trouble struct {
	Lasts  bool   // until it is said to end, or for good
	Leaves string // what it leaves behind, such as a wrong clock; empty: nothing
	By     int64  // it is over when all that faults have left of a name adds up to 0
}
