//go:build redis

package redisstore_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
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
	slowest                          time.Duration // the 99th percentile of an action
}

const (
	farNodes, farCallers = 4, 5
	farFor               = 24 * time.Second
	farChange            = 8 * time.Second
	farLife              = 40 * time.Second // of a token; `recommended` renews it 30 s before its end
)

func measureFar(t *testing.T, s *server, name string, before, after time.Duration) far {
	d := newDistance(t, s.addr(), before)
	c := &farCarrier{}
	ctx, stop := context.WithCancel(t.Context())
	var crowd sync.WaitGroup
	var mu sync.Mutex
	var took []time.Duration
	var result far
	for i := range farNodes {
		client := redisstore.Open(redis.UniversalOptions{Addrs: []string{d.addr()}})
		t.Cleanup(func() { client.Close() })
		account := &redisstore.Account{
			Client: client, Name: name, Node: fmt.Sprint(i), Clock: realTime,
		}
		env := strategies.OnClock(clockwork.NewRealClock())
		env.Endpoint, env.Shared, env.Lease, env.Nodes = c, account, account, farNodes
		node, err := strategies.New(env, strategies.Recommended()...)
		require.NoError(t, err)
		for caller := range farCallers {
			crowd.Go(func() {
				_ = realTime.Sleep(ctx, time.Duration(caller)*37*time.Millisecond)
				for ctx.Err() == nil {
					begun := realTime.Now()
					err := node.Do(t.Context(), c.call)
					mu.Lock()
					took = append(took, realTime.Now().Sub(begun))
					if err != nil {
						result.failed++
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
	slices.Sort(took)
	result.actions = len(took)
	result.slowest = took[(len(took)*99+99)/100-1]
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

func TestARedisFarAway(t *testing.T) {
	s := newServer(t)
	trips := []time.Duration{1, 5, 20, 50, 70, 100, 150, 200, 250, 300, 500}
	rows := make([]struct{ steady, later far }, len(trips))
	var all sync.WaitGroup
	for i, trip := range trips {
		trip *= time.Millisecond
		all.Go(func() { rows[i].steady = measureFar(t, s, fmt.Sprint("s", i), trip, trip) })
		all.Go(func() {
			rows[i].later = measureFar(t, s, fmt.Sprint("l", i), time.Millisecond, trip)
		})
	}
	all.Wait()
	var table strings.Builder
	for i, r := range rows {
		fmt.Fprintf(&table, "| %d ms |", trips[i])
		for _, f := range []far{r.steady, r.later} {
			fmt.Fprintf(&table, " %d | %d | %d ms | %d of %d |", f.tokens, f.refused,
				f.slowest.Milliseconds(), f.failed, f.actions)
		}
		table.WriteByte('\n')
	}
	t.Log("\n" + table.String())
}
