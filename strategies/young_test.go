package strategies

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A click is an action that begins at an instant, in seconds, and what it comes to: when it ended,
// and with which token or error.
type click struct {
	at   float64
	want string
}

// Tokens T1, T2, ... come 100 ms after they were requested. A call takes no time, and is answered
// 401 while takes says no of the token, by the seconds since it came.
var youngTokens = map[string]struct {
	takes     func(token string, age float64) bool
	clicks    []click
	requested string // when tokens were
}{
	"known after three seconds": {
		func(_ string, age float64) bool { return age >= 3 },
		[]click{{0, "5.1s T1"}, {1, "5.1s T1"}, {6, "6s T1"}},
		"[0s]",
	},
	// T1 is young for 5 s, T2 for 10 s, T3 for 20 s.
	"known after twelve seconds": {
		func(_ string, age float64) bool { return age >= 12 },
		[]click{
			{0, "5.2s carrier answered 401"}, {6, "15.3s carrier answered 401"}, {16, "35.3s T3"},
		},
		"[0s 5.1s 15.2s]",
	},
	// Each has worked, and the next is young for no more than 5 s.
	"killed by somebody else after a second": {
		func(_ string, age float64) bool { return age < 1 },
		[]click{{0, "100ms T1"}, {2, "5.2s T2"}, {7, "10.3s T3"}},
		"[0s 5.1s 10.2s]",
	},
	"refused after its youth": {
		func(token string, age float64) bool { return token != "T1" || age < 5 },
		[]click{{0, "100ms T1"}, {5.1, "5.2s T2"}},
		"[0s 5.1s]",
	},
}

func TestYoungTokens(t *testing.T) {
	for name, test := range youngTokens {
		inBubble(t, func(t *testing.T, b *bubble) {
			carrier := &desk{b: b, takes: 100 * ms}
			b.env.Endpoint = carrier
			s, err := New(b.env, Retry{Retries: 2, Young: 5 * time.Second}, Cache{LookIfRefused: true})
			require.NoError(t, err)
			came, got := map[string]time.Duration{}, make([]click, len(test.clicks))
			for i, c := range test.clicks {
				b.at(time.Duration(c.at*float64(time.Second)), func() {
					used := ""
					err := s.Do(t.Context(), func(_ context.Context, got Token) error {
						b.mu.Lock()
						defer b.mu.Unlock()
						used = got.Value
						if _, known := came[used]; !known {
							came[used] = b.now()
						}
						if test.takes(used, (b.now() - came[used]).Seconds()) {
							return nil
						}
						return &StatusError{Status: 401}
					})
					if err != nil {
						used = err.Error()
					}
					got[i] = click{c.at, fmt.Sprint(b.now(), " ", used)}
				})
			}
			b.sleep(time.Minute)
			require.Equal(t, test.clicks, got, name)
			require.Equal(t, test.requested, fmt.Sprint(carrier.times()), name)
		})
	}
}

// Whoever gives up while he waits requests nothing.
func TestWhoGivesUpWithAYoungTokenRequestsNothing(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		carrier := &desk{b: b, takes: 100 * ms}
		b.env.Endpoint = carrier
		s, err := New(b.env, Retry{Retries: 2, Young: 5 * time.Second}, Cache{LookIfRefused: true})
		require.NoError(t, err)
		ctx, cancel := b.env.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err = s.Do(ctx, func(context.Context, Token) error { return &StatusError{Status: 401} })
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, "1s", b.now().String())
		require.Len(t, carrier.times(), 1)
	})
}
