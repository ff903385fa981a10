package strategies

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func succeed(context.Context, Token) error { return nil }

func TestRationDividesTheRate(t *testing.T) {
	for _, test := range []struct {
		overNodes        bool
		nodes, customers int
		want             []time.Duration // of the first customer's, the second's, the first's request
	}{
		{true, 2, 3, []time.Duration{0, 2 * time.Second, 4 * time.Second}},
		{false, 2, 3, []time.Duration{0, 0, 6 * time.Second}},
		{true, 0, 0, []time.Duration{0, time.Second, 2 * time.Second}}, // counted as one
		{false, 0, 0, []time.Duration{0, 0, time.Second}},
	} {
		inBubble(t, func(t *testing.T, b *bubble) {
			b.env.Nodes, b.env.Customers = test.nodes, test.customers
			carrier := &desk{b: b}
			p := Ration{
				Rate: Rate{1, time.Second}, Burst: 1, Patience: Forever, OverNodes: test.overNodes,
			}
			one, two := p.Source(b.env, carrier), p.Source(b.env, carrier)
			for _, s := range []Source{one, two, one} {
				_, err := s.Token(t.Context(), Token{})
				require.NoError(t, err)
			}
			require.Equal(t, test.want, carrier.times())
		})
	}
}
