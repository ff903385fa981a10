package strategies

import (
	"strconv"
	"time"
)

// A Rate is so many permits per length of time: Rate{Permits: 54, Per: time.Minute}. The zero Rate
// never permits anything.
type Rate struct {
	Permits int
	Per     time.Duration
}

// Every returns the time between two permits, rounded up to whole nanoseconds: rounded down, 16
// hits at 3/s fit into five seconds, and the carrier bans the sixteenth.
func (r Rate) Every() time.Duration {
	n := time.Duration(r.Permits)
	every := r.Per / n
	if every*n < r.Per {
		every++
	}
	return every
}

// String returns r as strategy files write it: 1/s, 54/m, 14/5s.
func (r Rate) String() string {
	per := r.Per.String()
	switch r.Per {
	case time.Second:
		per = "s"
	case time.Minute:
		per = "m"
	case time.Hour:
		per = "h"
	}
	return strconv.Itoa(r.Permits) + "/" + per
}
