package strategies

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTryLockUsesWhatTheCacheHoldsMeanwhile(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		require.NoError(t, b.env.Store.Put(t.Context(), b.token("old", time.Hour)))
		carrier := &desk{b: b, takes: 100 * ms}
		source := TryLock{}.Source(b.env, Cache{}.Source(b.env, carrier))
		var got answers
		old := Token{Value: "old"}
		b.at(0, func() { got.ask(t.Context(), b, source, old) })
		b.at(1*ms, func() { got.ask(t.Context(), b, source, old) })
		b.at(150*ms, func() { got.ask(t.Context(), b, source, Token{}) })
		b.sleep(time.Minute)
		require.Equal(t, answers{"1ms old", "100ms T1", "150ms T1"}, got)
	})
}

func TestTryLockWaitEndsWithTheContext(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms}
		source := TryLock{}.Source(b.env, carrier)
		var got answers
		b.at(0, func() { got.ask(t.Context(), b, source, Token{}) })
		b.at(ms, func() { got.impatient(b, t, source, 50*ms) })
		b.sleep(time.Minute)
		require.Equal(t, answers{"51ms context deadline exceeded", "100ms T1"}, got)
		require.Len(t, carrier.asked, 1)
	})
}

func TestTryLockWaitsWhereTheCacheHoldsNothing(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms}
		source := TryLock{}.Source(b.env, Cache{}.Source(b.env, carrier))
		var got answers
		b.at(0, func() { got.ask(t.Context(), b, source, Token{}) })
		b.at(1*ms, func() { got.ask(t.Context(), b, source, Token{}) })
		b.sleep(time.Minute)
		require.Equal(t, answers{"100ms T1", "100ms T1"}, got)
		require.Len(t, carrier.asked, 1)
	})
}
