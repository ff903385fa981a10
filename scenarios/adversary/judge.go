package adversary

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A Way is a way in which a strategy breaks.
type Way string

// The ways. Their bounds are assumed: wide enough that what is found is worth a look.
const (
	Broken   Way = "no figures"                // a panic, or a broken invariant
	OwnBan   Way = "own ban"                   // a hit of the fleet's began a ban
	Storm    Way = "storm"                     // in one life of a token: 10 a customer, and 10
	Kills    Way = "kills its own tokens"      // more than four, four a fault, and the unheard
	Unserved Way = "unserved when all is over" // less than half of what clicks, or could be served
	Waits    Way = "waits without bound"       // mostWait, and three times the clairvoyant's
)

// How long after the last fault, and after the last ban, a strategy may still be recovering: what
// is recommended asks a carrier that bans once a minute.
const (
	recovering = 2 * time.Minute
	anotherBan = 10 * time.Minute
)

// mostWait is how long an action may take: a request's time-out, half a minute for others, and as
// long as its node stands still.
func mostWait(s *scenarios.Scenario) time.Duration {
	wait := s.Path(0, fakecarrier.TokenEndpoint).Wait() + 30*time.Second
	for _, f := range s.Faults {
		if pause, ok := f.Kind.(*faults.Pause); ok {
			wait += time.Duration(pause.For.Value)
		}
	}
	return wait
}

// fewest is of how many actions a share is judged: of fewer it is luck.
const fewest = 10

// A Find is a scenario in which a strategy breaks and the clairvoyant does not.
type Find struct {
	Strategy string
	Way      Way
	What     string // in figures
	Scenario *scenarios.Scenario
}

// A trial is a run of a strategy, and the clairvoyant's of the same scenario.
type trial struct {
	*scenarios.Scenario
	with   spec.Strategy
	rules  throttle.Throttle
	shares bool // the nodes share a token
	down   bool // for a while the store of the tokens is down, or as good as down
	knows  bool // of a ban, what another node knows, or a process before this one

	run, bound *watch
}

// verdicts say whether a strategy breaks in a way: in figures, or nothing.
var verdicts = []struct {
	way  Way
	find func(*trial) string
}{
	{OwnBan, (*trial).ownBan}, {Storm, (*trial).storm}, {Kills, (*trial).kills},
	{Unserved, (*trial).unserved}, {Waits, (*trial).waits},
}

// Judge runs a strategy in a scenario beside the clairvoyant, and returns the ways in which it
// breaks, none where it does not.
func Judge(s *scenarios.Scenario, with spec.Strategy) []Find {
	run, err := observe(s, with)
	if err != nil {
		return []Find{{with.Name, Broken, firstLine(err), s}}
	}
	if run.fine(s) {
		return nil
	}
	clairvoyant, err := spec.Lookup("clairvoyant")
	if err != nil {
		panic(err) // it is in the catalogue
	}
	bound, err := observe(s, clairvoyant)
	if err != nil {
		return []Find{{clairvoyant.Name, Broken, firstLine(err), s}}
	}
	profile, rules, err := s.CarrierUnder(s.Carrier.Reading)
	if err != nil {
		panic(err) // the run was of it
	}
	t := &trial{Scenario: s, with: with, rules: rules, run: run, bound: bound}
	t.shares = strategies.NeedsOf(with.Parts...).Shared
	t.down = storeDown(s, t.shares)
	// Who shares a public IP shares what is known of it: of a ban on a client, that is not all.
	several := s.Fleet.PublicIPs > 1 && rules.Key == throttle.ByClient
	t.knows = t.shares && !t.down && !several
	if rules.Watches != throttle.TokenScope {
		return nil // nobody paces API calls
	}
	// Where a new token ends the old one's life, nodes that share nothing kill each other's, and so
	// do others while what they share is down: but for their own ban, nobody can mend that.
	duel := run.nodes > 1 && profile.Policy != fakecarrier.Coexist() && !t.knows
	var finds []Find
	for _, w := range verdicts {
		if what := w.find(t); what != "" && (w.way == OwnBan || !duel) {
			finds = append(finds, Find{with.Name, w.way, what, s})
		}
	}
	return finds
}

func (t *trial) ownBan() string {
	grown := !t.shares && t.Fleet.Nodes < t.run.nodes
	// Requests are sent at a pace. Nobody knows at which they are counted if that is when an answer is
	// ready, and each takes a time of its own.
	random := t.rules.Moment == throttle.Completion && !t.Carrier.Service.IsConstant()
	// Processes that share nothing are not in step, nor are others while their store is down: four may
	// send within a second, and R6 allows three. One that starts does not know when the one before it
	// sent.
	processes := t.run.nodes
	if forgets(t.Scenario) {
		processes *= 2
	}
	apart := !t.knows && processes > 3 && slices.Contains(t.rules.Readings, "R6")
	if t.run.ownBan == 0 || grown || random || apart {
		return ""
	}
	return fmt.Sprintf("at %v", t.run.ownBan)
}

func (t *trial) storm() string {
	tokens := t.Fleet.Customers
	if !t.shares || t.down {
		tokens *= t.run.nodes // each needs its own
	}
	limit := max(10*tokens+10, 3*t.bound.most) // who retries twice asks three times where one would do
	for _, f := range t.Faults {
		if rival, ok := f.Kind.(*faults.ExternalRenewal); ok && rival.Every.Given {
			limit += int(t.run.window / time.Duration(rival.Every.Value)) // each kills a token
		}
	}
	if t.run.most <= limit || lying(t.Scenario) || t.outrun() || !t.shares && t.down {
		return ""
	}
	return fmt.Sprintf("%d requests within %v, for %d customers; the clairvoyant's %d",
		t.run.most, t.run.window, t.Fleet.Customers, t.bound.most)
}

func (t *trial) kills() string {
	if len(t.run.killed) <= t.run.kills(t.Scenario) || lying(t.Scenario) {
		return ""
	}
	return fmt.Sprint(len(t.run.killed))
}

func (t *trial) unserved() string {
	if lying(t.Scenario) || !t.knows && forgets(t.Scenario) || t.outrun() || t.hasty() || t.deaf() {
		return ""
	}
	from, until := t.bound.over+recovering, t.run.length-mostWait(t.Scenario)
	if t.run.strangers { // the clairvoyant alone sees how much room others' hits leave
		from = max(from, t.run.over+recovering)
		if !t.knows { // whoever cannot tell them from his own probes waits twice as long each time
			from += min(8*anotherBan, t.run.over)
		}
	}
	switch {
	case t.rules.Extension == throttle.OnAnyHit && !t.knows:
		// After a probe that failed the next ones come ten and twenty minutes later, and the probes of
		// each other node prolong the ban, too.
		from += time.Duration(1+2*t.run.nodes) * anotherBan
	case t.rules.Extension == throttle.OnAnyHit && t.rules.End == throttle.NextMinute:
		// The silence after it is too short by half a minute, too, and the next is twice as long.
		from += 4 * anotherBan
	case t.rules.Extension == throttle.OnAnyHit:
		// Each probe that comes too early prolongs a ban, also one that is met late.
		from += 2 * anotherBan
	case !t.knows, t.run.doubt, forgets(t.Scenario) && loses(t.Scenario):
		// Who knows of no success of another node's probes early, too, and a ban that a second one
		// prolonged looks to him like that. So does one that others prolonged to whoever met it late:
		// his own early probes may be the cause.
		from += anotherBan
	}
	from = max(from, t.run.first)
	soon := min(from+recovering, until)
	if way := t.Path(0, fakecarrier.TokenEndpoint); way.LoseBack+way.LoseThere > 0 {
		// Each loss costs a time-out, and some follow each other: of a few that is luck.
		if soon = until; until-from <= 10*way.Wait() || t.run.window <= 5*way.Wait() {
			return ""
		}
	}
	for _, until := range []time.Duration{soon, until} {
		began, ok := t.run.served(from, until)
		could, able := t.bound.served(from, until)
		// Half of what the clairvoyant serves, too: who clicks again at once adds failures only.
		if began >= fewest && 2*ok < min(began, able) && 20*able > 19*could {
			return fmt.Sprintf("%d of %d from %v to %v", ok, began, from, until)
		}
	}
	return ""
}

// hasty reports whether users leave before a renewal and a call are over: what we recommend renews
// when a call needs a token. Where nodes share nothing, a renewal waits for its node's permit. One
// that waits for a slow store matters where tokens live for minutes.
func (t *trial) hasty() bool {
	renewal, store := 2*t.legs(), t.Fleet.CacheDelay
	if t.shares {
		store = t.Fleet.StoreDelay
	}
	if !t.knows {
		renewal += time.Duration(t.run.nodes) * time.Minute / 54
	}
	if t.run.window <= 5*time.Minute {
		renewal += 2 * time.Duration(store)
	}
	patience := time.Duration(t.Users.Patience)
	return patience > 0 && patience <= renewal
}

// deaf reports whether the carrier goes on answering token requests later than anybody waits, to
// the end: the clairvoyant alone has tokens without an answer.
func (t *trial) deaf() bool {
	wait := t.Path(0, fakecarrier.TokenEndpoint).Wait()
	return slices.ContainsFunc(t.Faults, func(f faults.Fault) bool {
		slow, ok := f.Kind.(*faults.CarrierSlow)
		return ok && slow.Adds.Mean()+2*t.legs() >= wait &&
			(!slow.For.Given || time.Duration(slow.At)+time.Duration(slow.For.Value) >= t.run.length)
	})
}

// legs is how long a leg of a renewal and one of a call take together, on average.
func (t *trial) legs() time.Duration {
	return t.Path(0, fakecarrier.TokenEndpoint).Leg.Mean() +
		t.Path(0, fakecarrier.APIEndpoint).Leg.Mean()
}

// outrun reports whether somebody else renews with our credentials again before a new token has
// come, has passed through what the nodes share, and a call with it has reached the carrier.
func (t *trial) outrun() bool {
	way := t.legs()
	if t.shares {
		way += time.Duration(t.Fleet.StoreDelay)
	}
	return slices.ContainsFunc(t.Faults, func(f faults.Fault) bool {
		rival, ok := f.Kind.(*faults.ExternalRenewal)
		return ok && rival.Every.Given && time.Duration(rival.Every.Value) <= way
	})
}

func (t *trial) waits() string {
	longest, bound := t.run.longest(), t.bound.longest()
	limit := mostWait(t.Scenario) + 3*bound
	if t.shares { // each of three tries looks, takes the lease, and saves
		limit += 9 * time.Duration(t.Fleet.StoreDelay)
	}
	if longest <= limit || t.outrun() {
		return ""
	}
	return fmt.Sprintf("%v; the clairvoyant's longest is %v", longest, bound)
}

// storeDown reports whether the store of a stack's tokens is down for a while, or as good as down:
// slower than what is recommended waits for it.
func storeDown(s *scenarios.Scenario, shares bool) bool {
	return shares && s.Fleet.StoreDelay >= scenarios.Span(2*time.Second) ||
		slices.ContainsFunc(s.Faults, func(f faults.Fault) bool {
			down, ok := f.Kind.(*faults.CacheDown)
			return ok && (down.Store || !shares)
		})
}

// lying reports whether a fault lets the carrier refuse tokens that are alive, or say that it bans
// when it does not: nobody can tell.
func lying(s *scenarios.Scenario) bool {
	return slices.ContainsFunc(s.Faults, func(f faults.Fault) bool {
		down, ok := f.Kind.(*faults.CarrierDown)
		return ok && down.Status < 500
	})
}

// forgets reports whether processes end that know of a ban.
func forgets(s *scenarios.Scenario) bool {
	return slices.ContainsFunc(s.Faults, func(f faults.Fault) bool {
		switch f.Kind.(type) {
		case *faults.Restart, *faults.Rollout, *faults.Crash:
			return true
		}
		return false
	})
}

// loses reports whether what nodes share forgets what it was told.
func loses(s *scenarios.Scenario) bool {
	return slices.ContainsFunc(s.Faults, func(f faults.Fault) bool {
		_, ok := f.Kind.(*faults.StoreLoses)
		return ok
	})
}

// kills is how many of its own tokens a fleet may kill. A renewal of which no answer came may have
// killed the token that is used on.
func (w *watch) kills(s *scenarios.Scenario) int { return 4 + 4*len(s.Faults) + w.unheard }

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// kind is what finds are grouped by: the way, and what kinds of faults there are.
func (f *Find) kind() string {
	var keys []string
	for _, fault := range f.Scenario.Faults {
		keys = append(keys, fault.Key)
	}
	slices.Sort(keys)
	return cmp.Or(strings.Join(slices.Compact(keys), "+"), "no fault")
}
