package strategies

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
)

func TestKeepExpiredAnswersAFailureWithTheOldToken(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms, err: &StatusError{Status: 503}}
		b.env.Rand = nil // without a spread nothing is drawn
		source := KeepExpired{Again: 5 * time.Minute}.Source(
			b.env, Cache{}.Source(b.env, carrier))
		var got answers
		for _, step := range []struct {
			at  time.Duration
			err error // of the carrier from then on
		}{
			{0, &StatusError{Status: 503}},                // without a token there is none to keep
			{time.Second, nil},                            // T2 comes, and lives ten minutes
			{11 * time.Minute, &StatusError{Status: 503}}, // asked, and failed
			{12 * time.Minute, nil},                       // not asked
			{16*time.Minute - ms, nil},                    // nor yet
			{16 * time.Minute, nil},
		} {
			b.until(step.at)
			carrier.answer(step.err)
			got.ask(t.Context(), b, source, Token{})
		}
		require.Equal(t, answers{
			"100ms carrier answered 503", "1.1s T2", "11m0.1s T2", "12m0s T2", "15m59.999s T2",
			"16m0.1s T4",
		}, got)
		require.Len(t, carrier.asked, 4)
	})
}

// A refused token is kept as well: there is no better one. A caller who gives up is no failure.
func TestKeepExpiredKeepsTheRefused(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms}
		old := b.token("old", time.Hour)
		require.NoError(t, b.env.Store.Put(t.Context(), old))
		b.env.Rand = rand.New(highest{})
		source := KeepExpired{Again: time.Minute, Spread: 30 * time.Second}.Source(
			b.env, Cache{}.Source(b.env, carrier))
		var got answers
		ctx, cancel := context.WithTimeout(t.Context(), 50*ms)
		defer cancel()
		got.ask(ctx, b, source, old)
		carrier.answer(&StatusError{Status: 403})
		for _, at := range []time.Duration{
			time.Second, 91*time.Second - ms, 91 * time.Second, // 1 s, a minute and the whole spread
		} {
			b.until(at)
			got.ask(t.Context(), b, source, old)
		}
		require.Equal(t, answers{
			"50ms context deadline exceeded", "1.1s old", "1m30.999s old", "1m31.1s old",
		}, got)
		require.Len(t, carrier.asked, 3)
	})
}

// A store that fails has no token to keep, whatever it returns.
func TestKeepExpiredDoesNotKeepWhatAFailingStoreReturns(t *testing.T) {
	store := NewMockStore(t)
	store.EXPECT().Get(mock.Anything).Return(Token{Value: "A"}, errBroken).Once()
	next := sourceOf(func(context.Context, Token) error { return ErrShed })
	env := Env{Clock: stoppedClock{}, Store: store}
	_, err := KeepExpired{Again: time.Minute}.Source(env, next).Token(t.Context(), Token{})
	require.ErrorIs(t, err, ErrShed)
}
