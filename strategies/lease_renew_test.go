package strategies

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// prolonged is a lease as the catalogue recommends it.
var prolonged = Lease{
	Hold: 10 * time.Second, Poll: 200 * ms, Patience: 40 * time.Second,
	Renew: true, Fence: true, Release: ReleaseOwner,
}

// The request takes up to its time-out of 30 s, three times as long as the lease lasts.
func TestLeaseLastsAsLongAsItsHoldersRequest(t *testing.T) {
	const shed = "strategies: refused locally, the limit is reached"
	for _, test := range []struct {
		takes time.Duration
		want  answers
	}{
		{9 * time.Second, answers{"9s T1", "9.001s T1"}},
		{10 * time.Second, answers{"10s T1", "10.001s T1"}},
		{12 * time.Second, answers{"12s T1", "12.001s T1"}},
		{29800 * ms, answers{"29.8s T1", "29.801s T1"}},
		{31 * time.Second, answers{"30.001s " + shed, "30.2s context deadline exceeded"}},
	} {
		inBubble(t, func(t *testing.T, b *bubble) {
			carrier := &desk{b: b, takes: test.takes}
			one, two := twoNodes(b, prolonged, patient{b, carrier, 30 * time.Second})
			var got answers
			b.at(0, func() { got.ask(t.Context(), b, one, Token{}) })
			b.at(1*ms, func() { got.ask(t.Context(), b, two, Token{}) })
			b.sleep(time.Minute)
			require.Equal(t, test.want, got)
			require.Len(t, carrier.asked, 1)
		})
	}
}

// A patient source gives up after a while.
type patient struct {
	b        *bubble
	next     Source
	patience time.Duration
}

func (p patient) Token(ctx context.Context, rejected Token) (Token, error) {
	ctx, cancel := p.b.env.WithTimeout(ctx, p.patience)
	defer cancel()
	return p.next.Token(ctx, rejected)
}

// Who comes after the holder has failed does not fail with him.
func TestLeaseThatWasReleasedIsFreeForWhoDidNotWait(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms, err: &StatusError{Status: 500}}
		one, two := twoNodes(b, prolonged, carrier)
		var got answers
		b.at(0, func() { got.ask(t.Context(), b, one, Token{}) })
		b.at(101*ms, func() {
			carrier.answer(nil)
			got.ask(t.Context(), b, two, Token{})
		})
		b.sleep(time.Minute)
		require.Equal(t, answers{"100ms carrier answered 500", "201ms T2"}, got)
	})
}

// The renewal goes on without the caller that began it; the next finds its token in the cache.
func TestLeaseHoldersRenewalOutlivesItsCaller(t *testing.T) {
	for renew, want := range map[bool]answers{
		true:  {"50ms context deadline exceeded", "100ms T1", "200ms T1"},
		false: {"50ms context deadline exceeded", "160ms T2", "200ms T2"},
	} {
		inBubble(t, func(t *testing.T, b *bubble) {
			p := prolonged
			p.Renew = renew
			one, _ := twoNodes(b, p, &desk{b: b, takes: 100 * ms})
			var got answers
			b.at(0, func() { got.impatient(b, t, one, 50*ms) })
			b.at(60*ms, func() { got.ask(t.Context(), b, one, Token{}) })
			b.at(200*ms, func() { got.ask(t.Context(), b, one, Token{}) })
			b.sleep(time.Minute)
			require.Equal(t, want, got)
		})
	}
}

// A lease is released by fence, by whoever's it is, or not at all: then it runs out after 1 s.
func TestLeaseRelease(t *testing.T) {
	for release, want := range map[Release]string{
		ReleaseNone: "1.005s T2", ReleaseOwner: "1.005s T2", ReleaseAny: "5ms T2",
	} {
		inBubble(t, func(t *testing.T, b *bubble) {
			lease := NewMemoryLease(b.env.Clock)
			b.env.Lease = lease.For("1")
			p := Lease{Hold: time.Second, Poll: 50 * ms, Patience: time.Minute, Release: release}
			carrier := &desk{b: b, err: &StatusError{Status: 500}}
			source := p.Source(b.env, carrier)
			var got answers
			b.at(0, func() {
				carrier.take(4 * ms)
				got.ask(t.Context(), b, source, Token{})
			})
			b.at(1*ms, func() { // another took it over in the meantime
				_ = lease.For("1").Release(t.Context())
				_, _ = lease.For("2").Hold(t.Context(), time.Second+4*ms)
			})
			b.at(5*ms, func() {
				carrier.take(0)
				carrier.answer(nil)
				got.ask(t.Context(), b, source, Token{})
			})
			b.sleep(time.Minute)
			require.Equal(t, answers{"4ms carrier answered 500", want}, got)
		})
	}
}

// The lease asks the cache of its stack which tokens are usable, above it or below it.
func TestLeaseUsesTheMarginOfItsStack(t *testing.T) {
	cache := Cache{Shared: true, LookIfRefused: true, Margin: 30 * time.Second}
	for name, parts := range map[string][]Part{
		"below":       {Retry{}, prolonged, SingleFlight{}, cache},
		"above":       {Retry{}, cache, prolonged},
		"own is none": {Retry{}, cache, prolonged, Cache{}},
	} {
		for left, want := range map[time.Duration]string{
			30 * time.Second: "T1", 30*time.Second + 1: "A",
		} {
			inBubble(t, func(t *testing.T, b *bubble) {
				b.env.Endpoint = &desk{b: b}
				s, err := New(b.env, parts...)
				require.NoError(t, err)
				require.NoError(t, b.env.Shared.Put(t.Context(), b.token("A", left)))
				var got string
				call := func(_ context.Context, token Token) error {
					got = token.Value
					return nil
				}
				require.NoError(t, s.Do(t.Context(), call))
				require.Equal(t, want, got, "%s, %v left", name, left)
			})
		}
	}
}
