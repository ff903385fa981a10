package unit

import (
	"strconv"
	"time"
)

// Milliseconds is a length of time, in nanoseconds as any other, that JSON has as a number of
// milliseconds, exact to the nanosecond.
type Milliseconds time.Duration

// JSONShape is as what MarshalJSON writes.
func (m Milliseconds) JSONShape() any { return 0. }

// MarshalJSON writes the number.
func (m Milliseconds) MarshalJSON() ([]byte, error) {
	return AppendMilliseconds(nil, time.Duration(m)), nil
}

// AppendMilliseconds appends all the nanoseconds, and no idle zeros.
func AppendMilliseconds(b []byte, d time.Duration) []byte {
	if d < 0 {
		b, d = append(b, '-'), -d
	}
	b = strconv.AppendInt(b, int64(d/time.Millisecond), 10)
	rest := int64(d % time.Millisecond)
	if rest == 0 {
		return b
	}
	b = append(b, '.')
	for unit := int64(100_000); rest > 0; unit /= 10 {
		b = append(b, byte('0'+rest/unit))
		rest %= unit
	}
	return b
}
