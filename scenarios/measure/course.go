package measure

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
)

// A Course is what is known of a run before it begins.
type Course struct {
	Length         time.Duration
	PublicIPs      int
	Burst, Average quota.Limit // the windows that token hits are counted in; zero: none
	Troubles       []Trouble   // the faults of the scenario, in its order
}

// A Trouble is when a fault is over. One that neither lasts nor leaves anything is an instant.
type Trouble struct {
	Lasts  bool   // until it is said to end, or for good
	Leaves string // what it leaves behind, such as a wrong clock; empty: nothing
	By     int64  // it is over when all that faults have left of a name adds up to 0
}
