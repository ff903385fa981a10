package strategies

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
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

// The permits of a spread share come at fixed times: the highest random number makes the first
// come after a whole interval.
func TestRationSpreadsItsPermits(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		b.env.Nodes, b.env.Rand = 2, rand.New(highest{})
		carrier := &desk{b: b}
		source := Ration{
			Rate: Rate{1, time.Second}, Burst: 1, Patience: 3 * time.Second, OverNodes: true, Spread: true,
			NodesAtMost: 4, // so one each four seconds
		}.Source(b.env, carrier)
		var got answers
		for _, at := range []time.Duration{
			0, // would wait longer than it may
			1 * time.Second, 12 * time.Second, 12001 * ms, 17 * time.Second,
		} {
			b.until(at)
			got.ask(t.Context(), b, source, Token{})
		}
		require.Equal(t, answers{
			"0s " + ErrShed.Error(), "4s T1", "12s T2", "12.001s " + ErrShed.Error(), "20s T3",
		}, got)
	})
}

func TestRationOfOneNodeIsNotSpread(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		b.env.Rand = rand.New(highest{})
		source := Ration{Rate: Rate{1, time.Minute}, Burst: 1, OverNodes: true, Spread: true}.
			Source(b.env, &desk{b: b})
		_, err := source.Token(t.Context(), Token{})
		require.NoError(t, err)
		require.Zero(t, b.now())
	})
}

// Any number of nodes that start at once keep the rate in every window: as many as fit, and one.
func TestSpreadNodesKeepTheRate(t *testing.T) {
	for _, nodes := range []int{2, 20, 100} {
		every := time.Duration(nodes) * 1111111112
		random := rand.New(rand.NewPCG(1, uint64(nodes)))
		var sent []time.Duration
		for range nodes {
			s := newSlots(every, at0, random)
			for now := at0; ; { // a node that always wants to send
				permit, err := s.reserve(t.Context(), now, Forever)
				require.NoError(t, err)
				now = now.Add(permit.wait)
				if now.Sub(at0) > 10*time.Minute {
					break
				}
				sent = append(sent, now.Sub(at0))
			}
		}
		slices.Sort(sent)
		for i := range sent {
			if i >= 15 {
				require.Greater(t, sent[i]-sent[i-15], 5*time.Second, "%d nodes", nodes)
			}
			if i >= 119 {
				require.Greater(t, sent[i]-sent[i-119], 2*time.Minute, "%d nodes", nodes)
			}
		}
	}
}

func TestRationTakesPermitsFromTheSharedLine(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		quota := &downQuota{QuotaStore: b.env.Quota}
		b.env.Quota, b.env.Nodes, b.env.Rand = quota, 2, rand.New(highest{})
		carrier := &desk{b: b}
		p := Ration{
			Rate: Rate{1, time.Second}, Burst: 1, Patience: 5 * time.Second, OverNodes: true, Spread: true,
			Shared: true,
		}
		one, two := p.Source(b.env, carrier), p.Source(b.env, carrier)
		var got answers
		got.ask(t.Context(), b, one, Token{})
		got.ask(t.Context(), b, two, Token{})
		got.ask(t.Context(), b, one, Token{})
		// While the store is down a share is half of what two nodes would have: one each four seconds.
		quota.err = errors.New("down")
		got.ask(t.Context(), b, one, Token{})
		got.ask(t.Context(), b, one, Token{})
		quota.err = nil
		got.ask(t.Context(), b, two, Token{})
		b.env.Quota = silentQuota{}
		got.ask(t.Context(), b, p.Source(b.env, carrier), Token{}) // a second is lost, then its share
		require.Equal(t, answers{"0s T1", "1s T2", "2s T3", "4s T4", "8s T5", "8s T6", "12s T7"}, got)
	})
}

// A store that has lost its last writes gives the permits of 1, 2 and 3 s a second time: the node
// that has them already goes on after them.
func TestRationGoesOnAfterPermitsThatTheStoreForgot(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b}
		p := Ration{
			Rate: Rate{1, time.Second}, Burst: 1, Patience: time.Minute, OverNodes: true, Shared: true,
		}
		quota := &downQuota{QuotaStore: b.env.Quota}
		b.env.Quota = quota
		source := p.Source(b.env, carrier)
		var got answers
		for range 4 {
			b.at(0, func() { got.ask(t.Context(), b, source, Token{}) })
		}
		b.sleep(500 * time.Millisecond)
		quota.QuotaStore = NewMemoryQuota(b.env.Clock)
		got.ask(t.Context(), b, source, Token{})
		require.Equal(t, answers{"0s T1", "1s T2", "2s T3", "3s T4", "4s T5"}, got)
	})
}

func TestRationRefusesWhoWouldWaitTooLong(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		source := Ration{Rate: Rate{1, time.Minute}, Burst: 1, Patience: time.Second, Shared: true}.
			Source(b.env, &desk{b: b})
		var got answers
		got.ask(t.Context(), b, source, Token{})
		got.ask(t.Context(), b, source, Token{})
		require.Equal(t, answers{"0s T1", "0s " + ErrShed.Error()}, got)
	})
}

// While the store is down a fleet that grows in one step keeps the rate, and so does one that grows
// node by node to two and a half times its size.
func TestSharesOfAFleetThatGrows(t *testing.T) {
	p := Ration{Rate: Rate{1, time.Second}, Shared: true}
	load := func(nodes int) float64 { return 1 / float64(p.nodes(Env{Nodes: nodes})) }
	for n := 1; n <= 100; n++ {
		for _, to := range []int{n + 1, 2 * n, 10 * n, 1000 * n} {
			require.LessOrEqual(t, float64(n)*load(n)+float64(to-n)*load(to), 1.0)
		}
		total := float64(n) * load(n)
		for m := n + 1; m <= n*5/2; m++ {
			total += load(m)
		}
		require.LessOrEqual(t, total, 1.0, "from %d", n)
	}
	p.NodesAtMost = 8
	require.Equal(t, 8, p.nodes(Env{Nodes: 2}), "the number given is enough")
	require.Equal(t, 9, p.nodes(Env{Nodes: 9}))
}
