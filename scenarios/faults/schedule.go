package faults

import (
	"fmt"
	"iter"
	"strconv"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A Start is when a fault begins. A kind that embeds it is not Momentary, adds few events, and has
// a Check; one with a Check of its own calls this one too.
type Start struct {
	At strict.Instant `yaml:"at" doc:"When."`
}

// Check reports a fault that begins after the run, and a node or a customer that is not there: the
// settings with the keys node and customer are their numbers.
func (s *Start) Check(at strict.Place, sizes measure.Sizes) {
	s.At.Within(at.Key("at"), sizes.Length)
	within(at.Key("node"), sizes.Nodes)
	within(at.Key("customer"), sizes.Customers)
}

// within reports a number, where one is given, that is too large.
func within(at strict.Place, of int) {
	if !at.Given() || !at.Sound() {
		return
	}
	var i int
	if at.Decode(&i); i >= of {
		at.Wrong(strconv.Itoa(i), fmt.Sprintf("0 to %d", of-1))
	}
}

// Once calls happen when the fault begins.
func (s *Start) Once(p Platform, happen func()) {
	p.At(time.Duration(s.At), func() {
		p.Began()
		happen()
	})
}

// Momentary is false.
func (*Start) Momentary() bool { return false }

// Events are few.
func (*Start) Events(measure.Sizes) float64 { return 0 }

// A Spell is when a fault begins, and how long it lasts.
type Spell struct {
	Start `yaml:",inline"`

	For Length `yaml:"for" doc:"For how long. Default for good."`
}

// A Length is how long a fault lasts; absent, it is for good.
type Length = strict.Optional[strict.Span]

// During calls begin when the spell begins, and end when it ends.
func (s *Spell) During(p Platform, begin func() (end func())) {
	var end func()
	s.Once(p, func() { end = begin() })
	if s.For.Given {
		p.At(time.Duration(s.At)+time.Duration(s.For.Value), func() {
			p.Ended()
			end()
		})
	}
}

// Again lets f happen at an instant, and then each time that every has passed, before the instant
// until. Without every it happens once, without until it has no end.
func Again(
	p Platform, at strict.Instant, every strict.Optional[strict.PositiveSpan],
	until strict.Optional[strict.Instant], f func(),
) {
	p.At(time.Duration(at), p.Began)
	if until.Given {
		p.At(time.Duration(until.Value), p.Ended)
	}
	var next func()
	next = func() {
		f()
		if later, ok := after(p.Now(), every, until); ok {
			p.At(later, next)
		}
	}
	if !until.Given || at < until.Value {
		p.At(time.Duration(at), next)
	}
}

// after is when that which happens at an instant happens again, if it does.
func after(
	at time.Duration, every strict.Optional[strict.PositiveSpan],
	until strict.Optional[strict.Instant],
) (later time.Duration, again bool) {
	later = at + time.Duration(every.Value)
	return later, every.Given && (!until.Given || later < time.Duration(until.Value))
}

// instants are when Again lets something happen, up to the end of a run.
func instants(
	at strict.Instant, every strict.Optional[strict.PositiveSpan],
	until strict.Optional[strict.Instant], end time.Duration,
) iter.Seq[time.Duration] {
	return func(yield func(time.Duration) bool) {
		now, more := time.Duration(at), !until.Given || at < until.Value
		for more && now <= end && yield(now) {
			now, more = after(now, every, until)
		}
	}
}
