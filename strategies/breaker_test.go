package strategies

import (
	"context"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
)

// Each probe after an answer that does not say for how long is refused: the next comes after twice
// as long, up to a bound that no number of refusals passes. One that is granted ends that.
func TestUnsaidIsAskedLessAndLess(t *testing.T) {
	const unsaid = time.Minute
	for name, test := range map[string]struct {
		breaker Breaker
		most    time.Duration
	}{
		"a throttle": {
			Breaker{On: []int{429}, Open: unsaid, Obey: true}, 16 * unsaid,
		},
		"a ban": {
			Breaker{On: []int{429}, Open: unsaid, Obey: true, Probe: unsaid}, 8 * unsaid,
		},
		"one that obeys nothing": {Breaker{On: []int{429}, Open: unsaid}, unsaid},
	} {
		t.Run(name, func(t *testing.T) {
			b := breaker{Breaker: test.breaker}
			now := time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
			refused := func() time.Duration {
				e, err := b.enter(t.Context(), stoppedClock(now))
				require.NoError(t, err)
				b.leave(now, e, &StatusError{Status: 429})
				wait := b.ban.over.Sub(now)
				now = b.ban.over
				return wait
			}
			require.Equal(t, unsaid, refused())
			var waits []time.Duration
			for range 100 {
				waits = append(waits, refused())
			}
			for i, wait := range waits[1:] {
				require.Equal(t, min(2*waits[i], test.most), wait, "after %d", i)
			}
			require.Equal(t, test.most, waits[99])
			e, err := b.enter(t.Context(), stoppedClock(now))
			require.NoError(t, err)
			b.leave(now, e, nil)
			require.Equal(t, unsaid, refused())
		})
	}
}

// Each step enters, or leaves as the one that entered at the step named.
func TestBreakerOpensProbesAndCloses(t *testing.T) {
	t0 := time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	banned, broken := error(&StatusError{Status: 403}), error(&StatusError{Status: 500})
	const pass, probe, refuse = "pass", "probe", "refuse"
	type step struct {
		at    time.Duration
		enter string // the answer to entering; empty when leaving
		leave int    // which step's entry ends here
		err   error  // and how
	}
	for name, steps := range map[string][]step{
		"closed while all is well, and on other errors": {
			{0, pass, 0, nil}, {0, "", 0, nil}, {0, pass, 0, nil}, {0, "", 2, broken}, {0, pass, 0, nil},
		},
		"open for its time from the answer on": {
			{0, pass, 0, nil}, {1, "", 0, banned},
			{1, refuse, 0, nil}, {600, refuse, 0, nil}, {601, probe, 0, nil},
		},
		"one probe at a time": {
			{0, pass, 0, nil}, {0, "", 0, banned},
			{600, probe, 0, nil}, {600, refuse, 0, nil}, {601, refuse, 0, nil},
		},
		"closed by a probe that succeeds": {
			{0, pass, 0, nil}, {0, "", 0, banned}, {600, probe, 0, nil}, {601, "", 2, nil},
			{601, pass, 0, nil}, {601, pass, 0, nil},
		},
		"open again by a probe that is banned": {
			{0, pass, 0, nil}, {0, "", 0, banned}, {600, probe, 0, nil}, {601, "", 2, banned},
			{601, refuse, 0, nil}, {1200, refuse, 0, nil}, {1201, probe, 0, nil},
		},
		"another probe after one that ended otherwise": {
			{0, pass, 0, nil}, {0, "", 0, banned}, {600, probe, 0, nil}, {601, "", 2, broken},
			{601, probe, 0, nil},
		},
		"a success does not make another request late": {
			{0, pass, 0, nil}, {0, pass, 0, nil}, {0, "", 0, nil}, {1, "", 1, banned}, {1, refuse, 0, nil},
		},
		"a late failure does not prolong it": {
			{0, pass, 0, nil}, {0, pass, 0, nil}, {0, "", 0, banned}, {300, "", 1, banned},
			{600, probe, 0, nil},
		},
		"a late success does not close it": {
			{0, pass, 0, nil}, {0, pass, 0, nil}, {0, "", 0, banned}, {1, "", 1, nil},
			{1, refuse, 0, nil},
		},
		"a late failure does not end a probe": {
			{0, pass, 0, nil}, {0, pass, 0, nil}, {0, "", 0, banned}, {600, probe, 0, nil},
			{601, "", 1, banned}, {602, "", 3, nil}, {602, pass, 0, nil},
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := breaker{Breaker: Breaker{On: []int{403}, Open: 600 * time.Second}}
			entered := map[int]entry{}
			for i, s := range steps {
				now := t0.Add(s.at * time.Second)
				if s.enter == "" {
					b.leave(now, entered[s.leave], s.err)
					continue
				}
				entry, err := b.enter(t.Context(), stoppedClock(now))
				entered[i] = entry
				got := pass
				if err != nil {
					got = refuse
				} else if entry.probe {
					got = probe
				}
				require.Equal(t, s.enter, got, "step %d", i)
			}
		})
	}
}

func TestBreakerBelowTheRetryMarksTheProbe(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms, err: &StatusError{Status: 429}}
		source := Breaker{On: []int{403, 429}, Open: time.Minute}.Source(b.env, carrier)
		var got answers
		got.ask(t.Context(), b, source, Token{Value: "A"})
		got.ask(t.Context(), b, source, Token{Value: "A"})
		carrier.answer(nil)
		b.sleep(time.Minute)
		got.ask(t.Context(), b, source, Token{Value: "A"})
		got.ask(t.Context(), b, source, Token{Value: "T2"})
		require.Equal(t, answers{
			"100ms carrier answered 429", "100ms " + ErrOpen.Error(), "1m0.2s T2", "1m0.3s T3",
		}, got)
		require.Equal(t, []asked{
			{0, WhyRejected, "A"}, {60100 * ms, WhyProbe, "A"}, {60200 * ms, WhyRejected, "T2"},
		}, carrier.asked)
	})
}

func TestBreakerAboveTheRetryOpensOnTheCallAndProbes(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		p := Breaker{On: []int{403}, Open: time.Minute, Per: PerNode}
		retry := Retry{}.Retry(b.env, &desk{b: b})
		one, two := p.Strategy(b.env, retry), p.Strategy(b.env, retry)
		ban := func(context.Context, Token) error { return &StatusError{Status: 403} }
		var why []Why
		note := func(ctx context.Context, _ Token) error {
			why = append(why, WhyOf(ctx, Token{}))
			return nil
		}
		for _, step := range []struct {
			at       time.Duration
			strategy Strategy
			call     func(context.Context, Token) error
			want     error
		}{
			{0, one, ban, &StatusError{Status: 403}},
			{0, two, note, ErrOpen}, // the node's customers share it
			{time.Minute - 1, one, note, ErrOpen},
			{time.Minute, two, note, nil},
			{time.Minute, one, note, nil},
		} {
			b.until(step.at)
			require.Equal(t, step.want, step.strategy.Do(t.Context(), step.call), "at %v", step.at)
		}
		require.Equal(t, []Why{WhyProbe, WhyCold}, why)
	})
}

// Above the retry, with after, calls alone are counted; a success begins anew.
func TestBreakerOpensAfterCallsInARow(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b}
		s := Breaker{On: []int{403}, Open: time.Minute, After: 2}.Strategy(b.env,
			Retry{}.Retry(b.env, carrier))
		banned := &StatusError{Status: 403}
		act := func(answer error) error {
			return s.Do(t.Context(), func(context.Context, Token) error { return answer })
		}
		require.Equal(t, banned, act(banned))
		require.NoError(t, act(nil))
		require.Equal(t, banned, act(banned))
		carrier.answer(banned) // of token requests
		require.Equal(t, banned, act(nil))
		require.Equal(t, banned, act(nil))
		carrier.answer(nil)
		require.Equal(t, banned, act(banned), "the second call in a row")
		require.Equal(t, ErrOpen, act(nil))
		b.sleep(time.Minute)
		require.Equal(t, banned, act(banned), "a probe")
		require.Equal(t, ErrOpen, act(nil), "one is enough")
		b.sleep(time.Minute)
		require.NoError(t, act(nil))
		require.Equal(t, banned, act(banned))
		require.NoError(t, act(nil))
	})
}

// A probe that panics must not leave the breaker half-open for ever.
func TestBreakerSurvivesAPanic(t *testing.T) {
	noon := time.Date(2100, 1, 1, 12, 0, 0, 0, time.UTC)
	p := Breaker{On: []int{403}, Open: time.Minute, Per: PerNode}
	ban := func(context.Context, Token) error { return &StatusError{Status: 403} }
	bug := func(context.Context, Token) error { panic("bug") }
	node := NewPlace()
	at := func(d time.Duration) Env {
		return Env{Clock: stoppedClock(noon.Add(d)), Node: node}
	}
	for name, do := range map[string]func(Env, func(context.Context, Token) error) error{
		"above the retry": func(env Env, call func(context.Context, Token) error) error {
			return p.Strategy(env, Retry{}.Retry(env, steadySource{})).Do(t.Context(), call)
		},
		"below the retry": func(env Env, call func(context.Context, Token) error) error {
			_, err := p.Source(env, sourceOf(call)).Token(t.Context(), Token{})
			return err
		},
	} {
		node = NewPlace()
		require.Error(t, do(at(0), ban), name)
		require.Panics(t, func() { _ = do(at(time.Minute), bug) }, name)
		require.NoError(t, do(at(time.Minute), func(ctx context.Context, _ Token) error {
			require.Equal(t, WhyProbe, WhyOf(ctx, Token{}), "%s: another probe", name)
			return nil
		}), name)
	}
}

// A sourceOf fails as a call does.
type sourceOf func(context.Context, Token) error

func (s sourceOf) Token(ctx context.Context, rejected Token) (Token, error) {
	return Token{Value: "T"}, s(ctx, rejected)
}

// A refused refresh token is one customer's, whatever its status; 429 is a throttle in disguise.
func TestBreakerOfARefusedGrant(t *testing.T) {
	clock := OnClock(clockwork.NewFakeClock()).Clock
	for err, want := range map[StatusError]error{
		{Status: 403, Code: CodeInvalidGrant}: nil,
		{Status: 429, Code: CodeInvalidGrant}: ErrOpen,
		{Status: 403}:                         ErrOpen,
	} {
		b := breaker{Breaker: Breaker{On: []int{403, 429}, Open: time.Minute}}
		e, entered := b.enter(t.Context(), clock)
		require.NoError(t, entered)
		b.leave(clock.Steady(), e, &err)
		_, entered = b.enter(t.Context(), clock)
		require.Equal(t, want, entered, err)
	}
}
