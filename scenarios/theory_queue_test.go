package scenarios_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/integrate/quad"
)

// An md1 is the queue M/D/1: Poisson arrivals, one server that takes equally long over each, first
// come, first served.
type md1 struct {
	load    float64 // arrivals in the time of one service
	service float64 // seconds
}

// wait is the mean time in the queue after Pollaczek and Khinchine: Kleinrock, Queueing Systems I,
// 1975, chapter 5, with a service that does not vary.
func (q md1) wait() float64 { return q.load * q.service / (2 * (1 - q.load)) }

// upTo is the probability of waiting at most so many seconds: Erlang, The theory of probabilities
// and telephone conversations, 1909.
func (q md1) upTo(seconds float64) float64 {
	services := seconds / q.service
	sum, factorial := 0.0, 1.0
	for k := 0; float64(k) <= services; k++ {
		if k > 0 {
			factorial *= float64(k)
		}
		x := q.load * (float64(k) - services)
		sum += math.Pow(x, float64(k)) / factorial * math.Exp(-x)
	}
	return (1 - q.load) * sum
}

// excess is the mean of what a wait exceeds so many services by, 0 where it does not.
func (q md1) excess(services int) float64 {
	rest := q.wait()
	longer := func(seconds float64) float64 { return 1 - q.upTo(seconds) }
	for k := range services { // the distribution has a corner at each whole service
		from := float64(k) * q.service
		rest -= quad.Fixed(longer, from, from+q.service, 20, nil, 0)
	}
	return rest
}

// mm1Excess is the same of M/M/1, where a service is exponential: Kleinrock, chapter 3.
func (q md1) mm1Excess(services int) float64 {
	mean := q.load * q.service / (1 - q.load)
	return mean * math.Exp(-(1-q.load)*float64(services))
}

// The two results on M/D/1 come from different men and decades; the mean follows from the
// distribution.
func TestTheoryOfTheQueueAgreesWithItself(t *testing.T) {
	for _, load := range []float64{.2, .5, .8} {
		q := md1{load, 2}
		require.InDelta(t, 1-load, q.upTo(0), 1e-12)
		require.InDelta(t, q.wait(), q.excess(0), 1e-12)
		require.InDelta(t, 0, q.excess(14), .01*q.wait(), "load %v", load)
	}
}

// aQueue has clicks at random, which wait for whatever the strategy makes them wait for. No ban
// interferes, and tokens outlive the run.
const aQueue = `
about: Poisson arrivals before one server.
length: %v
carrier: {reading: A4, tokens: coexist, token_life: 20000h}
workload: [{open: {rate: %v/s, until: %v}}]
network: {api: {leg: %s}, token: {leg: 50ms}}
faults: %s
strategies: [naive]
`

// A server is a part that lets callers pass one after the other.
type server struct {
	parts, leg, faults string
	service, trips     time.Duration // what it takes over each; what a call takes that never waits
}

// limiterServer is a limiter. Of depth 1 it takes one interval over each who passes. In a deeper
// one the queue is the same, and everybody is spared depth-1 intervals of the wait: that is the
// cell rate algorithm (ITU-T I.371). The cache is down, so that every click needs a token.
func limiterServer(depth int) server {
	return server{
		parts: fmt.Sprintf("[retry: {retries: 0}, cache, limiter: {rate: 2/s, burst: %d}]", depth),
		leg:   "100ms", faults: "[{cache_down: {at: 0s}}]",
		service: 500 * time.Millisecond, trips: 300 * time.Millisecond,
	}
}

// lockServer is a lock around the whole call, which takes two legs: the token is cached.
func lockServer(leg string, service time.Duration) server {
	return server{
		parts: "[lock, retry: {retries: 0}, cache]", leg: leg, faults: "[]",
		service: service, trips: service,
	}
}

// serve is how long callers waited, in so many replications of so many clicks.
func (s server) serve(t *testing.T, load float64, seeds, clicks int) []*delays {
	perSecond := load / s.service.Seconds()
	until := time.Duration(float64(clicks) / perSecond * 1e9).Round(time.Second)
	drained := until + 10_000*s.service
	r := trial(t, s.parts, aQueue, drained, perSecond, until, s.leg, s.faults)
	return replicate(t, r, seeds, func() *delays {
		return &delays{warm: until / 10, trips: s.trips}
	})
}

// A limiter and a lock in front of Poisson arrivals are M/D/1: in the mean wait, in the share that
// does not wait at all (who clicks at random finds what time averages say), and in the share that
// waits no longer than one service. Under M/M/1 they would wait twice as long.
func TestTheoryOfWaiting(t *testing.T) {
	t.Parallel()
	limiter, lock := limiterServer(1), lockServer("100ms", 200*time.Millisecond)
	table := []struct {
		name      string
		server    server
		depth     int
		load      float64
		clicks    int
		precision float64
	}{
		{"limiter", limiter, 1, .2, 1_500, .07},
		{"limiter", limiter, 1, .5, 2_000, .07},
		{"limiter", limiter, 1, .8, 4_000, .10},
		{"limiter", limiter, 1, .9, 6_000, .18},
		{"limiter of depth 2", limiterServer(2), 2, .5, 2_000, .20},
		{"limiter of depth 4", limiterServer(4), 4, .8, 4_000, .30},
		{"lock", lock, 1, .2, 1_500, .07},
		{"lock", lock, 1, .5, 2_000, .07},
		{"lock", lock, 1, .8, 4_000, .10},
		{"lock", lock, 1, .9, 6_000, .18},
	}
	for _, row := range table {
		t.Run(fmt.Sprintf("%s under %v", row.name, row.load), func(t *testing.T) {
			t.Parallel()
			runs, checks := row.server.serve(t, row.load, 40, row.clicks), 3*len(table)
			service := row.server.service.Seconds()
			queue, spared := md1{row.load, service}, row.depth-1

			wait := estimated(each(runs, (*delays).mean), checks)
			wait.agrees(t, "mean wait", queue.excess(spared), row.precision)
			wait.excludes(t, "mean wait", queue.mm1Excess(spared))
			for services := range 2 {
				what := fmt.Sprintf("share that waits at most %d services", services)
				within := float64(services) * service
				share := estimated(each(runs, func(d *delays) float64 {
					return d.upTo(within)
				}), checks)
				share.agrees(t, what, queue.upTo(within+float64(spared)*service), row.precision)
			}
		})
	}
}

// A lock is M/G/1 whatever a call takes: by Pollaczek and Khinchine the mean wait is that of M/D/1
// times one plus the square of the coefficient of variation of a call.
func TestTheoryOfWaitingForOthersWhoVary(t *testing.T) {
	t.Parallel()
	table := []struct {
		leg       string
		variation float64 // of a call, which is two legs, squared
		load      float64
		precision float64
	}{
		{"uniform 0ms..200ms", 1. / 6, .5, .10},
		{"uniform 0ms..200ms", 1. / 6, .7, .12},
		{"exp 100ms", 1. / 2, .5, .12},
		{"exp 100ms", 1. / 2, .7, .15},
	}
	for _, row := range table {
		t.Run(fmt.Sprintf("%s under %v", row.leg, row.load), func(t *testing.T) {
			t.Parallel()
			lock := lockServer(row.leg, 200*time.Millisecond)
			wait := estimated(each(lock.serve(t, row.load, 40, 2_000), (*delays).mean), len(table))
			constant := md1{row.load, lock.service.Seconds()}.wait()
			wait.agrees(t, "mean wait", constant*(1+row.variation), row.precision)
			wait.excludes(t, "mean wait", constant)
		})
	}
}
