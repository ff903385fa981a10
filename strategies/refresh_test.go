package strategies

import (
	"context"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
)

// A renewing endpoint answers what it is told, and notes which refresh tokens it is shown.
type renewingEndpoint struct {
	answers   []Token
	presented []string
}

func (e *renewingEndpoint) Token(ctx context.Context, _ Token) (Token, error) {
	e.presented = append(e.presented, RefreshOf(ctx).Refresh)
	t := e.answers[0]
	e.answers = e.answers[1:]
	if t.IsZero() {
		return Token{}, &StatusError{Status: 400, Code: CodeInvalidGrant}
	}
	return t, nil
}

var noon = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

func answer(value, refresh string) Token {
	return Token{Value: value, Expires: noon.Add(time.Hour), Refresh: refresh}
}

// renewing returns a strategy whose stores hold the pair R0.
func renewing(t *testing.T, e *renewingEndpoint, parts ...Part) (Strategy, Env) {
	env := OnClock(clockwork.NewFakeClockAt(noon))
	env.Endpoint, env.Refreshes = e, true
	held := Token{Refresh: "R0"}
	require.NoError(t, env.Store.Put(t.Context(), held))
	require.NoError(t, env.Shared.Put(t.Context(), held))
	s, err := New(env, parts...)
	require.NoError(t, err)
	return s, env
}

func uses(t *testing.T, s Strategy, want string) {
	t.Helper()
	require.NoError(t, s.Do(t.Context(), func(_ context.Context, got Token) error {
		require.Equal(t, want, got.Value)
		return nil
	}))
}

func refuses(t *testing.T, s Strategy) {
	t.Helper()
	calls := 0
	_ = s.Do(t.Context(), func(context.Context, Token) error {
		calls++
		return &StatusError{Status: 401}
	})
	require.Equal(t, 2, calls)
}

// A store without an access token is cold, though it has a refresh token.
func TestAPairIsRenewedFromItsStore(t *testing.T) {
	for name, shared := range map[string]bool{"own": false, "shared": true} {
		t.Run(name, func(t *testing.T) {
			e := &renewingEndpoint{answers: []Token{
				answer("A1", "R1"), answer("A2", ""), answer("A3", "R3"),
			}}
			s, env := renewing(t, e, Retry{Retries: 1}, Cache{Shared: shared})
			uses(t, s, "A1")
			uses(t, s, "A1")
			refuses(t, s) // renews once: its answer brings no refresh token
			refuses(t, s)
			require.Equal(t, []string{"R0", "R1", "R1"}, e.presented)
			used, other := env.Store, env.Shared
			if shared {
				used, other = other, used
			}
			got, _ := used.Get(t.Context())
			want := answer("A3", "R3")
			want.Generation = 3
			require.Equal(t, want, got)
			got, _ = other.Get(t.Context())
			require.Equal(t, Token{Refresh: "R0"}, got)
		})
	}
}

func TestWithoutARefreshTokenNothingIsRequested(t *testing.T) {
	e := &renewingEndpoint{}
	s, env := renewing(t, e, Retry{}, Cache{})
	require.NoError(t, env.Store.Put(t.Context(), Token{}))
	err := s.Do(t.Context(), func(context.Context, Token) error { panic("no call") })
	require.ErrorIs(t, err, ErrNoRefresh)
	env.Store = brokenStore{}
	s, err = New(env, Retry{}, Cache{})
	require.NoError(t, err)
	err = s.Do(t.Context(), func(context.Context, Token) error { panic("no call") })
	require.ErrorIs(t, err, ErrNoRefresh)
	require.ErrorIs(t, err, errBroken)
	require.Empty(t, e.presented)
}

// Where no cache saves the pair, the refresh token is saved alone.
func TestWithoutACacheTheRefreshTokenIsSaved(t *testing.T) {
	e := &renewingEndpoint{answers: []Token{answer("A1", "R1"), answer("A2", "R2")}}
	s, env := renewing(t, e, Retry{})
	uses(t, s, "A1")
	uses(t, s, "A2")
	require.Equal(t, []string{"R0", "R1"}, e.presented)
	got, _ := env.Store.Get(t.Context())
	require.Equal(t, Token{Refresh: "R2", Generation: 2}, got)
}

// A part above may have set what is presented.
func TestWhatIsCapturedIsPresented(t *testing.T) {
	e := &renewingEndpoint{answers: []Token{answer("A1", "R9")}}
	s, env := renewing(t, e, Retry{}, Cache{}, SingleFlight{})
	captured := WithRefresh(t.Context(), Token{Refresh: "R8", Generation: 8})
	require.NoError(t, s.Do(captured, func(context.Context, Token) error { return nil }))
	require.Equal(t, []string{"R8"}, e.presented)
	got, _ := env.Store.Get(t.Context())
	require.Equal(t, "R9", got.Refresh)
	require.EqualValues(t, 9, got.Generation)
}

// Two renewals present R0, and the later answer comes first: see what the store has in the end.
func TestAPairThatComesLate(t *testing.T) {
	for name, test := range map[string]struct {
		rule Cache
		held int64 // the generation that the store has when the pair of generation 1 comes
		want string
	}{
		"replaces whatever is there":            {Cache{}, 2, "R1"},
		"is older than what is there":           {Cache{FenceGeneration: true}, 2, "RX"},
		"is as old as what is there":            {Cache{FenceGeneration: true}, 1, "R1"},
		"swaps nothing: another has renewed":    {Cache{Swap: true}, 1, "RX"},
		"swaps what it presented":               {Cache{Swap: true}, 0, "R1"},
		"swaps nothing: somebody has signed in": {Cache{Swap: true}, 2, "RX"},
	} {
		t.Run(name, func(t *testing.T) {
			e := &renewingEndpoint{answers: []Token{answer("A1", "R1")}}
			held := Token{Refresh: "RX", Generation: test.held}
			s, env := renewing(t, e, Retry{}, test.rule, meanwhile{held})
			uses(t, s, "A1")
			got, _ := env.Store.Get(t.Context())
			require.Equal(t, test.want, got.Refresh)
		})
	}
}

// meanwhile puts a pair into the store once the answer is there.
type meanwhile struct{ pair Token }

func (m meanwhile) Settings(*Settings) Part { return m }

func (m meanwhile) Source(env Env, next Source) Source {
	return meanwhileSource{m.pair, env.Store, next}
}

type meanwhileSource struct {
	pair  Token
	store Store
	next  Source
}

func (m meanwhileSource) Token(ctx context.Context, rejected Token) (Token, error) {
	t, err := m.next.Token(ctx, rejected)
	_ = m.store.Put(ctx, m.pair)
	return t, err
}

// The life of a token that does not say: until it is refused, or what the cache assumes.
func TestALifeThatIsNotSaid(t *testing.T) {
	for _, test := range []struct {
		unsaid time.Duration
		want   []string // of calls at noon, 59 and 60 minutes later
	}{
		{0, []string{"A1", "A1", "A1"}},
		{time.Hour, []string{"A1", "A1", "A2"}},
	} {
		clock := clockwork.NewFakeClockAt(noon)
		env := OnClock(clock)
		env.Endpoint = &renewingEndpoint{answers: []Token{{Value: "A1"}, {Value: "A2"}}}
		s, err := New(env, Retry{}, Cache{Unsaid: test.unsaid})
		require.NoError(t, err)
		for i, want := range test.want {
			clock.Advance([]time.Duration{0, 59 * time.Minute, time.Minute}[i])
			uses(t, s, want)
		}
	}
}
