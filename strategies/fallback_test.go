package strategies

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
)

// By hand: a failure at noon is a token that is said to live until one o'clock.
func TestFallback(t *testing.T) {
	noon := time.Date(2100, 1, 1, 12, 0, 0, 0, time.UTC)
	issued := Token{Value: "A", Expires: noon.Add(time.Minute)}
	for name, test := range map[string]struct {
		to   Credentials
		pair Token // in the store
		from Token
		err  error
		want Token
	}{
		"success": {from: issued, want: issued},
		"throttled": {
			err:  &StatusError{Status: 429},
			want: Token{Value: TokenWithoutRights, Expires: noon.Add(time.Hour)},
		},
		"refused locally": {
			err:  ErrShed,
			want: Token{Value: TokenWithoutRights, Expires: noon.Add(time.Hour)},
		},
		"to unknown ones": {
			to: UnknownCredentials, err: &StatusError{Status: 503},
			want: Token{Value: "of other credentials", Expires: noon.Add(time.Hour)},
		},
		"the refresh token stays": {
			pair: Token{Value: "old", Refresh: "R", Generation: 3}, err: &StatusError{Status: 503},
			want: Token{
				Value: TokenWithoutRights, Expires: noon.Add(time.Hour), Refresh: "R", Generation: 3,
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			next := NewMockSource(t)
			next.EXPECT().Token(mock.Anything, Token{}).Return(test.from, test.err).Once()
			store := &MemoryStore{}
			require.NoError(t, store.Put(t.Context(), test.pair))
			env := Env{Clock: stoppedClock(noon), Store: store, Refreshes: test.pair.Refresh != ""}
			got, err := Fallback{test.to, time.Hour}.Source(env, next).Token(t.Context(), Token{})
			require.NoError(t, err)
			require.Equal(t, test.want, got)
		})
	}
}

func TestFallbackLeavesWhoGaveUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	next := NewMockSource(t)
	next.EXPECT().Token(mock.Anything, Token{}).Return(Token{}, ctx.Err()).Once()
	_, err := Fallback{For: time.Hour}.Source(Env{}, next).Token(ctx, Token{})
	require.ErrorIs(t, err, context.Canceled)
}
