package strategies

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestSingleFlightSharesItsOutcome(t *testing.T) {
	for want, failure := range map[string]error{
		"100ms T1":                   nil,
		"100ms carrier answered 500": &StatusError{500},
	} {
		inBubble(t, func(t *testing.T, b *bubble) {
			carrier := &desk{b: b, takes: 100 * ms, err: failure}
			source := SingleFlight{}.Source(b.env, carrier)
			var got answers
			for i := range 3 {
				b.at(time.Duration(i)*ms, func() {
					got.ask(WithWhy(t.Context(), WhyExpired), b, source, Token{})
				})
			}
			b.sleep(time.Minute)
			require.Equal(t, answers{want, want, want}, got)
			require.Equal(t, []asked{{0, WhyExpired, ""}}, carrier.asked)
		})
	}
}

func TestSingleFlightOutlivesTheCallerThatBeganIt(t *testing.T) {
	for inCaller, want := range map[bool]answers{
		false: {"50ms context deadline exceeded", "100ms T1"},
		true:  {"50ms context deadline exceeded", "50ms context deadline exceeded"},
	} {
		inBubble(t, func(t *testing.T, b *bubble) {
			source := SingleFlight{inCaller}.Source(b.env, &desk{b: b, takes: 100 * ms})
			var got answers
			b.at(0, func() { got.impatient(b, t, source, 50*ms) })
			b.at(1*ms, func() { got.ask(t.Context(), b, source, Token{}) })
			b.sleep(time.Minute)
			require.Equal(t, want, got)
		})
	}
}

// impatient asks under a deadline.
func (a *answers) impatient(b *bubble, t *testing.T, source Source, d time.Duration) {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	a.ask(ctx, b, source, Token{})
}

// A flight that brings the token which a late caller was already refused is no use to that one.
func TestSingleFlightDoesNotShareWhatWasRefused(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms}
		source := SingleFlight{}.Source(b.env, carrier)
		var got answers
		b.at(0, func() { got.ask(t.Context(), b, source, Token{}) })
		b.at(1*ms, func() { got.ask(t.Context(), b, source, Token{Value: "T1"}) })
		b.sleep(time.Minute)
		require.Equal(t, answers{"100ms T1", "200ms T2"}, got)
	})
}
