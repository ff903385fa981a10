package sim

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Whoever decides on the order of events sees those of one instant, and no others: three processes
// that wake at one instant take their turns in all six orders, one that wakes later is the last.
func TestOrder(t *testing.T) {
	var orders []string
	for n := range 6 {
		s := New(1)
		var log []string
		for _, name := range []string{"a", "b", "c", "later"} {
			s.Go(name, func(ctx context.Context) {
				wait := time.Second
				if name == "later" {
					wait = 2 * time.Second
				}
				_ = s.Sleep(ctx, wait)
				log = append(log, name)
			})
		}
		ways := []int{n / 2, n % 2}
		s.Decide(&Order{
			First: func(all []Due) int {
				way := ways[0]
				ways = ways[1:]
				require.Len(t, all, len(ways)+2)
				for _, e := range all {
					require.Equal(t, int64(time.Second), e.At)
					require.NotEqual(t, "later", e.Process.String())
				}
				return way
			},
			Begun: func(*Process) {}, Turn: func(*Process, error) {}, Woken: func(_, _ *Process) {},
		})
		require.NoError(t, s.Run(time.Minute))
		orders = append(orders, strings.Join(log, " "))
	}
	require.Equal(t, []string{
		"a b c later", "a c b later", "b a c later", "b c a later", "c a b later", "c b a later",
	}, orders)
}

// The first way everywhere is what the kernel does by itself, to the last event; it is told of
// every turn, and of who woke whom.
func TestOrderOfScheduling(t *testing.T) {
	run := func(decided bool) (log []string, events uint64) {
		s := New(1)
		lock := s.NewLock()
		for _, name := range []string{"a", "b"} {
			s.Go(name, func(ctx context.Context) {
				_ = lock.Lock(ctx)
				_ = s.Sleep(ctx, time.Second)
				lock.Unlock()
				limited, cancel := s.WithTimeout(ctx, time.Second)
				defer cancel()
				log = append(log, name, s.Sleep(limited, time.Minute).Error())
			})
		}
		if decided {
			tell := func(words ...string) { log = append(log, strings.Join(words, " ")) }
			s.Decide(&Order{
				First: func([]Due) int { return 0 },
				Begun: func(p *Process) { tell("begins", p.String()) },
				Turn: func(p *Process, err error) {
					if tell("turn", p.String()); err != nil {
						tell(err.Error())
					}
				},
				Woken: func(p, by *Process) {
					if by != nil {
						tell(by.String(), "wakes", p.String())
					}
				},
			})
		}
		require.NoError(t, s.Run(time.Hour))
		return log, s.Events()
	}
	plain, events := run(false)
	told, same := run(true)
	require.Equal(t, events, same)
	require.Equal(t, []string{
		"begins a", "begins b", "turn a", "a wakes b", "turn b", "turn b",
		"turn a", "context deadline exceeded", "a", "context deadline exceeded",
		"turn b", "context deadline exceeded", "b", "context deadline exceeded",
	}, told)
	require.Equal(t, []string{
		"a", "context deadline exceeded", "b", "context deadline exceeded",
	}, plain)
}
