package measure

import (
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// A Course is what is known of a run before it begins.
type Course struct {
	Length    time.Duration
	PublicIPs int
	Customers int             // one more than these are told apart: the others are the neighbours
	Carriers  []CarrierCourse // by Record.Carrier; none stands for one of which nothing is known
	Troubles  []Trouble       // the faults of the scenario, in its order

	part    bool          // of a run, which has no parts
	From    time.Duration // figures count from here
	Classes []string      // of calls: class n of a Record is the n-th, from 1
	Groups  []string      // of a mixed fleet, by Record.Group; nil: all run one strategy
}

// A CarrierCourse is what is known of a carrier of the run.
type CarrierCourse struct {
	Name           string       // empty: it has none, for it is the only one
	Key            throttle.Key // whom a ban hits: a public IP, a client, or a pair of them
	Sessions       bool         // tokens are requested with refresh tokens
	Burst, Average quota.Limit  // the windows that token hits are counted in; zero: none
}

// of is what is known of the carrier of a record.
func (c *Course) of(r *Record) *CarrierCourse {
	if int(r.Carrier) < len(c.Carriers) {
		return &c.Carriers[r.Carrier]
	}
	return &CarrierCourse{}
}

// sessions reports whether a carrier knows refresh tokens.
func (c *Course) sessions() bool {
	return slices.ContainsFunc(c.Carriers, func(of CarrierCourse) bool { return of.Sessions })
}

// carried numbers things, from 0, that each carrier has of its own. Those of one carrier alone keep
// their number.
func (c *Course) carried(number int, r *Record) int {
	if len(c.Carriers) < 2 {
		return number
	}
	return number*len(c.Carriers) + int(r.Carrier)
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
	number := int(r.IP)
	switch c.of(r).Key {
	case throttle.ByClient:
		number = int(r.Customer)
	case throttle.ByIPAndClient:
		number = int(r.IP)*(c.Customers+1) + int(r.Customer)
	}
	return c.carried(number, r)
}

// Fleets reports whether a ban that hits the sender of r's request hits the fleet: it leaves
// through the banned public IP, has the banned client's credentials, or both.
func (c *Course) Fleets(r *Record) bool {
	switch c.of(r).Key {
	case throttle.ByClient:
		return int(r.Customer) < c.Customers
	case throttle.ByIPAndClient:
		return r.By != ByOutsider && int(r.Customer) < c.Customers
	}
	return r.By != ByOutsider
}

// A Trouble is when a fault is over. One that neither lasts nor leaves anything is an instant.
type Trouble struct {
	Carrier *uint8 // whose; nil: of none in particular
	Lasts   bool   // until it is said to end, or for good
	Leaves  string // what it leaves behind, such as a wrong clock; empty: nothing
	By      int64  // it is over when all that faults have left of a name adds up to 0
}
