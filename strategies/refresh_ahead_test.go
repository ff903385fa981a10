package strategies

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
)

func TestRefreshAheadRenewsBesideTheCall(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		b.env.Endpoint = &desk{b: b, takes: 100 * ms}
		carrier := b.env.Endpoint.(*desk)
		cache := Cache{}.Source(b.env, carrier)
		source := RefreshAhead{Before: 5 * time.Minute, Again: time.Minute}.Source(b.env, cache)
		var got answers
		for _, at := range []time.Duration{
			0, 300*time.Second + 99*ms, // T1 comes at 100ms and lives ten minutes
			300*time.Second + 100*ms, 300*time.Second + 150*ms, 300*time.Second + 201*ms,
		} {
			b.at(at, func() { got.ask(t.Context(), b, source, Token{}) })
		}
		b.sleep(time.Hour)
		require.Equal(t, answers{
			"100ms T1", "5m0.099s T1", "5m0.1s T1", "5m0.15s T1", "5m0.201s T2",
		}, got)
		require.Equal(t, []asked{
			{0, WhyCold, ""}, {300*time.Second + 100*ms, WhyAhead, "T1"},
		}, carrier.asked, "ahead of time the endpoint is told which token is to be replaced")
	})
}

// By the absolute end that the carrier told, a token of eleven minutes is renewed at six that is
// said to live ten.
func TestRefreshAheadOfTheAbsoluteEnd(t *testing.T) {
	for _, test := range []struct {
		absolute bool
		want     time.Duration
	}{{false, 5 * time.Minute}, {true, 6 * time.Minute}} {
		inBubble(t, func(t *testing.T, b *bubble) {
			now := b.env.Clock.Now()
			store := &MemoryStore{token: Token{
				Value: "A", Expires: now.Add(10 * time.Minute), Ends: now.Add(11 * time.Minute),
			}}
			b.env.Store = store
			carrier := &desk{b: b}
			source := RefreshAhead{Before: 5 * time.Minute, AbsoluteExpiry: test.absolute}.
				Source(b.env, Cache{}.Source(b.env, carrier))
			for b.now() < 9*time.Minute && len(carrier.asked) == 0 {
				_, err := source.Token(t.Context(), Token{})
				require.NoError(t, err)
				b.sleep(time.Second)
			}
			require.Equal(t, []asked{{test.want, WhyAhead, "A"}}, carrier.asked)
		})
	}
}

// A token of which nobody knows how long it lives is used until it is refused.
func TestRefreshAheadOfNoKnownEnd(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		b.env.Store = &MemoryStore{token: Token{Value: "A"}}
		carrier := &desk{b: b}
		source := RefreshAhead{Before: 5 * time.Minute, AtMostHalf: true}.
			Source(b.env, Cache{}.Source(b.env, carrier))
		for range 100 {
			got, err := source.Token(t.Context(), Token{})
			require.NoError(t, err)
			require.Equal(t, "A", got.Value)
			b.sleep(time.Minute)
		}
		require.Empty(t, carrier.asked)
	})
}

// In the call, the caller that notices waits, even for a failure; the others do not.
func TestRefreshAheadRenewsInTheCall(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms}
		cache := Cache{}.Source(b.env, carrier)
		source := RefreshAhead{
			Before: 5 * time.Minute, Again: time.Minute, InCall: true,
		}.Source(b.env, cache)
		b.at(299*time.Second, func() { carrier.answer(&StatusError{Status: 500}) })
		b.at(301*time.Second, func() { carrier.answer(nil) })
		var got answers
		for _, at := range []time.Duration{
			0, 300*time.Second + 100*ms, 300*time.Second + 150*ms, 359 * time.Second,
			361 * time.Second, 361*time.Second + 50*ms,
		} {
			b.at(at, func() { got.ask(t.Context(), b, source, Token{}) })
		}
		b.sleep(time.Hour)
		require.Equal(t, answers{
			"100ms T1", "5m0.15s T1", "5m0.2s T1", "5m59s T1", "6m1.05s T1", "6m1.1s T3",
		}, got)
	})
}

func TestRefreshAheadRestsAfterAFailure(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms}
		cache := Cache{}.Source(b.env, carrier)
		source := RefreshAhead{Before: 5 * time.Minute, Again: time.Minute}.Source(b.env, cache)
		_, err := source.Token(t.Context(), Token{})
		require.NoError(t, err)
		carrier.answer(&StatusError{Status: 500})
		for b.now() < 9*time.Minute {
			b.sleep(10 * time.Second)
			got, err := source.Token(t.Context(), Token{})
			require.NoError(t, err)
			require.Equal(t, "T1", got.Value, "failures are nobody's")
		}
		b.sleep(time.Second)
		require.Len(t, carrier.asked, 1+5, "at minutes 5, 6, 7, 8 and 9")
	})
}

func TestRefreshAheadRunsOneRenewalAtATime(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: time.Minute}
		require.NoError(t, b.env.Store.Put(t.Context(), b.token("old", 2*time.Minute)))
		source := RefreshAhead{Before: 5 * time.Minute, Again: time.Second}.Source(
			b.env, Cache{}.Source(b.env, carrier))
		for range 5 {
			_, err := source.Token(t.Context(), Token{})
			require.NoError(t, err)
			b.sleep(10 * time.Second)
		}
		require.Len(t, carrier.asked, 1)
	})
}

func TestRefreshAheadLeavesTheFirstHalf(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		for most, moments := range map[bool][2]time.Duration{
			false: {-10 * time.Minute, 40 * time.Minute},
			true:  {5 * time.Minute, 40 * time.Minute},
		} {
			for i, life := range []time.Duration{10 * time.Minute, time.Hour} {
				p := RefreshAhead{Before: 20 * time.Minute, AtMostHalf: most}
				s := p.Source(b.env, nil).(*refreshAheadSource)
				s.due(b.token("T", life))
				require.Equal(t, moments[i], s.moment.Sub(b.start))
			}
		}
	})
}

// Half of a life is the most that before and jitter are together.
func TestRefreshAheadOfAShortLifeWithJitter(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		b.env.Rand = rand.New(highest{})
		p := RefreshAhead{Before: 5 * time.Minute, Jitter: 5 * time.Minute, AtMostHalf: true}
		for life, moment := range map[time.Duration]time.Duration{
			5 * time.Minute: 150 * time.Second, 20 * time.Minute: 10 * time.Minute,
			time.Hour: 50 * time.Minute,
		} {
			s := p.Source(b.env, nil).(*refreshAheadSource)
			s.due(b.token("T", life))
			require.Equal(t, moment, s.moment.Sub(b.start))
		}
	})
}

// The moment of a token is fixed when the token is first seen.
func TestRefreshAheadFixesTheMoment(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b}
		source := RefreshAhead{Before: time.Hour, AtMostHalf: true, InCall: true}.Source(
			b.env, Cache{}.Source(b.env, carrier))
		var got answers
		for _, at := range []time.Duration{0, 4 * time.Minute, 5 * time.Minute} {
			b.until(at)
			got.ask(t.Context(), b, source, Token{})
		}
		require.Equal(t, []time.Duration{0, 5 * time.Minute}, carrier.times())
	})
}

func TestRefreshAheadDoesNotRenewWhatDidNotCome(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, err: &StatusError{Status: 500}}
		source := RefreshAhead{Before: time.Minute}.Source(b.env, carrier)
		var got answers
		got.ask(t.Context(), b, source, Token{})
		b.sleep(time.Minute)
		require.Equal(t, []time.Duration{0}, carrier.times())
	})
}

// The most that is drawn: of a token of ten minutes, five before it expires and two more; the next
// renewal a minute after this one began, and half a minute more.
func TestRefreshAheadDrawsTheMomentAndTheRest(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		b.env.Rand = rand.New(highest{})
		carrier := &desk{b: b}
		source := RefreshAhead{
			Before: 5 * time.Minute, Jitter: 2 * time.Minute,
			Again: time.Minute, Spread: 30 * time.Second, InCall: true,
		}.Source(b.env, Cache{}.Source(b.env, carrier))
		var got answers
		for _, at := range []time.Duration{
			0, 3*time.Minute - 1, 3 * time.Minute, 270*time.Second - 1, 270 * time.Second,
		} {
			b.until(at)
			got.ask(t.Context(), b, source, Token{})
			carrier.answer(&StatusError{Status: 500})
		}
		require.Equal(t, []time.Duration{0, 3 * time.Minute, 270 * time.Second}, carrier.times())
	})
}

// Nodes that started together do not renew together.
func TestRefreshAheadJitterSpreads(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		p := RefreshAhead{Before: 5 * time.Minute, Jitter: 2 * time.Minute}
		moments := map[time.Duration]bool{}
		for range 20 {
			s := p.Source(b.env, nil).(*refreshAheadSource)
			require.False(t, s.due(b.token("T", 10*time.Minute)))
			moment := s.moment.Sub(b.start)
			require.GreaterOrEqual(t, moment, 3*time.Minute)
			require.LessOrEqual(t, moment, 5*time.Minute)
			moments[moment] = true
		}
		require.Len(t, moments, 20)
	})
}

// A guard that the renewal itself sets lets all callers of one instant through: none of the
// renewals has begun when the next caller looks.
func TestRefreshAheadLeaksWhereTheRenewalIsItsOwnGuard(t *testing.T) {
	for inRenewal, renewals := range map[bool]int{false: 1, true: 3} {
		var begun []func(context.Context)
		next := NewMockSource(t)
		noon := time.Date(2100, 1, 1, 12, 0, 0, 0, time.UTC)
		next.EXPECT().Token(mock.Anything, mock.Anything).
			Return(Token{Value: "A", Expires: noon.Add(time.Minute)}, nil)
		source := RefreshAhead{
			Before: 5 * time.Minute, Again: time.Hour, GuardInRenewal: inRenewal,
		}.Source(Env{
			Clock: stoppedClock(noon),
			Go:    func(f func(context.Context)) { begun = append(begun, f) },
		}, next)
		ask := func() {
			_, err := source.Token(t.Context(), Token{})
			require.NoError(t, err)
		}
		for range 3 {
			ask()
		}
		for _, renew := range begun {
			renew(t.Context())
		}
		ask()
		require.Len(t, begun, renewals, "after the first renewal nobody begins another")
	}
}
