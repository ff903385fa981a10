package strict

import (
	"fmt"
	"math"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// mostTime keeps the sum of two times within int64 nanoseconds: a hundred years.
const mostTime = 100 * 365 * 24 * time.Hour

// An Instant is a time since the start of the run, 0s or later.
type Instant time.Duration

// A Span is a length of time, 0s or longer.
type Span time.Duration

// A PositiveSpan is a length of time longer than 0s.
type PositiveSpan time.Duration

// An Offset is a length of time in either direction.
type Offset time.Duration

func (i Instant) String() string      { return time.Duration(i).String() }
func (s Span) String() string         { return time.Duration(s).String() }
func (s PositiveSpan) String() string { return time.Duration(s).String() }
func (o Offset) String() string       { return time.Duration(o).String() }

// Within reports an instant at its place that comes when a run of this length is over.
func (i Instant) Within(at Place, length time.Duration) {
	if time.Duration(i) > length {
		at.Wrong(i.String()+", when the run is over", "at most "+unit.FormatDuration(length))
	}
}

// UnmarshalText reads an instant such as "10m".
func (i *Instant) UnmarshalText(text []byte) error {
	return readTime((*time.Duration)(i), text, 0, "an instant of the run, 0s or later")
}

// UnmarshalText reads a span such as "200ms".
func (s *Span) UnmarshalText(text []byte) error {
	return readTime((*time.Duration)(s), text, 0, "0s or longer")
}

// UnmarshalText reads a span such as "200ms".
func (s *PositiveSpan) UnmarshalText(text []byte) error {
	return readTime((*time.Duration)(s), text, 1, "longer than 0s")
}

// UnmarshalText reads an offset such as "-3s".
func (o *Offset) UnmarshalText(text []byte) error {
	return readTime((*time.Duration)(o), text, -mostTime, "")
}

// MarshalText writes the instant as the user types it.
func (i Instant) MarshalText() ([]byte, error) { return written(i), nil }

// MarshalText writes the span as the user types it.
func (s Span) MarshalText() ([]byte, error) { return written(s), nil }

// MarshalText writes the span as the user types it.
func (s PositiveSpan) MarshalText() ([]byte, error) { return written(s), nil }

// MarshalText writes the offset as the user types it.
func (o Offset) MarshalText() ([]byte, error) { return written(o), nil }

// The patterns of lengths of time: what is written, and that some digit is not zero.
const (
	spanPattern     = `^\+?(\d+\.?\d*(ns|us|µs|μs|ms|s|m|h))+$`
	offsetPattern   = `^[-+]?(\d+\.?\d*(ns|us|µs|μs|ms|s|m|h))+$`
	positivePattern = `[1-9]`
	ratePattern     = `^(\d+\.?\d*|\.\d+)/[smh]$`
)

// Patterns are those of its text.
func (Instant) Patterns() []string { return []string{spanPattern} }

// Patterns are those of its text.
func (Span) Patterns() []string { return []string{spanPattern} }

// Patterns are those of its text.
func (PositiveSpan) Patterns() []string { return []string{spanPattern, positivePattern} }

// Patterns are those of its text.
func (Offset) Patterns() []string { return []string{offsetPattern} }

// Patterns are those of its text.
func (Rate) Patterns() []string { return []string{ratePattern} }

// Patterns are those of its text.
func (PositiveRate) Patterns() []string { return []string{ratePattern, positivePattern} }

func written[T ~int64](d T) []byte { return []byte(unit.FormatDuration(time.Duration(d))) }

func readTime(into *time.Duration, text []byte, least time.Duration, meant string) error {
	d, err := unit.ParseDuration(string(text))
	switch {
	case err != nil:
		return err
	case d < least:
		return &unit.Error{Found: string(text), Meant: meant}
	case d > mostTime || d < -mostTime:
		return &unit.Error{Found: string(text), Meant: "less than a hundred years"}
	}
	*into = d
	return nil
}

// A Share is a number from 0 to 1.
type Share float64

// Bounds are 0 and 1.
func (Share) Bounds() (least, most float64) { return 0, 1 }

// A Count is a whole number, 0 or more.
type Count int

// Bounds are 0 and the most that any int holds.
func (Count) Bounds() (least, most float64) { return 0, math.MaxInt32 }

// A PositiveCount is a whole number, 1 or more.
type PositiveCount int

// Bounds are 1 and the most that any int holds.
func (PositiveCount) Bounds() (least, most float64) { return 1, math.MaxInt32 }

// A Rate is so many per second, 0 or more, written "20/s", "1.5/s", "90/m".
type Rate float64

// A PositiveRate is so many per second, more than 0, written "20/s", "1.5/s", "90/m".
type PositiveRate float64

// UnmarshalText reads a rate such as "20/s".
func (r *Rate) UnmarshalText(text []byte) error {
	v, err := unit.ParseRate(string(text))
	*r = Rate(v)
	return err
}

// UnmarshalText reads a rate such as "20/s".
func (r *PositiveRate) UnmarshalText(text []byte) error {
	v, err := unit.ParseRate(string(text))
	if err == nil && v == 0 {
		return &unit.Error{Found: string(text), Meant: unit.MeantRate + ", above 0"}
	}
	*r = PositiveRate(v)
	return err
}

// MarshalText writes the rate as the user types it.
func (r Rate) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "%g/s", float64(r)), nil }

// MarshalText writes the rate as the user types it.
func (r PositiveRate) MarshalText() ([]byte, error) {
	return fmt.Appendf(nil, "%g/s", float64(r)), nil
}

// An Optional is a value that may be absent, which is not the same as zero.
type Optional[T any] struct {
	Value T
	Given bool
}

// Some returns an Optional that has a value.
func Some[T any](value T) Optional[T] { return Optional[T]{value, true} }

// Or returns the value, or what stands for an absent one.
func (o Optional[T]) Or(absent T) T {
	if o.Given {
		return o.Value
	}
	return absent
}

// IsZero reports whether the value is absent, so that omitzero leaves it out.
func (o Optional[T]) IsZero() bool { return !o.Given }

// give marks the value as given and returns where it is.
func (o *Optional[T]) give() any {
	o.Given = true
	return &o.Value
}

func (o *Optional[T]) value() any { return &o.Value }

// optional is any Optional.
type optional interface {
	give() any
	value() any
}
