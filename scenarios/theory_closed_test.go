package scenarios_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/combin"
)

// A law is the distribution of a service: transform is its Laplace transform at s, for a mean of
// one.
type law struct {
	name      string
	transform func(s float64) float64
}

var (
	constantLaw    = law{"constant", func(s float64) float64 { return math.Exp(-s) }}
	exponentialLaw = law{"exponential", func(s float64) float64 { return 1 / (1 + s) }}
	erlangLaw      = law{"Erlang of two stages", func(s float64) float64 {
		return 1 / ((1 + s/2) * (1 + s/2))
	}}
)

// A workshop is the machine-repair model: machines run for a time and break down, and one mechanic
// repairs them in turn, which takes one unit of time in the mean. A user who thinks is a machine
// that runs; the lock is the mechanic.
type workshop struct {
	machines int
	running  float64 // mean time from a repair to the next breakdown
	repair   law
}

// throughput is repairs in a unit of time, which is the share of time in which the mechanic is
// busy, for exponential running times: Takács, Introduction to the Theory of Queues, 1962. It is
// the mean busy period against that period and the idle time before it.
func (w workshop) throughput() float64 {
	busy, product := 1.0, 1.0
	for n := 1; n < w.machines; n++ {
		product *= 1/w.repair.transform(float64(n)/w.running) - 1
		busy += float64(combin.Binomial(w.machines-1, n)) * product
	}
	return busy / (busy + w.running/float64(w.machines))
}

// response is the mean time from breakdown to repair: Little's law over the whole circle.
func (w workshop) response() float64 { return float64(w.machines)/w.throughput() - w.running }

// kleinrock is the throughput where repairs take exponential times, M/M/1//M: Queueing Systems I,
// 1975, section 3.8.
func (w workshop) kleinrock() float64 {
	sum, term := 1.0, 1.0
	for k := range w.machines {
		term *= float64(w.machines-k) / w.running
		sum += term
	}
	return 1 - 1/sum
}

func TestTheoryOfTheWorkshopAgreesWithItself(t *testing.T) {
	for _, machines := range []int{1, 2, 10, 20} {
		w := workshop{machines, 10, exponentialLaw}
		require.InDelta(t, w.kleinrock(), w.throughput(), 1e-12, "%d machines", machines)
	}
}

// aWorkshop has a lock around the whole call, and a token that outlives the run.
const aWorkshop = `
about: Closed users before one lock.
length: %v
fleet: {users: %d}
carrier: {reading: A4, tokens: coexist, token_life: 20000h, service_time: %s}
workload: [{closed: {think: %s}}]
network: {api: {leg: %s}, token: {leg: 50ms}}
strategies: [naive]
`

// Closed users in front of a lock are the machine-repair model, in throughput and in mean latency.
// Where the call takes an exponential time, how the thinking times are distributed does not matter:
// Baskett, Chandy, Muntz and Palacios, Open, closed, and mixed networks of queues, 1975.
func TestTheoryOfClosedUsers(t *testing.T) {
	t.Parallel()
	const call, think = 100 * time.Millisecond, time.Second
	table := []struct {
		think, leg, service string
		law, wrong          law
		users               int
	}{
		{"exp 1s", "0ms", "exp 100ms", exponentialLaw, constantLaw, 2},
		{"exp 1s", "0ms", "exp 100ms", exponentialLaw, constantLaw, 5},
		{"exp 1s", "0ms", "exp 100ms", exponentialLaw, constantLaw, 10},
		{"exp 1s", "0ms", "exp 100ms", exponentialLaw, constantLaw, 14},
		{"uniform 0s..2s", "0ms", "exp 100ms", exponentialLaw, constantLaw, 5},
		{"uniform 0s..2s", "0ms", "exp 100ms", exponentialLaw, constantLaw, 10},
		{"exp 1s", "50ms", "0ms", constantLaw, exponentialLaw, 2},
		{"exp 1s", "50ms", "0ms", constantLaw, exponentialLaw, 5},
		{"exp 1s", "50ms", "0ms", constantLaw, exponentialLaw, 10},
		{"exp 1s", "50ms", "0ms", constantLaw, exponentialLaw, 14},
		{"exp 1s", "exp 50ms", "0ms", erlangLaw, exponentialLaw, 5},
		{"exp 1s", "exp 50ms", "0ms", erlangLaw, exponentialLaw, 10},
	}
	for _, row := range table {
		name := fmt.Sprintf("%d who think %s, %s", row.users, row.think, row.law.name)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shop := workshop{row.users, think.Seconds() / call.Seconds(), row.law}
			length := 4000 * time.Second / time.Duration(row.users)
			r := trial(t, "[lock, retry: {retries: 0}, cache]", aWorkshop,
				length, row.users, row.service, row.think, row.leg)
			warm := length / 10
			runs := replicate(t, r, 20, func() *delays { return &delays{warm: warm} })

			throughput := estimated(each(runs, func(d *delays) float64 {
				return float64(len(d.seconds)) / (length - warm).Seconds()
			}), 2*len(table))
			throughput.agrees(t, "throughput", shop.throughput()/call.Seconds(), .04)

			latency := estimated(each(runs, (*delays).mean), 2*len(table))
			latency.agrees(t, "latency", shop.response()*call.Seconds(), .08)
			shop.repair = row.wrong
			latency.excludes(t, "latency", shop.response()*call.Seconds())
		})
	}
}
