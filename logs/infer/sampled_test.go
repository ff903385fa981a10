package infer

import (
	"cmp"
	"math"
	"slices"

	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// A particle is a carrier that answered all requests so far as the log has it, of some arrivals.
type particle struct {
	*obvious
	lag span
}

func (p *particle) clone() *particle {
	o := *p.obvious
	o.rules = nil
	for _, r := range p.rules {
		o.rules = append(o.rules, r.Clone())
	}
	return &particle{&o, p.lag}
}

// mostParticles are followed from one cluster of requests to the next; arrivals of a cluster are
// drawn at most mostDraws times.
const (
	mostParticles = 24
	mostDraws     = 600
	mostCluster   = 60
)

// shown are the readings of one threshold, out of those left, of which some rule is consistent with
// the log for sure: arrivals within the stamps were found by which it gives the answers of the log.
// Of the others there may be some: what an exact answer leaves is these or more. The log is of one
// client, and each answer is known.
func (m maker) shown(s *search, v view, all []request, statuses []int, average bool) int {
	var steps []step
	from, to := int64(math.MinInt64), int64(math.MaxInt64)
	for _, r := range all {
		first, until := v.stamp(r)
		from = max(from, first)
		steps = append(steps, step{span: span{from, until - 1}})
	}
	for i := range slices.Backward(steps) {
		to = min(to, steps[i].to)
		steps[i].to = to
	}
	shown := map[string]bool{}
	for _, v := range s.alive {
		for _, id := range v.of(average).ids {
			beside := v.of(!average).ids
			for i := 0; i < len(beside) && !shown[id]; i++ {
				r := oneRule{id, beside[i], v.extends, v.fate, throttle.AllHits, v.key}
				if average {
					r.burst, r.average = r.average, r.burst
				}
				c := newObvious(r, v.counting, s.terms)
				shown[id] = m.finds(c, v.lag, steps, all, statuses)
			}
		}
	}
	n := 0
	for _, ok := range shown {
		n += index(ok)
	}
	return n
}

// of is the family of one threshold.
func (v *survivor) of(average bool) *family {
	if average {
		return v.average
	}
	return v.burst
}

// finds looks at random for arrivals by which a carrier answers as the log has it. Some carriers
// have a lag of their own, one has what the log leaves.
func (m maker) finds(c *obvious, lag span, steps []step, all []request, statuses []int) bool {
	alive := []*particle{{c, lag}}
	for range mostParticles {
		at := lag.from + m.Int64N(lag.to-lag.from+1)
		alive = append(alive, (&particle{c, span{at, at}}).clone())
	}
	for first := 0; first < len(steps); {
		last := first + 1
		for last < len(steps) && last-first < mostCluster && steps[last].from-steps[last-1].to < second {
			last++
		}
		var next []*particle
		for draw := 0; draw < mostDraws && len(next) < 4*mostParticles; draw++ {
			p := alive[draw%len(alive)].clone()
			at := m.place(draw < len(alive), steps[first:last], all[first:last])
			ok := true
			for i := first; i < last && ok; i++ {
				ok = p.answers(at[i-first], statuses[i], &p.lag)
			}
			if ok {
				next = append(next, p)
			}
		}
		if len(next) == 0 {
			return false
		}
		m.Shuffle(len(next), func(i, j int) { next[i], next[j] = next[j], next[i] })
		slices.SortStableFunc(next[:len(next)/2], func(a, b *particle) int {
			return cmp.Compare(b.lag.to-b.lag.from, a.lag.to-a.lag.from)
		})
		alive, first = next[:min(len(next), mostParticles)], last
	}
	return true
}

// place draws arrivals in the order of those that were: these themselves, or pieces of them, of
// some that crowd at an instant, of some that drift within what is known of them, of even ones.
func (m maker) place(asItWas bool, steps []step, all []request) (at []int64) {
	before, left, style := int64(math.MinInt64), 0, 0
	var crowd, begin int64
	var a, b, n float64
	for i, s := range steps {
		if left == 0 {
			left = 1 + m.IntN(len(steps)-i)
			if asItWas || m.IntN(3) == 0 {
				left = len(steps) - i
			}
			begin = max(s.from, before)
			crowd = begin + m.Int64N(max(steps[i+left-1].to-begin, 0)+1)
			crowd -= pick(m, 0, crowd%second)
			a, b, n = pick(m, 0, 0.01, m.Float64(), 0.99, 1), pick(m, 0, 0.01, m.Float64(), 0.99, 1), 0
			if style = pick(m, 0, 1, 1, 2, 2, 3); asItWas {
				style = 0
			}
		}
		var t int64
		switch style {
		case 0:
			t = all[i].arrival
		case 1:
			t = crowd
		case 2:
			t = s.from + int64((a+(b-a)*n/float64(len(steps)))*float64(s.to-s.from))
		default:
			t = begin + int64(n*a*0.5e9)
		}
		before = min(max(t, s.from, before), s.to)
		at, left, n = append(at, before), left-1, n+1
	}
	return at
}
