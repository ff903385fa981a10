// Package fit makes a scenario of what a log says of a load, and says how far the two are apart.
package fit

import (
	"math"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/portable"
	"github.com/tokenstorm/tokenstorm/logs"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/workload"
)

// An Observation is the load that a log recorded. The zero Observation has seen nothing.
type Observation struct {
	Calls   int            // of the API that were not refused with 401: who was refused calls again
	Refused int            // with 401
	Tokens  int            // requests of the token endpoint
	seats   workload.Seats // of the clients that called the API

	first, last int64 // when calls began, in nanoseconds of Unix time
	seconds     []int // the calls of each second since the first one's
	api, token  times
}

// mostSeconds is the longest load that is observed: a month, assumed. A scenario of more is no
// story any more.
const mostSeconds = 31 * 24 * 60 * 60

// Add adds a hit, which began no earlier than the one before, and reports whether it lies within a
// month from the first one.
func (o *Observation) Add(h *logs.Hit) bool {
	took, timed := time.Duration(h.End.From-h.Begin.From), h.End != h.Begin
	if h.AsksForToken() {
		o.Tokens++
		o.token.add(took, timed)
		return true
	}
	if h.Status == 401 {
		o.Refused++
		return true
	}
	if o.Calls == 0 {
		o.first = h.Begin.From - h.Begin.From%int64(time.Second)
		o.seats = workload.Seats{}
	}
	at := int((h.Begin.From - o.first) / int64(time.Second))
	if at >= mostSeconds {
		return false
	}
	for len(o.seconds) <= at {
		o.seconds = append(o.seconds, 0)
	}
	o.seconds[at]++
	o.last = h.Begin.From
	o.Calls++
	o.seats.Of(h.Client)
	o.api.add(took, timed)
	return true
}

// Clients is how many clients called the API.
func (o *Observation) Clients() int { return len(o.seats) }

// Length is how long the load lasts: from its first second to its last one, in whole minutes.
func (o *Observation) Length() time.Duration {
	seconds := time.Duration(len(o.seconds)) * time.Second
	return (seconds + time.Minute - 1).Truncate(time.Minute)
}

// Burstiness is the variance of the calls of a second over their mean, around the rate of the stage
// that it lies in: 1 for clicks that come independently of each other (a Poisson process), more for
// those that come together. It is the index of dispersion of R. A. Fisher.
func (o *Observation) Burstiness() float64 {
	stages := o.stages()
	sum, free := 0.0, 0
	for _, s := range stages {
		if s.rate == 0 {
			continue
		}
		for _, n := range o.seconds[s.from:s.until] {
			sum += (float64(n) - s.rate) * (float64(n) - s.rate) / s.rate
		}
		free += s.until - s.from - 1
	}
	if free <= 0 {
		return math.NaN()
	}
	return sum / float64(free)
}

// A stage is seconds in which the rate is taken to be the same.
type stage struct {
	from, until int     // seconds since the first
	rate        float64 // calls a second
}

// mostStages is how many stages a load is cut into at most: assumed, so that a day has its hours.
const mostStages = 24

// stageSeconds are how long a stage may be, but for whole days.
var stageSeconds = []int{10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200}

func (o *Observation) stages() []stage {
	least := (len(o.seconds) + mostStages - 1) / mostStages
	each := (least + 86399) / 86400 * 86400
	if i, _ := slices.BinarySearch(stageSeconds, least); i < len(stageSeconds) {
		each = stageSeconds[i]
	}
	var all []stage
	for from := 0; from < len(o.seconds); from += each {
		until := min(from+each, len(o.seconds))
		all = append(all, stage{from, until, float64(sum(o.seconds[from:until])) / float64(until-from)})
	}
	return all
}

// fullest is the most calls in any span of so many seconds that begins with a whole multiple of it.
func fullest(seconds []int, span int) (most int) {
	for from := 0; from < len(seconds); from += span {
		most = max(most, sum(seconds[from:min(from+span, len(seconds))]))
	}
	return most
}

func sum(list []int) (n int) {
	for _, v := range list {
		n += v
	}
	return n
}

// times are how long answers took.
type times struct {
	n             int
	mean, squares float64 // seconds, and the sum of squares about the mean
	recorded      measure.Recorder
}

// add counts an answer, by B. P. Welford's method.
func (t *times) add(d time.Duration, timed bool) {
	if !timed || d <= 0 {
		return
	}
	t.n++
	seconds := d.Seconds()
	off := seconds - t.mean
	t.mean += off / float64(t.n)
	t.squares += float64(off * (seconds - t.mean))
	t.recorded.Add(d)
}

// leg is one way of a round trip that took so long: two of them have this mean and this variance
// together. It is a lognormal distribution, as latencies usually nearly are; not ok of fewer than
// ten answers.
func (t *times) leg() (median time.Duration, sigma float64, ok bool) {
	if t.n < 10 {
		return 0, 0, false
	}
	mean, variance := t.mean/2, t.squares/float64(t.n-1)/2
	sigma2 := portable.Ln(1 + variance/(mean*mean))
	median = time.Duration(mean * portable.Exp(-sigma2/2) * 1e9)
	return median.Round(10 * time.Microsecond), math.Sqrt(sigma2), median >= 10*time.Microsecond
}
