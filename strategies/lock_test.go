package strategies

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestLockLetsOneRenewalPassAtATime(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms}
		source := Lock{}.Source(b.env, carrier)
		var got answers
		for i := range 3 {
			b.at(time.Duration(i)*ms, func() { got.ask(t.Context(), b, source, Token{}) })
		}
		b.sleep(time.Minute)
		require.Equal(t, answers{"100ms T1", "200ms T2", "300ms T3"}, got)
	})
}

func TestLockForSomeReasonsOnly(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms}
		source := Lock{Why: []Why{WhyExpired}}.Source(b.env, carrier)
		var got answers
		for i := range 2 {
			b.at(0, func() { got.ask(t.Context(), b, source, Token{}) })
			b.at(time.Duration(1+i)*ms, func() {
				got.ask(WithWhy(t.Context(), WhyExpired), b, source, Token{})
			})
		}
		b.sleep(time.Minute)
		require.Len(t, got, 4)
		require.Equal(t, []time.Duration{0, 0, 1 * ms, 101 * ms}, carrier.times())
	})
}

func TestLockAroundTheCallCoversAllOfIt(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		s := Lock{}.Strategy(b.env, Retry{}.Retry(b.env, &desk{b: b, takes: 100 * ms}))
		var ended []time.Duration
		for i := range 2 {
			b.at(time.Duration(i)*ms, func() {
				_ = s.Do(t.Context(), func(ctx context.Context, _ Token) error {
					return b.env.Clock.Sleep(ctx, 60*ms)
				})
				b.mu.Lock()
				defer b.mu.Unlock()
				ended = append(ended, b.now())
			})
		}
		b.sleep(time.Minute)
		require.Equal(t, []time.Duration{160 * ms, 320 * ms}, ended)
	})
}

func TestLockAroundTheCallIsNotWaitedForByWhoGaveUp(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		s := Lock{}.Strategy(b.env, Retry{}.Retry(b.env, &desk{b: b}))
		ctx, cancel := context.WithTimeout(t.Context(), 50*ms)
		defer cancel()
		b.at(0, func() {
			_ = s.Do(t.Context(), func(ctx context.Context, _ Token) error {
				return b.env.Clock.Sleep(ctx, 100*ms)
			})
		})
		b.until(ms)
		require.ErrorIs(t, s.Do(ctx, succeed), context.DeadlineExceeded)
		require.Equal(t, 50*ms, b.now())
		require.NoError(t, s.Do(t.Context(), succeed))
		require.Equal(t, 100*ms, b.now())
	})
}

// Who gives up waiting for the lock does not ask the carrier, and does not keep the lock.
func TestLockWaitEndsWithTheContext(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms}
		source := Lock{}.Source(b.env, carrier)
		var got answers
		ctx, cancel := context.WithTimeout(t.Context(), 50*ms)
		defer cancel()
		b.at(0, func() { got.ask(t.Context(), b, source, Token{}) })
		b.at(1*ms, func() { got.ask(ctx, b, source, Token{}) })
		b.at(2*ms, func() { got.ask(t.Context(), b, source, Token{}) })
		b.sleep(time.Minute)
		require.Equal(t, answers{"50ms context deadline exceeded", "100ms T1", "200ms T2"}, got)
	})
}

// The next in line waits for a renewal whose caller has given up, and finds its token.
func TestLockMayOutliveItsCaller(t *testing.T) {
	for detached, want := range map[bool]answers{
		true:  {"50ms context deadline exceeded", "100ms T1"},
		false: {"50ms context deadline exceeded", "150ms T2"},
	} {
		inBubble(t, func(t *testing.T, b *bubble) {
			carrier := &desk{b: b, takes: 100 * ms}
			source := Lock{Detached: detached}.Source(b.env, Cache{}.Source(b.env, carrier))
			var got answers
			b.at(0, func() { got.impatient(b, t, source, 50*ms) })
			b.at(10*ms, func() { got.ask(WithWhy(t.Context(), WhyExpired), b, source, Token{}) })
			b.sleep(time.Minute)
			require.Equal(t, want, got)
			require.Equal(t, WhyCold, carrier.asked[0].why)
		})
	}
}
