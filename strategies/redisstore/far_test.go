//go:build redis

package redisstore_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/redisstore"
)

// A far is what four nodes with `recommended` met in farFor. The carrier's new token kills the one
// before, its answers take 50 ms, and a token is renewed every ten seconds: three are needed.
type far struct {
	tokens, refused, failed, actions int
	start, p99                       time.Duration // the slowest before farChange; of those after it
}

const (
	farNodes, farCallers = 4, 5
	farFor               = 24 * time.Second
	farChange            = 8 * time.Second
	farLife              = 40 * time.Second // of a token; `recommended` renews it 30 s before its end
	farNeeded            = 3                // at 0, 10 and 20 s
)

func measureFar(t *testing.T, s *server, name string, before, after time.Duration) far {
	d := newDistance(t, s.Addr(), before)
	c := &farCarrier{}
	ctx, stop := context.WithCancel(t.Context())
	var crowd sync.WaitGroup
	var mu sync.Mutex
	var result far
	var later []time.Duration
	change := realTime.Now().Add(farChange)
	for i := range farNodes {
		client := redisstore.Open(redis.UniversalOptions{Addrs: []string{d.addr()}})
		t.Cleanup(func() { client.Close() })
		account := &redisstore.Account{
			Client: client, Name: name, Node: fmt.Sprint(i), Clock: realTime,
		}
		env := strategies.OnClock(clockwork.NewRealClock())
		env.Endpoint, env.Shared, env.Lease, env.Nodes = c, account, account, farNodes
		env.Quota = &redisstore.Quota{Client: client, Name: name}
		node, err := strategies.New(env, strategies.Recommended()...)
		require.NoError(t, err)
		for caller := range farCallers {
			crowd.Go(func() {
				_ = realTime.Sleep(ctx, time.Duration(caller)*37*time.Millisecond)
				for ctx.Err() == nil {
					begun := realTime.Now()
					err := node.Do(t.Context(), c.call)
					took := realTime.Now().Sub(begun)
					mu.Lock()
					result.actions++
					if err != nil {
						result.failed++
					}
					if begun.Before(change) {
						result.start = max(result.start, took)
					} else {
						later = append(later, took)
					}
					mu.Unlock()
					_ = realTime.Sleep(ctx, 200*time.Millisecond)
				}
			})
		}
	}
	_ = realTime.Sleep(ctx, farChange)
	d.trip.Store(int64(after))
	_ = realTime.Sleep(ctx, farFor-farChange)
	stop()
	crowd.Wait()
	slices.Sort(later)
	result.p99 = later[(len(later)*99+99)/100-1]
	result.tokens, result.refused = int(c.issued.Load()), int(c.refused.Load())
	return result
}

// A farCarrier has one token alive, and takes 50 ms for each answer.
type farCarrier struct{ issued, refused atomic.Int64 }

func (c *farCarrier) Token(context.Context, strategies.Token) (strategies.Token, error) {
	half := func() { _ = realTime.Sleep(context.Background(), 25*time.Millisecond) }
	half()
	value := fmt.Sprint("T", c.issued.Add(1))
	half()
	return strategies.Token{Value: value, Expires: realTime.Now().Add(farLife)}, nil
}

func (c *farCarrier) call(ctx context.Context, t strategies.Token) error {
	_ = realTime.Sleep(ctx, 50*time.Millisecond)
	if t.Value != fmt.Sprint("T", c.issued.Load()) {
		c.refused.Add(1)
		return &strategies.StatusError{Status: 401}
	}
	return nil
}

// The round trips to a Redis on the machine, in the building, across a continent and across the
// world.
var farTrips = []time.Duration{
	1 * time.Millisecond, 5 * time.Millisecond, 20 * time.Millisecond, 50 * time.Millisecond,
	70 * time.Millisecond, 100 * time.Millisecond, 150 * time.Millisecond, 200 * time.Millisecond,
	250 * time.Millisecond, 300 * time.Millisecond, 500 * time.Millisecond,
}

// The lines with tabs are for tools/measured: make slow PART=far.
func TestARedisFarAway(t *testing.T) {
	s := newServer(t)
	for _, before := range []time.Duration{0, time.Millisecond} { // 0: as far as after farChange
		when := "from the start"
		if before != 0 {
			when = "from second 8 on"
		}
		for _, trip := range farTrips {
			t.Run(fmt.Sprintf("%v %s", trip, when), func(t *testing.T) {
				t.Parallel()
				f := measureFar(t, s, t.Name(), cmp.Or(before, trip), trip)
				t.Logf("\nfar: a Redis %v away %s, four nodes of recommended\t"+
					"%d token requests, %d calls refused, %d of %d actions failed; "+
					"the slowest of the start %d ms, p99 from second 8 on %d ms\tone run of %v",
					trip, when, f.tokens, f.refused, f.failed, f.actions,
					f.start.Milliseconds(), f.p99.Milliseconds(), farFor)
				require.Zero(t, f.failed)
				require.LessOrEqual(t, f.tokens, farNeeded)
				require.LessOrEqual(t, f.refused, farNodes*farCallers*(farNeeded-1),
					"each new token refuses a caller once at most")
			})
		}
	}
}
