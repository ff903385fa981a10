package strategies

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Two of batch, one of no class and one of labels ask 1 ms apart; each renewal takes 100 ms, one at
// a time. The first goes on, then labels, then the second of batch, then the one without a class.
func TestPriorityGoesByClass(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms}
		p := Priority{Classes: []string{"labels", "batch"}, AtMost: 1}
		source := p.Source(b.env, carrier)
		ended := map[string][]time.Duration{}
		for i, class := range []string{"batch", "batch", "", "labels"} {
			b.at(time.Duration(i)*ms, func() {
				_, err := source.Token(WithClass(t.Context(), class), Token{})
				b.mu.Lock()
				defer b.mu.Unlock()
				require.NoError(t, err)
				ended[class] = append(ended[class], b.now())
			})
		}
		b.sleep(time.Minute)
		require.Equal(t, map[string][]time.Duration{
			"batch": {100 * ms, 300 * ms}, "labels": {200 * ms}, "": {400 * ms},
		}, ended)
	})
}

// Who leaves the line, or is called when he has just left, takes no turn from anybody.
func TestTurnsAreNotLost(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		line := newTurns(b.env, 1)
		require.NoError(t, line.take(t.Context(), 0))
		ctx, cancel := context.WithCancel(t.Context())
		left, served := false, false
		b.at(1*ms, func() { left = line.take(ctx, 0) != nil })
		b.at(2*ms, func() { served = line.take(t.Context(), 0) == nil })
		b.at(3*ms, cancel)
		b.at(4*ms, line.give)
		b.sleep(time.Second)
		require.True(t, left)
		require.True(t, served)
		line.give()
		require.Equal(t, 1, line.free)
		cancel()
		require.Error(t, line.take(ctx, 0), "who is done takes none")
		require.Equal(t, 1, line.free)
	})
}

// A bulkhead holds its own class back, and no other.
func TestBulkhead(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms}
		source := Bulkhead{Class: "batch", AtMost: 2}.Source(b.env, carrier)
		for i, class := range []string{"batch", "batch", "batch", "labels", ""} {
			b.at(time.Duration(i)*ms, func() {
				_, _ = source.Token(WithClass(t.Context(), class), Token{})
			})
		}
		b.sleep(time.Minute)
		require.Equal(t, []time.Duration{0, 1 * ms, 3 * ms, 4 * ms, 100 * ms}, carrier.times())
	})
}
