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
		for _, at := range []time.Duration{0, 4900 * ms, 4950 * ms, 5100 * ms} {
			b.at(at, func() { got.ask(t.Context(), b, source, Token{}) })
		}
		b.sleep(time.Minute)
		require.Equal(t, answers{"0s T1", "4.9s T2", "5s T3", "5.1s T4"}, got)
	})
}
