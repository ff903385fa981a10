package strategies

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
)

func TestErrorAsTokenHandsTheTextOut(t *testing.T) {
	noon := time.Date(2100, 1, 1, 12, 0, 0, 0, time.UTC)
	issued := Token{Value: "A", Expires: noon.Add(time.Minute)}
	for name, test := range map[string]struct {
		from Token
		err  error
		want Token
	}{
		"success": {from: issued, want: issued},
		"failure": {
			err:  &StatusError{Status: 403},
			want: Token{Value: "carrier answered 403", Expires: noon.Add(time.Hour)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			next := NewMockSource(t)
			next.EXPECT().Token(mock.Anything, Token{}).Return(test.from, test.err).Once()
			env := Env{Clock: stoppedClock(noon)}
			got, err := ErrorAsToken{time.Hour}.Source(env, next).Token(t.Context(), Token{})
			require.NoError(t, err)
			require.Equal(t, test.want, got)
		})
	}
}

func TestErrorAsTokenLeavesWhoGaveUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	next := NewMockSource(t)
	next.EXPECT().Token(mock.Anything, Token{}).Return(Token{}, ctx.Err()).Once()
	_, err := ErrorAsToken{time.Hour}.Source(Env{}, next).Token(ctx, Token{})
	require.ErrorIs(t, err, context.Canceled)
}
