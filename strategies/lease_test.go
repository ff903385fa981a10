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
	for _, test := range []struct {
		poll, caller time.Duration
		want         string
	}{
		{300 * ms, time.Hour, "1.2s " + ErrShed.Error()}, // at the first look after its patience
		{250 * ms, time.Hour, "1s " + ErrShed.Error()},   // at that very instant
		{300 * ms, 700 * ms, "700ms context deadline exceeded"},
	} {
		inBubble(t, func(t *testing.T, b *bubble) {
			p := Lease{Hold: time.Hour, Poll: test.poll, Patience: time.Second}
			one, two := twoNodes(b, p, &desk{b: b, err: &StatusError{Status: 500}})
			var got answers
			got.ask(t.Context(), b, one, Token{})
			got.impatient(b, t, two, test.caller)
			require.Equal(t, answers{"0s carrier answered 500", test.want}, got)
		})
	}
}

// A lease that ends at the instant of a look is taken over at that instant.
func TestLeaseIsTakenOverWhenItEnds(t *testing.T) {
	for hold, want := range map[time.Duration]string{
		time.Second: "1s T2", time.Second + 1: "1.25s T2",
	} {
		inBubble(t, func(t *testing.T, b *bubble) {
			p := Lease{Hold: hold, Poll: 250 * ms, Patience: time.Minute}
			carrier := &desk{b: b, err: &StatusError{Status: 500}}
			one, two := twoNodes(b, p, carrier)
			var got answers
			got.ask(t.Context(), b, one, Token{})
			carrier.answer(nil)
			got.ask(t.Context(), b, two, Token{})
			require.Equal(t, answers{"0s carrier answered 500", want}, got)
		})
	}
}

func TestLeaseThatCannotTellIsNotWaitedFor(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		lease := NewMockLeaseStore(t)
		lease.EXPECT().Hold(mock.Anything, time.Second).Return(Grant{}, ErrOpen).Once()
		b.env.Lease = lease
		source := Lease{Hold: time.Second}.Source(b.env, &desk{b: b})
		var got answers
		got.ask(t.Context(), b, source, Token{})
		require.Equal(t, answers{"0s T1"}, got)
	})
}
