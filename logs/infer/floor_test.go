package infer

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// Of exact stamps and answers that are all known, what is left is the floor: no less, and no more.
func TestExactStampsLeaveTheFloor(t *testing.T) {
	for i := range *compared {
		m := maker{rand.New(rand.NewPCG(3, uint64(i)))}
		clients := pick(m, 1, 2)
		truth := m.truth(m.IntN(1000), clients)
		all := m.traffic(kinds[i%len(kinds)], clients)
		statuses, _ := ours(truth, all)
		s := newSearch(views()[0].log(all, statuses), fedexTerms())
		s.run()
		floor := floorOf(all, statuses, fedexTerms())
		left := map[oneRule]bool{}
		for r := range s.each() {
			left[r] = true
		}
		require.Equal(t, floor, left, "log %d of %v", i, truth)
	}
}

// floorOf are the rules that answer the very arrivals of a log as the log does: no method leaves
// fewer, however fine its stamps. It carries each rule out, hit by hit. The lag alone is not tried
// but read from the answers: a refused hit came no earlier than the ban bites, a served one before.
func floorOf(all []request, statuses []int, terms Terms) map[oneRule]bool {
	floor := map[oneRule]bool{}
	hits := views()[0].log(all, statuses)
	for _, burst := range terms.readings(false) {
		for _, average := range terms.readings(true) {
			for _, extends := range []throttle.Extension{
				throttle.OnViolation, throttle.NoExtension, throttle.OnAnyHit, throttle.Stacking,
			} {
				for _, fate := range []throttle.Fate{throttle.Refused, throttle.Served} {
					for _, counted := range countings(hits) {
						for _, key := range newSearch(hits, terms).keys() {
							r := oneRule{burst, average, extends, fate, counted.hits, key}
							if explains(r, counted, all, statuses, terms) {
								floor[r] = true
							}
						}
					}
				}
			}
		}
	}
	return floor
}

// explains reports whether a rule answers all arrivals as the log has it.
func explains(r oneRule, counted counting, all []request, statuses []int, terms Terms) bool {
	lanes, lag := map[string]*obvious{}, lagOf(r.fate)
	for i, q := range all {
		name := ""
		if r.key == EachClient {
			name = q.client
		}
		if lanes[name] == nil {
			lanes[name] = newObvious(r, counted, terms)
		}
		if !lanes[name].answers(q.arrival, statuses[i], &lag) {
			return false
		}
	}
	return true
}

// An obvious carrier has one rule, and is told its answers.
type obvious struct {
	oneRule
	counted      counting
	rules        []quota.Rule
	banned       bool
	began, until int64
}

func newObvious(r oneRule, counted counting, terms Terms) *obvious {
	o := &obvious{oneRule: r, counted: counted}
	for _, id := range []string{r.burst, r.average} {
		reading, err := quota.LookupReading(id)
		if err != nil || reading.Unenforced() {
			continue
		}
		t, _ := reading.Of(terms.Thresholds)
		o.rules = append(o.rules, reading.Rule(quota.Terms{Threshold: t}))
	}
	return o
}

// answers reports whether a request that arrives now is answered so, and narrows the lag.
func (o *obvious) answers(now int64, status int, lag *span) bool {
	refused := status == banned
	o.banned = o.banned && now < o.until
	switch {
	case o.banned && refused:
		lag.to = min(lag.to, now-o.began)
	case o.banned && o.fate == throttle.Refused:
		return false
	case o.banned:
		lag.from = max(lag.from, now-o.began+1)
	}
	if lag.from > lag.to {
		return false
	}
	if o.banned && refused && o.counted.hits != throttle.AllHits ||
		!refused && o.counted.tally(status) == never {
		return true // it does not count
	}
	violates := false
	for _, rule := range o.rules {
		violates = rule.Judge(now).Violated || violates
	}
	switch {
	case !o.banned && violates:
		o.banned, o.began, o.until = true, now, now+tenMinute
		return refused == (o.fate == throttle.Refused)
	case !o.banned:
		return !refused
	case o.extends == throttle.OnAnyHit, o.extends == throttle.OnViolation && violates:
		o.until = now + tenMinute
	case o.extends == throttle.Stacking && violates:
		o.until += tenMinute
	}
	return true
}
