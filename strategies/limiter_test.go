package strategies

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
)

func TestLimiterQueuesInOrderWithoutLookingAgain(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms}
		source := Limiter{Rate: Rate{1, time.Second}, Burst: 1, Patience: Forever}.Source(b.env, carrier)
		var got answers
		for i := range 3 {
			b.at(time.Duration(i)*ms, func() { got.ask(t.Context(), b, source, Token{}) })
		}
		b.sleep(time.Minute)
		require.Equal(t, answers{"100ms T1", "1.1s T2", "2.1s T3"}, got)
	})
}

func TestLimiterRefuses(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b}
		source := Limiter{Rate: Rate{1, time.Second}, Burst: 1}.Source(b.env, carrier)
		var got answers
		for range 2 {
			got.ask(t.Context(), b, source, Token{})
		}
		require.Equal(t, answers{"0s T1", "0s " + ErrShed.Error()}, got)
		require.Len(t, carrier.asked, 1)
	})
}

// Who need not wait does not sleep; who gives up while waiting does not ask.
func TestLimiterSleepsNoLongerThanItMust(t *testing.T) {
	clock := NewMockClock(t)
	clock.EXPECT().Steady().Return(time.Unix(0, 0))
	source := Limiter{Rate: Rate{1, time.Second}, Burst: 1, Patience: Forever}.Source(
		Env{Clock: clock}, steadySource{Token{Value: "T"}})
	_, err := source.Token(t.Context(), Token{})
	require.NoError(t, err)
	clock.EXPECT().Sleep(mock.Anything, time.Second).Return(context.Canceled).Once()
	_, err = source.Token(t.Context(), Token{})
	require.ErrorIs(t, err, context.Canceled)
}

// Two limiters in one stack do not share their permits; two customers of a node do.
func TestLimiterIsSharedByTheNodesCustomersAlone(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		limiter := Limiter{Rate: Rate{1, time.Second}, Burst: 1, Per: PerNode}
		carrier := &desk{b: b}
		b.env.Endpoint = carrier
		first, second := built(t, b.env, Retry{}, limiter, limiter),
			built(t, b.env, Retry{}, limiter, limiter)
		b.env.Node = NewPlace()
		elsewhere := built(t, b.env, Retry{}, limiter, limiter)
		require.NoError(t, first.Do(t.Context(), succeed))
		require.ErrorIs(t, second.Do(t.Context(), succeed), ErrShed)
		require.NoError(t, elsewhere.Do(t.Context(), succeed))
	})
}
