package measure

import (
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
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
	Meters         []BanKind    // where the scenario lists its meters: what each bans, in place of Key
	Sessions       bool         // tokens are requested with refresh tokens
	Burst, Average quota.Limit  // the windows that token hits are counted in; zero: none

	BurstKey, AverageKey fakecarrier.Key // by what they are counted there
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

// A BanKind is whose bans a meter starts. Meters that share their bans have one Kind.
type BanKind struct {
	Kind int // from 0
	Key  fakecarrier.Key
}

// ban is the kind of the ban which a record is about, and how many kinds there are.
func (c *CarrierCourse) ban(r *Record) (of BanKind, kinds int) {
	of.Key = fakecarrier.Key(c.Key)
	for i, m := range c.Meters {
		kinds = max(kinds, m.Kind+1)
		if i+1 == int(r.Meter) {
			of = m
		}
	}
	return of, max(kinds, 1)
}

// Caller numbers, from 0, whom a ban that hits the sender of r's request hits, the kind of the ban
// included. Records tell nobody's refresh token: a ban of one is its customer's.
func (c *Course) Caller(r *Record) int {
	of, kinds := c.of(r).ban(r)
	return c.carried(c.Number(of.Key, r)*kinds+of.Kind, r)
}

// KeyOf is what callers are told apart by of whom the ban hits one that a record is about.
func (c *Course) KeyOf(r *Record) fakecarrier.Key {
	of, _ := c.of(r).ban(r)
	return of.Key
}

// Number numbers, from 0, what a meter of a key counts the sender of r's request by. Records tell
// neither refresh tokens, for which customers stand, nor grants.
func (c *Course) Number(key fakecarrier.Key, r *Record) int {
	switch key {
	case fakecarrier.ByIP:
		return int(r.IP)
	case fakecarrier.ByClient, fakecarrier.ByRefreshToken:
		return int(r.Customer)
	case fakecarrier.ByIPAndClient:
		return int(r.IP)*(c.Customers+1) + int(r.Customer)
	}
	return 0
}

// Fleets reports whether a ban that hits the sender of r's request hits the fleet: it leaves
// through the banned public IP, has the banned client's credentials, or both, or all are banned.
func (c *Course) Fleets(r *Record) bool {
	switch c.KeyOf(r) {
	case fakecarrier.ByClient, fakecarrier.ByRefreshToken:
		return int(r.Customer) < c.Customers
	case fakecarrier.ByIPAndClient:
		return r.By != ByOutsider && int(r.Customer) < c.Customers
	case fakecarrier.ByGrantType, fakecarrier.Together:
		return true
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
