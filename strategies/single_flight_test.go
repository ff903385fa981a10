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
		"100ms carrier answered 500": &StatusError{Status: 500},
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
			source := SingleFlight{InCaller: inCaller}.Source(b.env, &desk{b: b, takes: 100 * ms})
			var got answers
			b.at(0, func() { got.impatient(b, t, source, 50*ms) })
			b.at(1*ms, func() { got.ask(t.Context(), b, source, Token{}) })
			b.sleep(time.Minute)
			require.Equal(t, want, got)
		})
	}
}

// Who has waited for the flight's patience fails, also who began it; the flight goes on.
func TestSingleFlightIsNotWaitedForLonger(t *testing.T) {
	for patience, want := range map[time.Duration]answers{
		0:            {"100ms T1", "100ms T1"},
		100*ms - 1:   {"99.999999ms " + ErrShed.Error(), "100ms T1"},
		100*ms - 2e6: {"98ms " + ErrShed.Error(), "99ms " + ErrShed.Error()},
	} {
		inBubble(t, func(t *testing.T, b *bubble) {
			carrier := &desk{b: b, takes: 100 * ms}
			source := SingleFlight{Patience: patience}.Source(b.env, carrier)
			var got answers
			b.at(0, func() { got.ask(t.Context(), b, source, Token{}) })
			b.at(1*ms, func() { got.ask(t.Context(), b, source, Token{}) })
			b.sleep(time.Minute)
			require.Equal(t, want, got)
			require.Len(t, carrier.asked, 1)
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

// What its own flight brings is the caller's, even where the carrier issues the same token again.
func TestSingleFlightOfOneHasWhatItBrings(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		source := SingleFlight{}.Source(b.env, steadySource{Token{Value: "A"}})
		var got answers
		got.impatient(b, t, source, time.Second)
		got.ask(t.Context(), b, source, Token{Value: "A"})
		require.Equal(t, answers{"0s A", "0s A"}, got)
	})
}

// A flight that panics has an outcome for those who share it, and lets the next begin.
func TestSingleFlightSurvivesAPanic(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		bug := true
		source := SingleFlight{InCaller: true}.Source(b.env, sourceOf(
			func(ctx context.Context, _ Token) error {
				if bug {
					bug = false
					_ = b.env.Clock.Sleep(ctx, 100*ms)
					panic("bug")
				}
				return nil
			}))
		var got answers
		b.at(ms, func() { got.ask(t.Context(), b, source, Token{}) })
		require.Panics(t, func() { _, _ = source.Token(t.Context(), Token{}) })
		b.sleep(ms)
		got.ask(t.Context(), b, source, Token{})
		require.Equal(t, answers{"100ms strategies: abandoned", "101ms T"}, got)
	})
}
