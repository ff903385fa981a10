// Package redisstore keeps a customer's token, and the lease to renew it, where all nodes reach
// them: in Redis.
//
// The nodes' clocks need not agree. A node tells Redis for how long from now, and is told the
// same, so that what it holds is by its own clock and what Redis holds by Redis's.
//
// A token never replaces a newer one. Which is newer is told by the lease first: each node that
// takes it over gets a larger number, the fence, and a token put under a smaller fence comes from
// a leader that was replaced while it asked (Martin Kleppmann, "How to do distributed locking",
// 2016). Under the same fence, and without a lease, the one that expires later is newer.
//
// When Redis cannot be reached or is slow, Get, Put and Hold return an error within Patience, and
// strategies do what they say of a store that is down: `down: remember` goes on with what the
// node last saw, and each node renews for itself, within its ration.
//
// Redis 5 or later will do. Should its clock be set back, as a failover may, tokens of a new leader
// are not kept until it has caught up; the nodes go on, at the cost of more renewals.
//
// Tokens lie in Redis as they are. Whoever can read it can use them until they expire: give it a
// password, TLS, and a user of its own for these keys.
package redisstore

import (
	"context"
	_ "embed"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// An Account is one customer's token and lease in Redis, as one node sees them. It is both a
// strategies.Store and a strategies.LeaseStore: put the same one into Env.Shared and Env.Lease. Do
// not copy it after first use; any number of goroutines may share it.
type Account struct {
	Client redis.UniversalClient // Open's, or another with ContextTimeoutEnabled

	// Name tells the customer's credentials apart from all others in this Redis: a carrier and a
	// client id, "fedex/l7...". Never the secret.
	Name string

	// Node tells this process apart from all others: host name and process id. A process that
	// starts anew under the same name inherits its own lease.
	Node string

	Clock interface{ Now() time.Time } // required; the Env's does

	// Patience is how long Redis is waited for, 250 ms if zero: assumed, a hundred times what a
	// Redis nearby takes. While it is down a lookup costs as much.
	Patience time.Duration

	fence atomic.Int64 // of the lease as this node last held it; 0: never
}

var (
	_ strategies.Store      = (*Account)(nil)
	_ strategies.LeaseStore = (*Account)(nil)
)

const defaultPatience = 250 * time.Millisecond

var (
	//go:embed lua/get.lua
	getText string
	//go:embed lua/put.lua
	putText string
	//go:embed lua/hold.lua
	holdText string

	getScript  = redis.NewScript(getText)
	putScript  = redis.NewScript(putText)
	holdScript = redis.NewScript(holdText)
)

// Open returns a client for a server, a cluster or sentinels, as options say. It differs from
// go-redis's own in that it keeps to the deadline of a context, and with it to the Patience of its
// accounts, and in that it sends a command once: strategies say what follows a failure.
func Open(options redis.UniversalOptions) redis.UniversalClient {
	options.ContextTimeoutEnabled = true
	options.MaxRetries = -1 // none: go-redis takes 0 for three
	options.DialerRetries = 1
	return redis.NewUniversalClient(&options)
}

// Get returns the token, the zero Token where there is none or it has expired.
func (a *Account) Get(ctx context.Context) (strategies.Token, error) {
	ctx, cancel := a.within(ctx)
	defer cancel()
	told, err := getScript.Run(ctx, a.Client, []string{a.key("token")}).Slice()
	if err != nil {
		return strategies.Token{}, a.failed("get", err)
	}
	value, ok := told[0].(string)
	left, isNumber := told[1].(int64)
	if !ok || !isNumber || left <= 0 {
		return strategies.Token{}, nil
	}
	return strategies.Token{
		Value: value, Expires: a.Clock.Now().Add(time.Duration(left) * time.Microsecond),
	}, nil
}

// Put replaces the token unless a newer one is there, which is no error: what is best stays. A
// token that has expired is not put.
func (a *Account) Put(ctx context.Context, t strategies.Token) error {
	left := t.Expires.Sub(a.Clock.Now()).Microseconds()
	if t.IsZero() || left <= 0 {
		return nil
	}
	ctx, cancel := a.within(ctx)
	defer cancel()
	err := putScript.Run(ctx, a.Client, []string{a.key("token")}, t.Value, left,
		a.fence.Load()).Err()
	return a.failed("put", err)
}

// Hold takes or prolongs the lease for d from now on, in whole milliseconds rounded up, and
// reports whether this node holds it.
func (a *Account) Hold(ctx context.Context, d time.Duration) (bool, error) {
	ctx, cancel := a.within(ctx)
	defer cancel()
	d += time.Millisecond - 1
	fence, err := holdScript.Run(ctx, a.Client, []string{a.key("lease")}, a.Node,
		d.Milliseconds()).Int64()
	if err != nil {
		return false, a.failed("hold", err)
	}
	if fence == 0 {
		return false, nil
	}
	a.fence.Store(fence)
	return true, nil
}

// key returns a key of the account. The braces keep its keys on one node of a cluster.
func (a *Account) key(what string) string { return "tokenstorm:{" + a.Name + "}:" + what }

func (a *Account) within(ctx context.Context) (context.Context, context.CancelFunc) {
	patience := a.Patience
	if patience == 0 {
		patience = defaultPatience
	}
	return context.WithTimeout(ctx, patience)
}

func (a *Account) failed(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("redisstore: %s %s: %w", doing, a.Name, err)
}
