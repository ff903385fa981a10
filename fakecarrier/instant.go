package fakecarrier

import "time"

// Instants are integer nanoseconds of Unix time inside this package.
const (
	second = int64(time.Second)
	minute = int64(time.Minute)
	day    = 24 * int64(time.Hour)
)

// floor rounds at down to a multiple of unit, before 1970 too.
func floor(at, unit int64) int64 {
	rest := at % unit
	if rest < 0 {
		rest += unit
	}
	return at - rest
}

// ceil rounds at up to a multiple of unit.
func ceil(at, unit int64) int64 { return -floor(-at, unit) }

// instant is the time.Time of at.
func instant(at int64) time.Time { return time.Unix(0, at).UTC() }
