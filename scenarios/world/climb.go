package world

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/sim"
)

// A Branch lets a run go on by other random numbers, once so many token requests were judged: all
// streams begin anew, under another key. How long each user still thinks is drawn again, given how
// long he has thought; what else was drawn before stays: it is part of the state at which the run
// branches.
type Branch struct {
	Hits int // judged so far, 1 at least
	Key  uint64
}

// A Height measures how near a run is to a ban, in thousandths of the way, once a token request has
// been judged.
type Height uint8

// The heights. Any of them gives an estimate that is right; a better one gives a narrower interval.
const (
	FullestWindow Height = iota // hits in the fullest window, of those that the reading allows
	WithUnderWay                // the same, with the token requests that are on their way there
)

// HeightNames are the heights as people read them.
var HeightNames = [...]string{
	FullestWindow: "fullest window", WithUnderWay: "fullest window, with requests under way",
}

// A Climb is how near to a ban a run came.
type Climb struct {
	Highest int  // of its heights
	Hits    int  // judged when it first was as high as asked for
	Reached bool // it was, or the fleet was banned before
	Banned  bool
}

// climbing follows the height of a run, and lets it branch.
type climbing struct {
	w        *world
	height   Height
	branches []Branch // that are still to come
	target   int
	enforced []enforced
	rules    map[uint16][]quota.Rule // by public IP: that of each reading in force
	judged   int
	thoughts []thought // by user
	Climb
}

// A thought is how long a user thinks before he clicks next.
type thought struct {
	since, until time.Duration
	start        *chance.Distribution // before a first click he thinks longer; nil: a later one
	pending      bool
	void         []time.Duration // when he would have clicked, had it not been drawn again
}

// An enforced reading is one in force, with how many hits it allows who has sent none before.
type enforced struct {
	quota.Reading
	terms  quota.Terms
	allows int
}

// Climb carries the run out until it is as high as the target, or the fleet is banned, or it is
// over. The seed, the branches and the target decide all. The error is that of Do.
func (r Run) Climb(
	height Height, branches []Branch, target int, folds ...measure.Fold,
) (Climb, error) {
	r.branches = true
	w, err := r.prepared()
	if err != nil {
		return Climb{}, err
	}
	c := w.climbing
	c.height, c.branches, c.target = height, branches, target
	profile, rules, err := r.Scenario.CarrierUnder(w.Reading)
	if err != nil {
		return Climb{}, err
	}
	for _, reading := range rules.Enforced() {
		of, _ := reading.Of(profile.Thresholds())
		e := enforced{Reading: reading, terms: quota.Terms{
			Threshold: of, Start: rules.Start, End: rules.Window,
		}}
		e.allows = quota.Spared(e.Rule(e.terms), 0, reading.Limit(of))
		c.enforced = append(c.enforced, e)
	}
	err = w.carryOut(folds)
	return c.Climb, err
}

// branch lets the streams begin anew where a branch says so.
func (c *climbing) branch() {
	for len(c.branches) > 0 && c.branches[0].Hits == c.judged {
		c.w.rekey(c.branches[0].Key)
		c.branches = c.branches[1:]
	}
}

// add learns that a token request was judged.
func (c *climbing) add(r *measure.Record) {
	c.judged++
	if c.rules[r.IP] == nil {
		for _, e := range c.enforced {
			c.rules[r.IP] = append(c.rules[r.IP], e.Rule(e.terms))
		}
	}
	for _, rule := range c.rules[r.IP] {
		rule.Judge(c.w.now().UnixNano())
	}
	c.Banned = c.Banned || r.Ban == fakecarrier.BanStarted && r.By == measure.ByFleet
	c.Highest = max(c.Highest, c.at(r.IP))
	if !c.Reached && (c.Banned || c.Highest >= c.target) {
		c.Reached, c.Hits = true, c.judged
		c.w.sim.Stop()
		return
	}
	c.branch()
}

// at is the height of a public IP now.
func (c *climbing) at(ip uint16) (height int) {
	under := 0
	if c.height == WithUnderWay {
		for _, m := range c.w.messages {
			r := &m.record
			if m.away && m.endpoint == fakecarrier.TokenEndpoint && r.Kind == measure.ActionStarted &&
				r.IP == ip {
				under++
			}
		}
	}
	now := c.w.now().UnixNano()
	for i, e := range c.enforced {
		left := quota.Spared(c.rules[ip][i], now, e.allows) - under
		height = max(height, 1000*(e.allows-left)/max(1, e.allows))
	}
	return height
}

// rekey lets every stream of the run begin anew.
func (w *world) rekey(key uint64) {
	seed, _ := sim.StreamSeed(w.Seed, fmt.Sprintf("branch/%d", key))
	w.sim.Rekey(seed)
	w.seedUsers(seed)
	w.climbing.thinkAgain()
}

// thinks notes until when a user thinks.
func (c *climbing) thinks(user uint32, since, until time.Duration, start *chance.Distribution) {
	for int(user) >= len(c.thoughts) {
		c.thoughts = append(c.thoughts, thought{})
	}
	t := &c.thoughts[user]
	t.since, t.until, t.start, t.pending = since, until, start, true
}

// clicks reports whether a user clicks now: it was not drawn again since.
func (c *climbing) clicks(user uint32) bool {
	if int(user) >= len(c.thoughts) {
		return true
	}
	t, now := &c.thoughts[user], c.w.sim.Now()
	if i := slices.Index(t.void, now); i >= 0 {
		t.void = slices.Delete(t.void, i, i+1)
		return false
	}
	if t.until == now {
		t.pending = false
	}
	return true
}

// mostDraws is how often a time is drawn until it is longer than what has passed. Assumed: who has
// thought for longer than one in a thousand does is left alone.
const mostDraws = 1000

// thinkAgain draws anew how long each user thinks, given that he still does.
func (c *climbing) thinkAgain() {
	w := c.w
	for i := range c.thoughts {
		t := &c.thoughts[i]
		think := w.loads[w.users[i].load].think
		if !t.pending || think.IsConstant() && (t.start == nil || t.start.IsConstant()) {
			continue
		}
		r := rand.New(&w.users[i].think)
		for range mostDraws {
			until := t.since + think.Draw(r)
			if t.start != nil {
				until += t.start.Draw(r)
			}
			if until > w.sim.Now() {
				t.void = append(t.void, t.until)
				t.until = until
				w.sim.At(until, w.click, uint32(i))
				break
			}
		}
	}
}
