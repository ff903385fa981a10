package hunt

import (
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/terms"
)

func init() {
	register(rule{
		property: Liveness, signal: "waits without bound",
		breaks: (*trial).waits,
		cause:  func(t *trial) string { return t.run.lastAnswer() },
		near: func(t *trial) float64 {
			return share(int(t.run.longest()/time.Second), int(t.mostWaited()/time.Second)+1)
		},
	})
}

// mostWaited is how long an action may take: a request and half a minute, and three times what the
// clairvoyant takes; more where its tries lose messages, or wait for a store.
func (t *trial) mostWaited() time.Duration {
	limit := mostWait(t.Scenario)
	if t.bound != nil {
		limit += 3 * t.bound.longest()
	}
	// Where somebody else kills tokens that have come, or a second use of a refresh token does, each
	// of three tries may lose a message.
	killed := t.run.rivals || t.Carrier.Grant == terms.GrantRefresh
	if way := t.Path(0, fakecarrier.TokenEndpoint); killed && way.LoseBack+way.LoseThere > 0 {
		limit += 2 * way.Wait()
	}
	if t.shares { // each of three tries looks, takes the lease, and saves
		limit += 9 * time.Duration(t.Fleet.StoreDelay)
	}
	return limit
}

func (t *trial) waits() string {
	longest := t.run.longest()
	if longest <= t.mostWaited() || t.outrun() || t.Fleet.Threads.Given || t.oddTokens() {
		return ""
	}
	return fmt.Sprintf("an action took %v; the clairvoyant's longest %v", longest, t.bound.longest())
}
