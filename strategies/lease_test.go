package strategies

import (
	"testing"
	"time"

	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
)

// twoNodes returns the sources of two nodes that share a store and a lease.
func twoNodes(b *bubble, p Lease, next Source) (one, two Source) {
	lease := NewMemoryLease(b.env.Clock)
	here, there := b.env, b.env
	here.Lease, there.Lease = lease.For("1"), lease.For("2")
	put := Cache{Shared: true, LookIfRefused: true}
	return p.Source(here, put.Source(here, next)), p.Source(there, put.Source(there, next))
}

func TestLeaseLeaderRenewsForAll(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms}
		p := Lease{Hold: 10 * time.Second, Poll: 30 * ms, Patience: time.Second}
		one, two := twoNodes(b, p, carrier)
		var got answers
		b.at(0, func() { got.ask(t.Context(), b, one, Token{}) })
		b.at(1*ms, func() { got.ask(t.Context(), b, two, Token{}) })
		b.sleep(time.Minute)
		require.Equal(t, answers{"100ms T1", "121ms T1"}, got, "found at the fourth poll")
		require.Len(t, carrier.asked, 1)
	})
}

func TestLeaseOfADeadLeaderIsTakenOver(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: time.Hour}
		p := Lease{Hold: time.Second, Poll: 300 * ms, Patience: 5 * time.Second}
		one, two := twoNodes(b, p, carrier)
		var got answers
		b.at(0, func() { got.impatient(b, t, one, 100*ms) })
		b.at(150*ms, func() {
			carrier.take(100 * ms)
			got.ask(t.Context(), b, two, Token{})
		})
		b.sleep(time.Minute)
		require.Equal(t, answers{"100ms context deadline exceeded", "1.15s T2"}, got)
	})
}

func TestLeaseFollowersPatienceEnds(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		p := Lease{Hold: time.Hour, Poll: 300 * ms, Patience: time.Second}
		one, two := twoNodes(b, p, &desk{b: b, err: &StatusError{500}})
		var got answers
		got.ask(t.Context(), b, one, Token{})
		got.ask(t.Context(), b, two, Token{})
		require.Equal(t, answers{"0s carrier answered 500", "1.2s " + ErrShed.Error()}, got)
	})
}

func TestLeaseThatCannotTellIsNotWaitedFor(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		lease := NewMockLeaseStore(t)
		lease.EXPECT().Hold(mock.Anything, time.Second).Return(false, ErrOpen).Once()
		b.env.Lease = lease
		source := Lease{Hold: time.Second}.Source(b.env, &desk{b: b})
		var got answers
		got.ask(t.Context(), b, source, Token{})
		require.Equal(t, answers{"0s T1"}, got)
	})
}
