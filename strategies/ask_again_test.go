package strategies

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A forgetful endpoint loses its first answers: each takes its time, and reaches nobody. From then
// on it answers at once, or as after says.
type forgetful struct {
	b     *bubble
	loses int
	takes time.Duration // of an answer that is lost: the client's own time-out
	after error
	slow  time.Duration // of an answer that is not lost
	anew  bool          // each gives another token
	last  int           // those after this one never come; 0: all do
	once  bool          // the first answer alone has a refresh token

	presented []string
}

func (f *forgetful) Token(ctx context.Context, _ Token) (Token, error) {
	f.b.mu.Lock()
	f.presented = append(f.presented, fmt.Sprint(f.b.now(), " ", RefreshOf(ctx).Refresh))
	n := len(f.presented)
	f.b.mu.Unlock()
	if n <= f.loses {
		if err := f.b.env.Clock.Sleep(ctx, f.takes); err != nil {
			return Token{}, err
		}
		return Token{}, context.DeadlineExceeded
	}
	slow, value := f.slow, "A1"
	if f.last > 0 && n > f.last {
		slow = time.Hour
	}
	if err := f.b.env.Clock.Sleep(ctx, slow); err != nil {
		return Token{}, err
	}
	if f.anew {
		value = fmt.Sprint("A", n)
	}
	if f.after != nil {
		return Token{}, f.after
	}
	t := Token{Value: value, Refresh: "R1", Expires: f.b.env.Clock.Now().Add(time.Hour)}
	if f.once && n > 1 {
		t.Refresh = ""
	}
	return t, nil
}

var half = Forgiveness{Within: 30 * time.Second}

var askings = map[string]struct {
	forgives Forgiveness
	endpoint forgetful
	want     string   // the outcome, and when
	asked    []string // when, and with what
}{
	"nothing is forgiven": {
		Forgiveness{}, forgetful{loses: 9, takes: 3 * time.Second},
		"3s context deadline exceeded", []string{"0s R0"},
	},
	"an answer comes": {half, forgetful{}, "0s A1", []string{"0s R0"}},
	"the first is lost": {
		half, forgetful{loses: 1, takes: 3 * time.Second}, "3s A1",
		[]string{"0s R0", "3s R0"},
	},
	// A fifth of the interval each, and none in the last fifth.
	"the client waits long": {
		half, forgetful{loses: 99, takes: time.Minute}, "1m24s context deadline exceeded",
		[]string{"0s R0", "6s R0", "12s R0", "18s R0", "24s R0"},
	},
	"each is lost": {
		half, forgetful{loses: 99, takes: 5 * time.Second}, "25s context deadline exceeded",
		[]string{"0s R0", "5s R0", "10s R0", "15s R0", "20s R0"},
	},
	// The first is waited for, too.
	"a slow carrier": {
		half, forgetful{slow: 10 * time.Second}, "10s A1", []string{"0s R0", "6s R0"},
	},
	// The second answer killed what the first one gave.
	"a slow carrier that answers anew": {
		Forgiveness{Within: 30 * time.Second, Anew: true}, forgetful{slow: 10 * time.Second, anew: true},
		"16s A2", []string{"0s R0", "6s R0"},
	},
	// It is waited for as long as the carrier forgives it.
	"the second answer never comes": {
		Forgiveness{Within: 30 * time.Second, Anew: true},
		forgetful{slow: 10 * time.Second, anew: true, last: 1}, "30s A1", []string{"0s R0", "6s R0"},
	},
	"nothing reaches the carrier": {
		Forgiveness{Within: 5 * time.Second}, forgetful{loses: 99},
		"3s context deadline exceeded",
		[]string{"0s R0", "500ms R0", "1s R0", "1.5s R0", "2s R0", "2.5s R0", "3s R0"},
	},
	// A second try could be served later than it is forgiven.
	"forgiven for two seconds": {
		Forgiveness{Within: 2 * time.Second}, forgetful{slow: 3 * time.Second}, "3s A1",
		[]string{"0s R0"},
	},
	"forgiven for three": {
		Forgiveness{Within: 3 * time.Second}, forgetful{slow: 3 * time.Second}, "3s A1",
		[]string{"0s R0", "600ms R0"},
	},
	"twice": {
		Forgiveness{Within: 30 * time.Second, Times: 2},
		forgetful{loses: 99, takes: 3 * time.Second}, "9s context deadline exceeded",
		[]string{"0s R0", "3s R0", "6s R0"},
	},
	"always": {
		Forgiveness{Within: Forever}, forgetful{loses: 99, takes: 15 * time.Second},
		"39s context deadline exceeded",
		[]string{"0s R0", "6s R0", "12s R0", "18s R0", "24s R0"},
	},
	"refused at once": {
		half, forgetful{after: &StatusError{Status: 400, Code: CodeInvalidGrant}},
		"0s carrier answered 400: invalid_grant", []string{"0s R0"},
	},
	// The second is under way, and waited for; there is no third.
	"refused late": {
		half,
		forgetful{slow: 7 * time.Second, after: &StatusError{Status: 400, Code: CodeInvalidGrant}},
		"13s carrier answered 400: invalid_grant", []string{"0s R0", "6s R0"},
	},
	"refused as the first is still being served": {
		half,
		forgetful{
			loses: 1, takes: 6 * time.Second,
			after: &StatusError{Status: 400, Code: CodeInvalidGrant},
		},
		"24s context deadline exceeded",
		[]string{
			"0s R0", "6s R0", "9s R0", "12s R0", "15s R0", "18s R0", "21s R0", "24s R0",
		},
	},
	"throttled": {
		half, forgetful{
			loses: 1, takes: 3 * time.Second, after: &StatusError{Status: 429},
		},
		"3s carrier answered 429", []string{"0s R0", "3s R0"},
	},
	"a gateway's failure": {
		half, forgetful{after: &StatusError{Status: 502}}, "24s carrier answered 502", nil,
	},
	"the carrier's failure": {
		half, forgetful{after: &StatusError{Status: 503}}, "0s carrier answered 503",
		[]string{"0s R0"},
	},
}

// The newest access token is kept, and the refresh token that the first answer brought.
func TestAskAgainKeepsTheRefreshTokenOfTheFirstAnswer(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		b.env.Endpoint = &forgetful{b: b, slow: 10 * time.Second, anew: true, once: true}
		b.env.Refreshes, b.env.Forgives = true, Forgiveness{Within: 30 * time.Second, Anew: true}
		require.NoError(t, b.env.Store.Put(t.Context(), Token{Refresh: "R0", Generation: 4}))
		s, err := New(b.env, Retry{}, Cache{}, AskAgain{Tries: 5})
		require.NoError(t, err)
		uses(t, s, "A2")
		held, err := b.env.Store.Get(t.Context())
		require.NoError(t, err)
		require.Equal(t, "A2 R1 5", fmt.Sprint(held.Value, " ", held.Refresh, " ", held.Generation))
	})
}

func TestAskAgain(t *testing.T) {
	for name, test := range askings {
		inBubble(t, func(t *testing.T, b *bubble) {
			test.endpoint.b = b
			b.env.Endpoint, b.env.Refreshes, b.env.Forgives = &test.endpoint, true, test.forgives
			require.NoError(t, b.env.Store.Put(t.Context(), Token{Refresh: "R0"}))
			s, err := New(b.env, Retry{}, Cache{}, AskAgain{Tries: 5})
			require.NoError(t, err)
			got := ""
			err = s.Do(t.Context(), func(_ context.Context, t Token) error {
				got = t.Value
				return nil
			})
			if err != nil {
				got = err.Error()
			}
			require.Equal(t, test.want, fmt.Sprint(b.now(), " ", got), name)
			b.sleep(0)
			if test.asked != nil {
				require.Equal(t, test.asked, test.endpoint.presented, name)
			}
		})
	}
}

// After a lost answer nobody knows whether R0 is good: it is not presented again while A0 is.
func TestAskAgainSparesADoubtfulRefreshToken(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		e := &forgetful{b: b, loses: 1, takes: 3 * time.Second}
		b.env.Endpoint, b.env.Refreshes = e, true
		require.NoError(t, b.env.Store.Put(t.Context(), Token{
			Value: "A0", Expires: b.start.Add(30 * time.Second), Refresh: "R0",
		}))
		margin := Cache{Margin: time.Minute, KeepInMargin: true}
		s, err := New(b.env, Retry{}, margin, AskAgain{Tries: 5})
		require.NoError(t, err)
		for _, step := range []struct {
			at   time.Duration
			want string
		}{{0, "A0"}, {10 * time.Second, "A0"}, {29 * time.Second, "A0"}, {30 * time.Second, "A1"}} {
			b.until(step.at)
			uses(t, s, step.want)
		}
		require.Equal(t, []string{"0s R0", "30s R0"}, e.presented)
	})
}

// Five tries that nobody answers say that the carrier is away: one is sent from then on, until one
// is answered.
func TestAskAgainOnceWhileTheCarrierIsAway(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		e := &forgetful{b: b, loses: 7, takes: 30 * time.Second}
		b.env.Endpoint, b.env.Refreshes, b.env.Forgives = e, true, Forgiveness{Within: Forever}
		require.NoError(t, b.env.Store.Put(t.Context(), Token{Refresh: "R0"}))
		s, err := New(b.env, Retry{}, Cache{}, AskAgain{Tries: 5})
		require.NoError(t, err)
		for range 3 {
			require.Error(t, s.Do(t.Context(), nil))
		}
		uses(t, s, "A1")
		require.Equal(t, []string{
			"0s R0", "6s R0", "12s R0", "18s R0", "24s R0", "54s R0", "1m24s R0", "1m54s R0",
		}, e.presented)
	})
}
