package strategies

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
)

func TestRetryCallsAgainOnlyWhenTheCallRefusesTheToken(t *testing.T) {
	refused, late := &StatusError{Status: 401}, context.DeadlineExceeded
	banned, failed := &StatusError{Status: 403}, &StatusError{Status: 500}
	for name, test := range map[string]struct {
		retries   int
		calls     []error // answers to the calls, in order
		renewal   error   // answer to the first renewal
		want      error
		wantCalls int
	}{
		"success at once":          {3, []error{nil}, nil, nil, 1},
		"success after a renewal":  {3, []error{refused, nil}, nil, nil, 2},
		"refused to the end":       {3, []error{refused, refused, refused, refused}, nil, refused, 4},
		"no retries":               {0, []error{refused}, nil, refused, 1},
		"403 of the call":          {3, []error{banned}, nil, banned, 1},
		"500 of the call":          {3, []error{failed}, nil, failed, 1},
		"time-out of the call":     {3, []error{late}, nil, late, 1},
		"403 of the token request": {3, []error{refused}, banned, banned, 1},
		"401 of the token request": {3, []error{refused}, refused, refused, 1},
	} {
		t.Run(name, func(t *testing.T) {
			source := NewMockSource(t)
			source.EXPECT().Token(mock.Anything, Token{}).Return(Token{Value: "T1"}, nil).Once()
			for i := 1; i < len(test.calls) || i == 1 && test.renewal != nil; i++ {
				last := Token{Value: "T" + string(rune('0'+i))}
				next := Token{Value: "T" + string(rune('1'+i))}
				source.EXPECT().Token(mock.Anything, last).Return(next, test.renewal).Once()
			}
			s := Retry{Retries: test.retries, On: []int{401}}.Retry(Env{}, source)
			calls := 0
			err := s.Do(t.Context(), func(_ context.Context, token Token) error {
				calls++
				require.Equal(t, "T"+string(rune('0'+calls)), token.Value)
				return test.calls[calls-1]
			})
			require.Equal(t, test.want, err)
			require.Equal(t, test.wantCalls, calls)
		})
	}
}

func TestRetryWaitsBeforeTheRenewal(t *testing.T) {
	clock := NewMockClock(t)
	for _, d := range []time.Duration{100 * ms, 300 * ms} {
		clock.EXPECT().Sleep(mock.Anything, d).Return(nil).Once()
	}
	clock.EXPECT().Sleep(mock.Anything, 600*ms).Return(context.Canceled).Once()
	source := NewMockSource(t)
	source.EXPECT().Token(mock.Anything, mock.Anything).Return(Token{Value: "T"}, nil).Times(3)
	s := Retry{
		Retries: 3, On: []int{401}, Spacing: []time.Duration{100 * ms, 300 * ms, 600 * ms},
	}.Retry(Env{Clock: clock}, source)
	err := s.Do(t.Context(), func(context.Context, Token) error { return &StatusError{Status: 401} })
	require.ErrorIs(t, err, context.Canceled, "a context that ends in a wait ends the action")
}

func TestRetryOnOtherStatuses(t *testing.T) {
	source := NewMockSource(t)
	source.EXPECT().Token(mock.Anything, mock.Anything).Return(Token{Value: "T"}, nil).Times(2)
	s := Retry{Retries: 1, On: []int{401, 403}}.Retry(Env{}, source)
	wrapped := errors.Join(errors.New("GET /rates"), &StatusError{Status: 403})
	err := s.Do(t.Context(), func(context.Context, Token) error { return wrapped })
	require.Equal(t, wrapped, err)
}

func TestRetryWithoutStatusesTakesA401ForARefusal(t *testing.T) {
	for status, calls := range map[int]int{401: 2, 403: 1} {
		made := 0
		s := Retry{Retries: 1}.Retry(Env{}, steadySource{Token{Value: "T"}})
		require.Error(t, s.Do(t.Context(), func(context.Context, Token) error {
			made++
			return &StatusError{Status: status}
		}))
		require.Equal(t, calls, made, status)
	}
}

func TestRetryDoesNotCallForWhoHasGivenUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	source := sourceOf(func(context.Context, Token) error {
		cancel()
		return nil
	})
	err := Retry{}.Retry(Env{}, source).Do(ctx, func(context.Context, Token) error {
		t.Error("called")
		return nil
	})
	require.ErrorIs(t, err, context.Canceled)
}

// The most that a decorrelated jitter draws: three times the last wait.
func TestRetryBacksOffFromItsLastWait(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		b.env.Rand = rand.New(highest{})
		carrier := &desk{b: b}
		s := Retry{
			Retries: 3, Backoff: DecorrelatedJitter, Base: 100 * ms, Cap: 2 * time.Second,
		}.Retry(b.env, carrier)
		require.Error(t, s.Do(t.Context(), func(context.Context, Token) error {
			return &StatusError{Status: 401}
		}))
		require.Equal(t, []time.Duration{0, 300 * ms, 1200 * ms, 3200 * ms}, carrier.times())
	})
}
