package strategies

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestKeepExpiredAnswersAFailureWithTheOldToken(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms, err: &StatusError{503}}
		source := KeepExpired{Again: 5 * time.Minute}.Source(
			b.env, Cache{}.Source(b.env, carrier))
		var got answers
		for _, step := range []struct {
			at  time.Duration
			err error // of the carrier from then on
		}{
			{0, &StatusError{503}},                // without a token there is none to keep
			{time.Second, nil},                    // T2 comes, and lives ten minutes
			{11 * time.Minute, &StatusError{503}}, // asked, and failed
			{12 * time.Minute, nil},               // not asked
			{16*time.Minute - ms, nil},            // nor yet
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

// A refused token is kept as well: there is no better one. Its caller's leaving is no failure.
func TestKeepExpiredKeepsTheRefused(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms}
		old := b.token("old", time.Hour)
		require.NoError(t, b.env.Store.Put(t.Context(), old))
		source := KeepExpired{Again: time.Minute, Spread: time.Minute}.Source(
			b.env, Cache{}.Source(b.env, carrier))
		var got answers
		got.impatient(b, t, source, 50*ms)
		carrier.answer(&StatusError{403})
		b.until(time.Hour)
		got.ask(t.Context(), b, source, old)
		b.until(time.Hour + 59*time.Second)
		got.ask(t.Context(), b, source, old)
		b.until(time.Hour + 2*time.Minute)
		got.ask(t.Context(), b, source, old)
		require.Equal(t, answers{
			"0s old", "1h0m0.1s old", "1h0m59s old", "1h2m0.1s old",
		}, got)
		require.Len(t, carrier.asked, 2)
	})
}
