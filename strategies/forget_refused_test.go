package strategies

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestForgetRefusedEmptiesTheCacheOnceTheCallHasFailed(t *testing.T) {
	for name, test := range map[string]struct {
		answers []int // of the calls; 0 is success
		kept    bool
	}{
		"success":                 {answers: []int{0}, kept: true},
		"another error":           {answers: []int{403}, kept: true},
		"refused":                 {answers: []int{401}},
		"refused, then not":       {answers: []int{401, 0}, kept: true},
		"refused until the end":   {answers: []int{401, 401}},
		"refused, then forbidden": {answers: []int{401, 403}, kept: true},
	} {
		t.Run(name, func(t *testing.T) {
			store := &MemoryStore{token: Token{Value: "newer"}}
			retry := &retryStrategy{
				Retry:  Retry{Retries: 1, On: []int{401}},
				source: steadySource{Token{Value: "A"}},
			}
			s := ForgetRefused{}.Strategy(Env{Store: store}, retry)
			calls := 0
			err := s.Do(t.Context(), func(context.Context, Token) error {
				status := test.answers[min(calls, len(test.answers)-1)]
				calls++
				if status != 0 {
					return &StatusError{Status: status}
				}
				return nil
			})
			require.Equal(t, test.answers[len(test.answers)-1], Status(err))
			left, _ := store.Get(t.Context())
			require.Equal(t, test.kept, !left.IsZero())
		})
	}
}

func TestForgetRefusedEmptiesTheCacheThatIsMeant(t *testing.T) {
	for shared, want := range map[bool][2]string{false: {"", "shared"}, true: {"own", ""}} {
		env := Env{
			Store:  &MemoryStore{token: Token{Value: "own"}},
			Shared: &MemoryStore{token: Token{Value: "shared"}},
		}
		s := ForgetRefused{Shared: shared}.Strategy(env, Retry{}.Retry(env, steadySource{}))
		require.Error(t, s.Do(t.Context(), func(context.Context, Token) error {
			return &StatusError{Status: 401}
		}))
		for i, store := range []Store{env.Store, env.Shared} {
			left, _ := store.Get(t.Context())
			require.Equal(t, want[i], left.Value)
		}
	}
}

// A steadySource always hands out the same token.
type steadySource struct{ token Token }

func (s steadySource) Token(context.Context, Token) (Token, error) { return s.token, nil }
