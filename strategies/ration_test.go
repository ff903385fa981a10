package strategies

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func succeed(context.Context, Token) error { return nil }

func TestRationDividesTheRate(t *testing.T) {
	for over, want := range map[bool][]time.Duration{
		true:  {0, 2 * time.Second},    // two nodes; the second customer queues
		false: {0, 0, 6 * time.Second}, // and three customers
	} {
		inBubble(t, func(t *testing.T, b *bubble) {
			b.env.Nodes, b.env.Customers = 2, 3
			carrier := &desk{b: b}
			p := Ration{Rate: Rate{1, time.Second}, Burst: 1, Patience: Forever, OverNodes: over}
			one, two := p.Source(b.env, carrier), p.Source(b.env, carrier)
			for _, s := range []Source{one, two, one}[:len(want)] {
				_, err := s.Token(t.Context(), Token{})
				require.NoError(t, err)
			}
			var at []time.Duration
			for _, a := range carrier.asked {
				at = append(at, a.at)
			}
			require.Equal(t, want, at)
		})
	}
}
