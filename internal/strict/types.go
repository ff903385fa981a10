package strict

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

type (
	// An Instant is a time since the start of the run, 0s or later.
	Instant = timeOf[instantRule]
	// A Span is a length of time, 0s or longer.
	Span = timeOf[spanRule]
	// A PositiveSpan is a length of time longer than 0s.
	PositiveSpan = timeOf[positiveSpanRule]
	// An Offset is a length of time in either direction.
	Offset = timeOf[offsetRule]
	// A Rate is so many per second, 0 or more, written "20/s", "1.5/s", "90/m".
	Rate = rateOf[rateRule]
	// A PositiveRate is so many per second, more than 0, written "20/s", "1.5/s", "90/m".
	PositiveRate = rateOf[positiveRateRule]
)

// A rule limits a time or a rate: its least, in nanoseconds or per second, and what an error says
// was meant where something is less.
type rule interface {
	limit() (least float64, meant string)
}

type (
	instantRule      struct{}
	spanRule         struct{}
	positiveSpanRule struct{}
	offsetRule       struct{}
	rateRule         struct{}
	positiveRateRule struct{}
)

func (instantRule) limit() (float64, string)      { return 0, "an instant of the run, 0s or later" }
func (spanRule) limit() (float64, string)         { return 0, "0s or longer" }
func (positiveSpanRule) limit() (float64, string) { return 1, "longer than 0s" }
func (offsetRule) limit() (float64, string)       { return math.Inf(-1), "" }
func (rateRule) limit() (float64, string)         { return 0, "" }
func (positiveRateRule) limit() (float64, string) {
	return math.SmallestNonzeroFloat64, unit.MeantRate + ", above 0"
}

// The text of a time, or of a rate, matches each of its patterns.
const (
	timePattern  = `^\+?(\d+\.?\d*d` + clockPattern + `*|` + clockPattern + `+)$`
	clockPattern = `(\d+\.?\d*(ns|us|µs|μs|ms|s|m|h))`
	ratePattern  = `^(\d+\.?\d*|\.\d+)/[smh]$`
	notZero      = `[1-9]`
)

func timePatterns(least float64) []string {
	if least < 0 {
		return []string{strings.Replace(timePattern, `\+`, "[-+]", 1)}
	}
	return positive(timePattern, least)
}

func positive(pattern string, least float64) []string {
	if least > 0 {
		return []string{pattern, notZero}
	}
	return []string{pattern}
}

// mostTime keeps the sum of two times within int64 nanoseconds: a hundred years.
const mostTime = 100 * 365 * 24 * time.Hour

// A timeOf is a length of time that keeps to a rule.
type timeOf[R rule] time.Duration

func (d timeOf[R]) String() string { return time.Duration(d).String() }

// MarshalText writes the length of time as the user types it.
func (d timeOf[R]) MarshalText() ([]byte, error) {
	return []byte(unit.FormatDuration(time.Duration(d))), nil
}

// UnmarshalText reads a length of time such as "200ms".
func (d *timeOf[R]) UnmarshalText(text []byte) error {
	read, err := unit.ParseDuration(string(text))
	if _, instant := any(*new(R)).(instantRule); instant && strings.Contains(string(text), ":") {
		return &unit.Error{Found: unit.Quote(string(text)), Meant: meantTimeOfDay}
	}
	switch least, meant := (*new(R)).limit(); {
	case err != nil:
		return err
	case float64(read) < least:
		return &unit.Error{Found: string(text), Meant: meant}
	case read > mostTime || read < -mostTime:
		return &unit.Error{Found: string(text), Meant: "less than a hundred years"}
	}
	*d = timeOf[R](read)
	return nil
}

// Patterns are those of its text.
func (timeOf[R]) Patterns() []string {
	least, _ := (*new(R)).limit()
	if _, instant := any(*new(R)).(instantRule); instant {
		return []string{timePattern + "|" + timeOfDay.String()}
	}
	return timePatterns(least)
}

// Within reports an instant, at its place, that comes when a run of this length is over.
func (d timeOf[R]) Within(at Place, length time.Duration) {
	if at.Sound() && time.Duration(d) > length {
		at.Wrong(d.String()+", when the run is over", "at most "+unit.FormatDuration(length))
	}
}

// A rateOf is so many per second, and keeps to a rule.
type rateOf[R rule] float64

// MarshalText writes the rate as the user types it.
func (r rateOf[R]) MarshalText() ([]byte, error) {
	return fmt.Appendf(nil, "%g/s", float64(r)), nil
}

// UnmarshalText reads a rate such as "20/s".
func (r *rateOf[R]) UnmarshalText(text []byte) error {
	read, err := unit.ParseRate(string(text))
	if least, meant := (*new(R)).limit(); err == nil && read < least {
		return &unit.Error{Found: string(text), Meant: meant}
	}
	*r = rateOf[R](read)
	return err
}

// Patterns are those of its text.
func (rateOf[R]) Patterns() []string {
	least, _ := (*new(R)).limit()
	return positive(ratePattern, least)
}

// A Share is a number from 0 to 1.
type Share float64

// Bounds are 0 and 1.
func (Share) Bounds() (least, most float64) { return 0, 1 }

// A PositiveCount is a whole number, 1 or more.
type PositiveCount int

// Bounds are 1 and the most that any int holds.
func (PositiveCount) Bounds() (least, most float64) { return 1, math.MaxInt32 }

// An Optional is a value that may be absent, which is not the same as zero.
type Optional[T any] struct {
	Value T
	Given bool
}

// Some returns an Optional that has a value.
func Some[T any](value T) Optional[T] { return Optional[T]{value, true} }

// Or returns the value, or absent where there is none.
func (o Optional[T]) Or(absent T) T {
	if o.Given {
		return o.Value
	}
	return absent
}

// IsZero reports whether the value is absent, so that omitzero leaves it out.
func (o Optional[T]) IsZero() bool { return !o.Given }

// give marks the value as given and returns a pointer to it.
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
