package conformance

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A scene is what the carrier, the stores and the callers do.
type scene struct {
	name          string
	tokens, calls int           // the status of token requests, 0 for success, and of calls
	patience      time.Duration // after which the first caller gives up
	storesDown    bool          // and the lease
}

// forever is the patience of a caller who does not give up.
const forever = 24 * time.Hour

// answers are a scene for each pair of answers of the carrier.
func answers() (all []scene) {
	for _, tokens := range []int{0, 401, 403, 429, 500} {
		for _, calls := range []int{200, 401, 403, 429, 500} {
			name := fmt.Sprintf("token requests answered %d, calls %d", tokens, calls)
			all = append(all, scene{name: name, tokens: tokens, calls: calls, patience: forever})
		}
	}
	return all
}

// impatience are scenes in which the first caller gives up before he begins, or under way. Nothing
// else happens at these instants: if it did, its order would be an accident.
func impatience() (all []scene) {
	for _, after := range []time.Duration{0, 7, 20, 65, 70, 71, 103, 130, 163} {
		after *= time.Millisecond
		name := fmt.Sprintf("a caller gives up after %v", after)
		all = append(all, scene{name: name, calls: 200, patience: after})
	}
	return all
}

// callers is how many there are in a scene: some together, and one long after.
const callers = 6

// An outcome is how the action of a caller ended.
type outcome struct {
	ended bool
	err   error
	took  time.Duration
	late  bool // a call was made for him after he had given up
}

// play lets the callers act.
func (c scene) play(t *testing.T, s spec.Strategy, stage Stage) (all [callers]outcome) {
	t.Helper()
	stage(t, 2*time.Hour, func(w World) {
		if c.storesDown {
			w.Env.Store, w.Env.Shared, w.Env.Lease = down{}, down{}, down{}
		}
		k, strategy := enter(t, s, w)
		k.set(c.tokens, c.calls)
		for i := range all {
			start, patience := time.Duration(i)*11*time.Millisecond, forever
			if i == 0 {
				patience = c.patience
			} else if i == callers-1 {
				start = time.Hour
			}
			w.Start(func(ctx context.Context) {
				if k.clock.Sleep(ctx, start) != nil {
					return
				}
				ctx, cancel := w.WithCancel(ctx)
				defer cancel()
				if patience == 0 {
					cancel()
				} else if patience < forever {
					w.Start(func(other context.Context) {
						_ = k.clock.Sleep(other, patience)
						cancel()
					})
				}
				o, begun, call := &all[i], k.clock.Now(), k.call(31*time.Millisecond)
				o.err = strategy.Do(ctx, func(with context.Context, t strategies.Token) error {
					o.late = o.late || ctx.Err() != nil
					return call(with, t)
				})
				o.ended, o.took = true, k.clock.Now().Sub(begun)
			})
		}
	})
	return all
}

// Problems plays s with each answer of the carrier, with stores that are down, and with a caller
// who gives up. It lists callers who do not come back, and calls for callers who have given up.
func Problems(t *testing.T, s spec.Strategy, stage Stage) (problems []string) {
	t.Helper()
	all := append(answers(), impatience()...)
	all = append(all, scene{
		name: "stores and lease down", calls: 200, patience: forever, storesDown: true,
	})
	for _, c := range all {
		lost := 0
		for _, o := range c.play(t, s, stage) {
			if !o.ended {
				lost++
			}
			if o.late {
				problems = append(problems, c.name+": a call is made for a caller who has given up")
			}
		}
		if lost > 0 {
			problems = append(problems, fmt.Sprintf("%s: %d of %d callers are lost", c.name, lost,
				callers))
		}
	}
	return problems
}

// down is a store and a lease that always fail.
type down struct{}

var errDown = errors.New("the store is down")

func (down) Get(context.Context) (strategies.Token, error) {
	return strategies.Token{}, errDown
}
func (down) Put(context.Context, strategies.Token) error { return errDown }
func (down) Hold(context.Context, time.Duration) (strategies.Grant, error) {
	return strategies.Grant{}, errDown
}
func (down) Release(context.Context) error { return errDown }
