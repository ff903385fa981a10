package strategies

import (
	"context"
	"testing"

	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
)

// Who gives up has learned nothing, and asks no second time.
func TestProbeStyleEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, wants := range []bool{false, true} {
		next := NewMockSource(t)
		next.EXPECT().Token(mock.Anything, Token{}).Return(Token{}, ctx.Err()).Once()
		_, err := ProbeStyle{wants}.Source(Env{}, next).Token(ctx, Token{})
		require.ErrorIs(t, err, context.Canceled)
	}
}

func TestProbeStyleDoublesUntilItHasLearned(t *testing.T) {
	good, bad := error(nil), &StatusError{Status: 503}
	for name, test := range map[string]struct {
		wants bool    // a header
		next  []error // of the hits, in their order
		hits  []int   // of each request
		fails []bool
	}{
		"parameters": {false, []error{good, good, good}, []int{2, 1}, []bool{false, false}},
		"parameters, an outage first": {
			false, []error{bad, bad, good, good, bad}, []int{2, 2, 1}, []bool{true, false, true},
		},
		"a header": {true, []error{good, good}, []int{1, 1}, []bool{false, false}},
		"a header, an outage first": {
			true, []error{bad, good, good, bad}, []int{2, 1, 1}, []bool{true, false, true},
		},
	} {
		t.Run(name, func(t *testing.T) {
			next, sent := NewMockSource(t), 0
			for _, err := range test.next {
				if err == nil {
					next.EXPECT().Token(mock.Anything, Token{}).Return(Token{Value: "A"}, nil).Once()
				} else {
					next.EXPECT().Token(mock.Anything, Token{}).Return(Token{}, err).Once()
				}
			}
			source := ProbeStyle{test.wants}.Source(Env{}, next)
			for i, hits := range test.hits {
				_, err := source.Token(t.Context(), Token{})
				require.Equal(t, test.fails[i], err != nil, "request %d", i+1)
				require.Len(t, next.Calls, sent+hits, "request %d", i+1)
				sent += hits
			}
		})
	}
}
