package unit

import "time"

// Floor rounds an instant down to a multiple of unit, before 1970 too. Both are nanoseconds.
func Floor(at, unit int64) int64 {
	rest := at % unit
	if rest < 0 {
		rest += unit
	}
	return at - rest
}

// Ceil rounds an instant up to a multiple of unit.
func Ceil(at, unit int64) int64 { return -Floor(-at, unit) }

// Instant is the time of so many nanoseconds of Unix time.
func Instant(at int64) time.Time { return time.Unix(0, at).UTC() }
