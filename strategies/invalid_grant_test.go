package strategies

import (
	"context"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
)

// A refresh token that was refused at noon is presented again a minute later, or another one that
// somebody has put in its place at once.
func TestARefusedRefreshTokenIsNotPresentedAgainAtOnce(t *testing.T) {
	for _, test := range []struct {
		name      string
		again     time.Duration
		signIn    bool // 30 s after noon
		presented []string
	}{
		{"whenever a token is needed", 0, false, []string{"R0", "R0", "R0", "R0"}},
		{"once a minute", time.Minute, false, []string{"R0", "R0"}},
		{"after a sign-in", time.Minute, true, []string{"R0", "R9"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			clock := clockwork.NewFakeClockAt(noon)
			env := OnClock(clock)
			e := &renewingEndpoint{answers: make([]Token, 9)}
			if test.signIn {
				e.answers[1] = answer("A", "R10")
			}
			env.Endpoint, env.Refreshes = e, true
			require.NoError(t, env.Store.Put(t.Context(), Token{Refresh: "R0"}))
			s, err := New(env, Retry{}, Cache{}, InvalidGrant{Again: test.again})
			require.NoError(t, err)
			for _, at := range []time.Duration{0, 30e9, 60e9 - 1, 60e9} {
				clock.Advance(noon.Add(at).Sub(clock.Now()))
				if test.signIn && at == 30e9 {
					require.NoError(t, SignIn(t.Context(), clock, env.Store, Token{Refresh: "R9"}))
				}
				err := s.Do(t.Context(), func(context.Context, Token) error { return nil })
				require.Equal(t, !test.signIn || at == 0, GrantRefused(err), "at %v", at)
			}
			require.Equal(t, test.presented, e.presented)
		})
	}
}
