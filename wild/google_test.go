package wild

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
)

// With go/auth and with its models alike, a renewal ahead of time holds nobody up: who finds the
// token expired while it is under way sends a request of its own.
func TestWildGoogleDoesNotWaitForARenewalAhead(t *testing.T) {
	actions := map[string]func(t *testing.T, k *wildCarrier) wildAction{
		"go/auth": func(_ *testing.T, k *wildCarrier) wildAction {
			return k.through(googleLibrary(k))
		},
		"model": func(t *testing.T, k *wildCarrier) wildAction {
			return k.model(t, "wild-google-auth")
		},
		"leaky model": func(t *testing.T, k *wildCarrier) wildAction {
			return k.model(t, "wild-google-auth-leaky")
		},
	}
	for name, action := range actions {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k := newWildCarrier(t, 3*time.Second)
				act := action(t, k)
				// The token comes at 6 s, and counts as expired 3599 s later.
				expiry := time.Now().Add(3605 * time.Second)
				require.NoError(t, act(t.Context()))
				time.Sleep(time.Until(expiry.Add(-3 * time.Second)))
				go func() { _ = act(t.Context()) }()
				time.Sleep(4 * time.Second)
				synctest.Wait()
				k.leg = 100 * time.Millisecond // the second renewal comes back before the first
				require.NoError(t, act(t.Context()))
				time.Sleep(time.Minute)
				hits, _ := k.world.Journal(front.Filter{
					Kinds: []front.EventKind{front.EventRequest}, Endpoint: "token",
				})
				require.Len(t, hits, 3)
			})
		})
	}
}
