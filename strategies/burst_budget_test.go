package strategies

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestBurstBudgetLetsAllPassForASpell(t *testing.T) {
	t0 := time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	b := burstBudget{
		BurstBudget: BurstBudget{Spell: 2500 * ms, Rest: 2500 * ms}, every: 500 * ms,
	}
	for i, step := range []struct{ at, wait time.Duration }{
		{0, 0}, {0, 0}, {0, 0}, {2499 * ms, 0}, // the spell
		{2500 * ms, 500 * ms}, {2500 * ms, 1000 * ms}, // two a second in the rest
		{4 * time.Second, 0},
		{4 * time.Second, 500 * ms},
		{4 * time.Second, time.Second}, // does not fit: begins the next spell
		{4500 * ms, 500 * ms},          // with it
		{5 * time.Second, 0},
		{time.Minute, 0},
	} {
		require.Equal(t, step.wait, b.wait(t0.Add(step.at)), "step %d", i)
	}
}

// A request that does not fit into the rest begins the next spell, where the rest ends.
func TestBurstBudgetBeginsTheNextSpellWhereTheRestEnds(t *testing.T) {
	t0 := time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	b := burstBudget{
		BurstBudget: BurstBudget{Spell: 2500 * ms, Rest: 2500 * ms}, every: 500 * ms,
	}
	for i, step := range []struct{ at, wait time.Duration }{
		{0, 0}, {4 * time.Second, 0}, {4 * time.Second, 500 * ms},
		{4 * time.Second, time.Second}, // the spell from 5s to 7.5s
		{7600 * ms, 400 * ms},
	} {
		require.Equal(t, step.wait, b.wait(t0.Add(step.at)), "step %d", i)
	}
}

func TestBurstBudgetWaitsBeforeItAsks(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		p := BurstBudget{Spell: time.Second, Rest: 2 * time.Second, Rate: Rate{2, time.Second}}
		source := p.Source(b.env, &desk{b: b})
		var got answers
		for _, at := range []time.Duration{0, 0, time.Second} {
			b.until(at)
			got.ask(t.Context(), b, source, Token{})
		}
		got.impatient(b, t, source, 400*ms)
		require.Equal(t, answers{"0s T1", "0s T2", "1.5s T3", "1.9s context deadline exceeded"}, got)
	})
}

// The promise: at no phase are five consecutive seconds each over three.
func TestBurstBudgetNeverExceedsFiveSecondsOnEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := burstBudget{
			BurstBudget: BurstBudget{Spell: 2500 * ms, Rest: 2500 * ms}, every: 500 * ms,
		}
		var now time.Duration
		var sent []time.Duration
		for _, gap := range rapid.SliceOfN(rapid.IntRange(0, 300), 1, 200).Draw(t, "gaps") {
			now += time.Duration(gap) * ms
			sent = append(sent, now+b.wait(time.Unix(0, 0).Add(now)))
		}
		phase := time.Duration(rapid.IntRange(0, 999).Draw(t, "phase")) * ms
		seconds := map[time.Duration]int{}
		for _, at := range sent {
			seconds[(at+phase)/time.Second]++
		}
		run := 0
		for s := range (now+10*time.Second)/time.Second + 1 {
			if seconds[s] <= 3 {
				run = 0
				continue
			}
			run++
			require.Less(t, run, 5)
		}
	})
}
