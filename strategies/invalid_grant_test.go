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

// Where a store forgets and is told again, the pairs in it take turns. Each that was refused is
// presented again a minute after its own refusal.
func TestEachRefusedRefreshTokenIsRemembered(t *testing.T) {
	clock := clockwork.NewFakeClockAt(noon)
	env := OnClock(clock)
	e := &renewingEndpoint{answers: make([]Token, 9)}
	env.Endpoint, env.Refreshes = e, true
	s, err := New(env, Retry{}, Cache{}, InvalidGrant{Again: time.Minute})
	require.NoError(t, err)
	for _, step := range []struct {
		at   time.Duration
		pair string
	}{{0, "R0"}, {10e9, "R9"}, {20e9, "R0"}, {30e9, "R9"}, {60e9, "R0"}, {65e9, "R9"}, {70e9, "R9"}} {
		clock.Advance(noon.Add(step.at).Sub(clock.Now()))
		require.NoError(t, env.Store.Put(t.Context(), Token{Refresh: step.pair}))
		err := s.Do(t.Context(), func(context.Context, Token) error { return nil })
		require.True(t, GrantRefused(err), "at %v", step.at)
	}
	require.Equal(t, []string{"R0", "R9", "R0", "R9"}, e.presented)
}
