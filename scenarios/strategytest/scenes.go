package strategytest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/conformance"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// steps plays the script of package conformance, and returns what happened.
func steps(t *testing.T, s spec.Strategy, stage conformance.Stage) string {
	t.Helper()
	return strings.Join(conformance.Steps(t, s, stage), "\n")
}

// A scene is what the carrier, the stores and the callers do.
type scene struct {
	name       string
	token      int           // the status of token requests; 0: success
	call       int           // the status of calls; 0: success
	storesDown bool          // and the lease
	impatience time.Duration // after which the first caller gives up; 0: never
}

// Nobody does anything else at these instants, so that it is no accident who comes first.
var impatience = []time.Duration{7, 65, 71, 103, 163}

// scenes plays s before carriers of every mood, and returns what is wrong.
func scenes(t *testing.T, s spec.Strategy, stage conformance.Stage) []string {
	t.Helper()
	var all []scene
	for _, token := range []int{0, 401, 403, 429, 500} {
		for _, call := range []int{0, 401, 403, 429, 500} {
			all = append(all, scene{
				name:  fmt.Sprintf("token requests answered %d, calls %d", token, call),
				token: token, call: call,
			})
		}
	}
	all = append(all, scene{name: "stores and lease down", storesDown: true})
	for _, after := range impatience {
		after *= time.Millisecond
		all = append(all, scene{name: fmt.Sprintf("a caller gives up after %v", after),
			impatience: after})
	}
	var problems []string
	for _, one := range all {
		problems = append(problems, one.play(t, s, stage)...)
	}
	return problems
}

// callers is how many there are in a scene: some together, and one long after.
const callers = 6

// play lets the callers act.
func (c scene) play(t *testing.T, s spec.Strategy, stage conformance.Stage) []string {
	t.Helper()
	var mu sync.Mutex
	ended := 0
	var problems []string
	stage(t, 2*time.Hour, func(w conformance.World) {
		w.Env.Endpoint = desk{w.Env.Clock, c.token}
		if c.storesDown {
			w.Env.Store, w.Env.Shared, w.Env.Lease = down{}, down{}, down{}
		}
		strategy, err := s.New(w.Env)
		if err != nil {
			problems = append(problems, err.Error())
			ended = callers
			return
		}
		for i := range callers {
			w.Start(func(ctx context.Context) {
				wait := time.Duration(i) * 11 * time.Millisecond
				if i == callers-1 {
					wait = time.Hour
				}
				if w.Env.Clock.Sleep(ctx, wait) != nil {
					return
				}
				ctx, cancel := w.WithCancel(ctx)
				defer cancel()
				if c.impatience > 0 && i == 0 {
					w.Start(func(other context.Context) {
						_ = w.Env.Clock.Sleep(other, c.impatience)
						cancel()
					})
				}
				late := false
				_ = strategy.Do(ctx, func(with context.Context, t strategies.Token) error {
					late = late || ctx.Err() != nil
					return answer(with, w.Env.Clock, 31*time.Millisecond, c.call)
				})
				mu.Lock()
				defer mu.Unlock()
				ended++
				if late {
					problems = append(problems, c.name+": a call is made for a caller who has given up")
				}
			})
		}
	})
	if ended < callers {
		problems = append(problems, fmt.Sprintf("%s: %d of %d callers are lost", c.name,
			callers-ended, callers))
	}
	return problems
}

// answer takes its time, one leg there and one back, and is a status; 0: success.
func answer(ctx context.Context, clock strategies.Clock, leg time.Duration, status int) error {
	for range 2 {
		if err := clock.Sleep(ctx, leg); err != nil {
			return err
		}
	}
	if status != 0 {
		return &strategies.StatusError{Status: status}
	}
	return nil
}

// A desk is a token endpoint.
type desk struct {
	clock  strategies.Clock
	status int
}

// Token issues a token, or refuses.
func (d desk) Token(ctx context.Context, _ strategies.Token) (strategies.Token, error) {
	if err := answer(ctx, d.clock, 50*time.Millisecond, d.status); err != nil {
		return strategies.Token{}, err
	}
	now := d.clock.Now()
	return strategies.Token{Value: fmt.Sprint("T", now.UnixNano()), Expires: now.Add(time.Minute)}, nil
}

// down is a store, and a lease, that answers nothing but errors.
type down struct{}

var errDown = errors.New("the store is down")

func (down) Get(context.Context) (strategies.Token, error) { return strategies.Token{}, errDown }
func (down) Put(context.Context, strategies.Token) error   { return errDown }
func (down) Hold(context.Context, time.Duration) (bool, error) {
	return false, errDown
}

// trouble is a scenario in which much goes wrong.
const trouble = `about: Two nodes meet what there is.
length: 4m
fleet: {nodes: 2, users: 12, customers: 2}
workload: [{closed: {think: exp 2s}}]
network: {api: {leg: uniform 20ms..60ms}, token: {leg: uniform 20ms..60ms}}
carrier: {token_life: 40s}
faults:
  - external_renewal: {at: 30s, every: 25s}
  - carrier_down: {at: 90s, for: 10s}
  - cache_down: {at: 110s, for: 10s}
  - ban: {at: 150s}
strategies: [naive]
`

// inScenario runs s in a scenario twice: the digests must be equal.
func inScenario(s spec.Strategy) []string {
	var digests []string
	for range 2 {
		in, err := scenarios.Parse("trouble.yaml", []byte(trouble))
		if err != nil {
			return []string{err.Error()}
		}
		tally, err := world.Run{Scenario: in, Strategy: s, Seed: 1}.Do()
		if err != nil {
			return []string{err.Error()}
		}
		digests = append(digests, tally.Digest)
	}
	if digests[0] != digests[1] {
		return []string{"two runs of one scenario and seed have different digests"}
	}
	return nil
}
