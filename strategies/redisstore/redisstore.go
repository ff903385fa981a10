// Package redisstore keeps a customer's token, the lease to renew it, and the quota of a public IP
// in Redis, where all nodes reach them.
//
// The clocks of the nodes need not agree: nodes and Redis exchange lengths of time, not instants.
// Each computes the expiry by its own clock.
//
// Each grant of the lease has a larger number, the fence. A token with a smaller fence is older:
// its leader was replaced while it renewed. It never replaces a newer one. Of two tokens with one
// fence, or without, the one that was put last is newer; see strategies.FenceOf.
//
// If Redis is down, or slower than Patience, Get, Put, Hold and Release return an error. Then a
// strategy with `down: remember` uses the token that the node last saw, and each node renews for
// itself, within its ration. The first to notice waits; who comes later gets the error at once,
// until Redis has answered a probe, which is sent every second. No caller who stops waiting breaks
// off a connection that is being made: it is there for the next one.
//
// It needs Redis 5 or later. If the clock of Redis is set back, as a failover may do, tokens of a
// new leader are not kept until the clock has caught up, a minute at most; the nodes go on, and
// renew more often. A key that holds what is not of this package is taken for nothing, and
// replaced.
//
// Tokens are not encrypted in Redis. Whoever can read them can use them until they expire: use a
// password, TLS, and a Redis user for these keys alone.
package redisstore

import (
	"context"
	_ "embed"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// An Account is one customer's token and lease in Redis, for one node. It is both a
// strategies.Store and a strategies.LeaseStore: set Env.Shared and Env.Lease to the same Account.
// Do not copy it after first use. It is safe for concurrent use.
type Account struct {
	Client redis.UniversalClient // Open's, or another; many accounts may share it

	// Name is unique for the customer's credentials in this Redis, such as a carrier and a client id:
	// "fedex/l7...". It is not the secret.
	Name string

	// Node is unique for this process: host name and process id. A process that restarts under the
	// same name still holds its lease.
	Node string

	Clock interface{ Now() time.Time } // required; the Clock of the Env will do

	// Patience is how long a caller waits for Redis, three seconds if zero: assumed, long enough to
	// connect to a Redis half a second away. When Redis falls silent, those who are waiting lose so
	// much once. After that calls fail at once, until Redis answers again.
	Patience time.Duration

	link  link
	reads reads[strategies.Token]
}

var (
	_ strategies.Store      = (*Account)(nil)
	_ strategies.LeaseStore = (*Account)(nil)
)

var (
	//go:embed lua/common.lua
	commonText string
	//go:embed lua/get.lua
	getText string
	//go:embed lua/put.lua
	putText string
	//go:embed lua/hold.lua
	holdText string
	//go:embed lua/release.lua
	releaseText string

	getScript     = redis.NewScript(commonText + getText)
	putScript     = redis.NewScript(commonText + putText)
	holdScript    = redis.NewScript(commonText + holdText)
	releaseScript = redis.NewScript(commonText + releaseText)
)

// Open returns a client for a server, a cluster or sentinels. Unlike other clients of go-redis it
// sends each command once, since strategies decide what to do about a failure, and connects in as
// few round trips as may be: it leaves out to name the library, and notices of maintenance unless
// options has a configuration of them.
func Open(options redis.UniversalOptions) redis.UniversalClient {
	options.ContextTimeoutEnabled = true
	options.MaxRetries = -1 // none: go-redis takes 0 for three
	options.DialerRetries = 1
	options.DisableIdentity = true
	if options.MaintNotificationsConfig == nil {
		options.MaintNotificationsConfig = &maintnotifications.Config{
			Mode: maintnotifications.ModeDisabled,
		}
	}
	return redis.NewUniversalClient(&options)
}

// Get returns the token, the zero Token where there is none or it has expired. A refresh token is
// there all the same.
func (a *Account) Get(ctx context.Context) (strategies.Token, error) {
	t, err := a.reads.ask(ctx, &a.link, a.route("token"), a.read)
	return t, a.failed("get", err)
}

// read returns the token. Its expiry is counted from before the command is sent: it is too early by
// as long as the answer takes, never too late.
func (a *Account) read(ctx context.Context) (strategies.Token, error) {
	asked := a.Clock.Now()
	answer, err := getScript.Run(ctx, a.Client, []string{a.key("token")}).Slice()
	if err != nil {
		return strategies.Token{}, err
	}
	var t strategies.Token
	t.Refresh, _ = answer[3].(string)
	t.Generation, _ = answer[4].(int64)
	left, _ := answer[1].(int64) // 0 if there is no token, negative if it does not say
	if left == 0 {
		return t, nil
	}
	t.Value, _ = answer[0].(string)
	if left > 0 {
		t.Expires = asked.Add(time.Duration(left) * time.Microsecond)
	}
	if ends, _ := answer[2].(int64); ends != 0 {
		t.Ends = time.UnixMicro(ends)
	}
	return t, nil
}

// Put replaces the token, unless Redis has seen a larger fence, the condition of ctx does not hold,
// or t has expired and has no refresh token, which is no error. The zero Token leaves none.
func (a *Account) Put(ctx context.Context, t strategies.Token) error {
	left := int64(unsaid)
	if !t.Expires.IsZero() {
		left = max(0, t.Expires.Sub(a.Clock.Now()).Microseconds())
	}
	switch {
	case left != 0:
	case t.Value != "" && t.Refresh == "":
		return nil
	default:
		t.Value = ""
	}
	var ends int64
	if !t.Ends.IsZero() {
		ends = t.Ends.UnixMicro()
	}
	_, err := a.run(ctx, putScript, "token", t.Value, left, strategies.FenceOf(ctx), ends,
		t.Refresh, t.Generation, int(strategies.ConditionOf(ctx)))
	return a.failed("put", err)
}

// unsaid stands for the life of a token of which nobody said how long it is.
const unsaid = -1

// Hold takes or prolongs the lease for d from now on, in whole milliseconds rounded up. A grant
// whose answer comes too late holds for d, though nobody knows of it.
func (a *Account) Hold(ctx context.Context, d time.Duration) (strategies.Grant, error) {
	d += time.Millisecond - 1
	cmd, err := a.run(ctx, holdScript, "lease", a.Node, d.Milliseconds(), strategies.FenceOf(ctx))
	if err != nil {
		return strategies.Grant{}, a.failed("hold", err)
	}
	answer, err := cmd.Int64Slice()
	if err != nil {
		return strategies.Grant{}, a.failed("hold", err)
	}
	return strategies.Grant{Fence: answer[0], Held: answer[1] != 0, Released: answer[2]}, nil
}

// Release ends the grant of the context's fence; without a fence, any.
func (a *Account) Release(ctx context.Context) error {
	_, err := a.run(ctx, releaseScript, "lease", strategies.FenceOf(ctx))
	return a.failed("release", err)
}

// key returns a key of the account. By the braces all its keys are on one node of a cluster.
func (a *Account) key(what string) string { return "tokenstorm:{" + a.Name + "}:" + what }

// run carries out a script on a key of the account.
func (a *Account) run(
	ctx context.Context, script *redis.Script, what string, args ...any,
) (*redis.Cmd, error) {
	return run(ctx, &a.link, a.route(what), script, args...)
}

func (a *Account) route(what string) route { return newRoute(a.Client, a.key(what), a.Patience) }

func (a *Account) failed(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("redisstore: %s %s: %w", doing, a.Name, err)
}
