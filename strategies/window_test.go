package strategies

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWindowPassesDoubleAstrideItsEdge(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b}
		source := Window{Limit: 2, In: 5 * time.Second}.Source(b.env, carrier)
		var got answers
		for _, at := range []time.Duration{0, 4900 * ms, 4950 * ms, 5100 * ms, 5200 * ms} {
			b.at(at, func() { got.ask(t.Context(), b, source, Token{}) })
		}
		b.at(5300*ms, func() { got.impatient(b, t, source, time.Second) })
		b.sleep(time.Minute)
		require.Equal(t, answers{
			"0s T1", "4.9s T2", "5s T3", "5.1s T4", "6.3s context deadline exceeded", "10s T5",
		}, got)
	})
}
