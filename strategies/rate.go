package strategies

import (
	"strconv"
	"time"
)

// A Rate is a number of permits per length of time: Rate{Permits: 54, Per: time.Minute}. The zero
// Rate permits nothing.
type Rate struct {
	Permits int
	Per     time.Duration
}

// Every returns the time between two permits, rounded up to whole nanoseconds: if it were rounded
// down, 16 hits at 3/s would fit into five seconds, and the sixteenth would be banned.
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
