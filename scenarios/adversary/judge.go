package adversary

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
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
	Kills    Way = "kills its own tokens"      // more than four, and four a fault
	Unserved Way = "unserved when all is over" // less than half of what clicks later
	Waits    Way = "waits without bound"       // mostWait, and three times the clairvoyant's
)

// How long after the last fault, and after the last ban, a strategy may still be recovering: what
// is recommended asks a carrier that bans once a minute.
const (
	recovering = 2 * time.Minute
	anotherBan = 10 * time.Minute
)

// mostWait is how long an action may take: a request's time-out, and half a minute for others.
func mostWait(s *scenarios.Scenario) time.Duration {
	return s.Network.Token.Wait() + 30*time.Second
}

// A Find is a scenario in which a strategy breaks and the clairvoyant does not.
type Find struct {
	Strategy string
	Way      Way
	What     string // in figures
	Scenario *scenarios.Scenario
}

// A watch is a fold over one run.
type watch struct {
	length time.Duration
	over   time.Duration // the last trouble known so far
	window time.Duration // a token's life

	begun, ended []outcome // by action, from 1
	requests     []time.Duration
	total, ahead int                      // requests, and those before a token was needed
	most         int                      // in one window
	ownBan       time.Duration            // 0: none
	ours         map[uint64]time.Duration // renewals of ours, and when they were judged
	killed       map[uint64]bool          // tokens that one of them killed, used after that
	strangers    bool                     // a neighbour's hits count with ours
	rivals       bool                     // somebody else renews with our credentials
	nodes        int                      // that take clicks

	first    time.Duration           // when the first token came: who did not wait for it is not served
	timeout  time.Duration           // of a token request
	timedOut map[asker]time.Duration // when the last one did
}

// An asker is who needs a token of its own.
type asker struct{ customer, node uint16 }

// An outcome is when an action began or ended, and how.
type outcome struct {
	at time.Duration
	ok bool
}

// Add learns from a record.
func (w *watch) Add(r *measure.Record) {
	switch r.Kind {
	case measure.FaultBegan, measure.FaultEnded:
		w.over = max(w.over, r.At)
	case measure.BanImposed:
		w.over = max(w.over, r.BannedUntil)
	case measure.ActionStarted:
		w.nodes = max(w.nodes, int(r.Node)+1)
		w.begun = append(w.begun, outcome{at: r.At})
		w.ended = append(w.ended, outcome{})
	case measure.ActionSucceeded, measure.ActionFailed:
		w.ended[r.Action-1] = outcome{r.At, r.Kind == measure.ActionSucceeded}
	case measure.TokenJudged:
		w.hit(r)
	case measure.TokenAnswered:
		w.answered(r)
	case measure.APIJudged:
		at, ours := w.ours[r.KilledBy]
		if r.Reason == fakecarrier.ReasonKilled && ours && r.Sent > at {
			w.killed[r.Token] = true
		}
	default:
	}
}

func (w *watch) hit(r *measure.Record) {
	if r.Ban != fakecarrier.BanNone {
		w.over = max(w.over, r.BannedUntil)
	}
	if r.By != measure.ByFleet {
		w.strangers = w.strangers || r.By == measure.ByNeighbour
		return
	}
	if r.Ban == fakecarrier.BanStarted && w.ownBan == 0 && !w.strangers {
		w.ownBan = r.At
	}
	w.total++
	if r.Why == strategies.WhyAhead {
		w.ahead++
	} else {
		w.ours[r.Serial] = r.At
	}
}

// answered counts a request that is over. One after another may time out.
func (w *watch) answered(r *measure.Record) {
	if r.Status == http.StatusOK && r.By == measure.ByFleet && w.first == 0 {
		w.first = r.At
	}
	asker := asker{r.Customer, r.Node}
	switch {
	case r.By != measure.ByFleet, r.Why == strategies.WhyProbe: // at most one a minute
		return
	case r.Status >= 500:
		return // an outage: what is sent into it is bounded by the ration
	case r.Status == 0 && r.At-r.Sent >= w.timeout && r.Sent >= w.timedOut[asker]:
		w.timedOut[asker] = r.At
		return
	}
	w.requests = append(w.requests, r.At)
	for w.requests[0] <= r.At-w.window {
		w.requests = w.requests[1:]
	}
	w.most = max(w.most, len(w.requests))
}

// served counts the actions that began in a span, and those of them that succeeded.
func (w *watch) served(from, until time.Duration) (began, ok int) {
	for i, b := range w.begun {
		if b.at >= from && b.at < until {
			began++
			if w.ended[i].ok {
				ok++
			}
		}
	}
	return began, ok
}

// longest is what the slowest action took, those under way included.
func (w *watch) longest() (most time.Duration) {
	for i, b := range w.begun {
		end := w.ended[i].at
		if end == 0 && !w.ended[i].ok {
			end = w.length
		}
		most = max(most, end-b.at)
	}
	return most
}

// observe runs a strategy in a scenario.
func observe(s *scenarios.Scenario, with spec.Strategy) (*watch, error) {
	profile, _, err := s.CarrierUnder(s.Carrier.Reading)
	if err != nil {
		return nil, err
	}
	w := &watch{
		length: s.Lasts(), window: min(profile.TokenLife, s.Lasts()),
		ours: map[uint64]time.Duration{}, killed: map[uint64]bool{},
		timeout: s.Network.Token.Wait(), timedOut: map[asker]time.Duration{},
		rivals: slices.ContainsFunc(s.Faults, renewedElsewhere),
	}
	_, err = world.Run{Scenario: s, Strategy: with, Seed: 1}.Do(w)
	return w, err
}

func renewedElsewhere(f faults.Fault) bool {
	_, ok := f.Kind.(*faults.ExternalRenewal)
	return ok
}

// Judge runs a strategy in a scenario beside the clairvoyant, and returns the ways in which it
// breaks, none where it does not.
func Judge(s *scenarios.Scenario, with spec.Strategy) []Find {
	w, err := observe(s, with)
	if err != nil {
		return []Find{{with.Name, Broken, firstLine(err), s}}
	}
	if w.fine(s) {
		return nil
	}
	profile, rules, err := s.CarrierUnder(s.Carrier.Reading)
	if err != nil {
		panic(err) // the run was of it
	}
	shares := strategies.NeedsOf(with.Parts...).Shared
	down := storeDown(s, shares)
	knows := shares && !down // of a ban, what another node knows, or a process before this one
	// Where a new token ends the old one's life, nodes that share nothing kill each other's, and so
	// do others while what they share is down: but for their own ban, nobody can mend that.
	duel := w.nodes > 1 && profile.Policy != fakecarrier.Coexist() &&
		(!shares || down)
	clairvoyant, err := spec.Lookup("clairvoyant")
	if err != nil {
		panic(err) // it is in the catalogue
	}
	bound, err := observe(s, clairvoyant)
	if err != nil {
		return []Find{{clairvoyant.Name, Broken, firstLine(err), s}}
	}
	var finds []Find
	found := func(way Way, format string, args ...any) {
		finds = append(finds, Find{with.Name, way, fmt.Sprintf(format, args...), s})
	}
	grown := !shares && s.Fleet.Nodes < w.nodes
	if rules.Watches != throttle.TokenScope {
		return nil // nobody paces API calls
	}
	if w.ownBan > 0 && !grown {
		found(OwnBan, "at %v", w.ownBan)
	}
	if duel {
		return finds
	}
	if limit := max(w.storm(s, with), 2*bound.most); w.most > limit && !lying(s) &&
		(knows || !down) {
		found(Storm, "%d requests within %v, for %d customers; the clairvoyant's %d",
			w.most, w.window, s.Fleet.Customers, bound.most)
	}
	if len(w.killed) > kills(s) && !lying(s) {
		found(Kills, "%d", len(w.killed))
	}
	from, until := bound.over+recovering, w.length-mostWait(s)
	switch {
	case rules.Extension == throttle.OnAnyHit:
		// Each probe that comes too early prolongs a ban, also one that is met late.
		from += 2 * anotherBan
	case !knows:
		// Who knows of no success of another node's probes early, too, and a ban that a second one
		// prolonged looks to him like that.
		from += anotherBan
	}
	from = max(from, w.first)
	for _, until := range []time.Duration{min(from+recovering, until), until} {
		if lying(s) || !knows && forgets(s) {
			break
		}
		began, ok := w.served(from, until)
		could, able := bound.served(from, until)
		if began >= 5 && 2*ok < began && 20*able > 19*could {
			found(Unserved, "%d of %d from %v to %v", ok, began, from, until)
			break
		}
	}
	if longest := w.longest(); longest > mostWait(s)+3*bound.longest() {
		found(Waits, "%v; the clairvoyant's longest is %v", longest, bound.longest())
	}
	return finds
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
		_, ok := f.Kind.(*faults.Restart)
		return ok
	})
}

// storm is how many requests within one life of a token are no storm yet: a stack that shares
// nothing needs a token for each node.
func (w *watch) storm(s *scenarios.Scenario, with spec.Strategy) int {
	tokens := s.Fleet.Customers
	if !strategies.NeedsOf(with.Parts...).Shared {
		tokens *= w.nodes
	}
	return 10*tokens + 10
}

// kills is how many of its own tokens a fleet may kill.
func kills(s *scenarios.Scenario) int { return 4 + 4*len(s.Faults) }

// fine reports whether there is nothing to hold against a strategy, whatever the clairvoyant does.
func (w *watch) fine(s *scenarios.Scenario) bool {
	began, ok := w.served(0, w.length-mostWait(s))
	return ok == began && w.ownBan == 0 && w.most <= 10*s.Fleet.Customers+10 &&
		len(w.killed) <= kills(s) &&
		w.longest() <= mostWait(s)
}

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
