package strategies

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A token that came at 100 ms is young until 5.1 s: who is refused with it before waits, and gets
// it again, or what is in the cache by then.
func TestRefusedYoungTokenIsTriedAgain(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms}
		rule := Cache{LookIfRefused: true, Young: 5 * time.Second}
		source := rule.Source(b.env, carrier)
		var got answers
		ask := func(at time.Duration, rejected string) {
			b.until(at)
			got.ask(t.Context(), b, source, Token{Value: rejected})
		}
		ask(0, "")
		ask(300*ms, "T1")   // young
		ask(5100*ms, "T1")  // at its age
		ask(5300*ms, "T1")  // long replaced
		ask(10199*ms, "T2") // young for a millisecond more
		ask(10200*ms, "T2")
		require.Equal(t, answers{
			"100ms T1", "5.1s T1", "5.2s T2", "5.3s T2", "10.2s T2", "10.3s T3",
		}, got)
		require.Equal(t, []time.Duration{0, 5100 * ms, 10200 * ms}, carrier.times())

		b.at(11*time.Second, func() { b.env.Store.Put(t.Context(), b.token("N", time.Hour)) })
		ask(10300*ms, "T3")
		require.Equal(t, "15.3s N", got[len(got)-1], "another has renewed meanwhile")
		ask(20*time.Second, "N")
		require.Equal(t, "20.3s N", got[len(got)-1], "a process knows since when it has it")
		ask(20300*ms, "N")
		require.Equal(t, "20.4s T4", got[len(got)-1])
	})
}

// Whoever gives up while he waits requests nothing.
func TestWhoGivesUpWithAYoungTokenRequestsNothing(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms}
		rule := Cache{LookIfRefused: true, Young: 5 * time.Second}
		source := Look(rule).Source(b.env, rule.Source(b.env, carrier))
		var got answers
		got.ask(t.Context(), b, source, Token{})
		ctx, cancel := b.env.WithTimeout(t.Context(), time.Second)
		defer cancel()
		got.ask(ctx, b, source, Token{Value: "T1"})
		require.Equal(t, answers{"100ms T1", "1.1s context deadline exceeded"}, got)
		require.Len(t, carrier.times(), 1)
	})
}

func TestYoungNeedsALook(t *testing.T) {
	require.EqualError(t, Check(Retry{}, Cache{Young: 1}),
		"strategies: part 2: Cache.Young: found young without refused: look; meant refused: look")
}
