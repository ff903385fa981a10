package hunt

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/sim"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A watch is a fold over one run.
type watch struct {
	length time.Duration
	over   time.Duration // the last trouble known so far
	banned time.Duration // when the last ban began
	window time.Duration // a token's life

	begun, ended []outcome // by action, from 1
	requests     []time.Duration
	total, ahead int                      // requests, and those before a token was needed
	most         int                      // in one window
	ownBan       time.Duration            // 0: none
	ours         map[uint64]time.Duration // renewals of ours, and when they were judged
	killed       map[uint64]bool          // tokens that one of them killed, used after that
	spread       time.Duration            // what a token takes through the store that nodes share
	foreseen     map[uint64]bool          // renewals of ours ahead of need
	cut          int                      // calls under way whose token one of those killed
	robbed       int                      // calls refused whose token somebody else killed
	unheard      int                      // renewals of ours of which no answer came
	strangers    bool                     // others' hits count with ours
	rivals       bool                     // somebody else renews with our credentials
	refused      bool                     // the last answer was the ban's
	called       bool                     // a call succeeded
	doubt        bool                     // a ban that we met may be older, or others prolonged it
	nodes        int                      // that take clicks

	tally     *measure.Tally
	banRule   string         // of the first ban of its own
	hits      evidence       // the latest token requests of the fleet, until it bans itself
	asked     evidence       // the latest, to the end
	killers   evidence       // those that killed tokens in use
	roots     roots          // of all token requests
	lost      measure.Record // the first session lost; zero: none
	missed    int            // renewals of ours of which no answer came by the network's fault
	presented int            // refresh tokens that were refused, or replayed
	expired   int            // calls refused whose token had expired
	capped    int            // calls that a meter refused
	troubled  int            // token requests that did not succeed
	extended  int            // bans that a hit of ours prolonged
	last      measure.Record // the latest answer of the token endpoint to us
	marks     marks          // what happened at all

	first    time.Duration           // when the first token came; who cannot wait for it is not served
	timeout  time.Duration           // of a token request
	timedOut map[asker]time.Duration // when the last one did
}

// An asker is who needs a token of its own.
type asker struct{ customer, node uint16 }

// An outcome is when an action began or ended, and how.
type outcome struct {
	at       time.Duration
	ok, over bool
}

// Add learns from a record.
func (w *watch) Add(r *measure.Record) {
	w.marks.add(r)
	w.roots.add(r)
	switch r.Kind {
	case measure.SessionLost:
		if w.lost.Loss() == measure.NotLost {
			w.lost = *r
		}
	case measure.FaultBegan, measure.FaultEnded:
		w.over = max(w.over, r.At)
	case measure.BanImposed:
		w.over, w.banned = max(w.over, r.BannedUntil), r.At
		w.doubt = w.doubt || r.Ban == fakecarrier.BanExtended
	case measure.ActionStarted:
		w.nodes = max(w.nodes, int(r.Node)+1)
		w.begun = append(w.begun, outcome{at: r.At})
		w.ended = append(w.ended, outcome{})
	case measure.ActionSucceeded, measure.ActionFailed:
		w.ended[r.Action-1] = outcome{r.At, r.Kind == measure.ActionSucceeded, true}
	case measure.TokenJudged:
		w.hit(r)
	case measure.TokenAnswered:
		w.answered(r)
	case measure.APIAnswered:
		// Who has never had a success cannot know how old a ban is, of calls neither.
		w.called = w.called || r.Status == http.StatusOK
		w.doubt = w.doubt || !w.called && r.Status == http.StatusForbidden
	case measure.APIJudged:
		switch r.Reason {
		case fakecarrier.ReasonExpired:
			w.expired++
		case fakecarrier.ReasonThrottled, fakecarrier.ReasonQuota:
			w.capped++
		default:
		}
		at, ours := w.ours[r.KilledBy]
		if r.Reason == fakecarrier.ReasonKilled && ours && r.Sent > at+w.spread {
			w.killed[r.Token] = true
			w.killers.add(w.roots.of[r.KilledBy])
		}
		switch {
		case r.Reason != fakecarrier.ReasonKilled:
		case w.foreseen[r.KilledBy]:
			w.cut++
		case !ours:
			w.robbed++
		}
	default:
	}
}

func (w *watch) hit(r *measure.Record) {
	if r.Ban != fakecarrier.BanNone {
		w.over = max(w.over, r.BannedUntil)
	}
	if r.Ban == fakecarrier.BanStarted {
		w.banned = r.At
	}
	if r.By != measure.ByFleet {
		w.strangers = w.strangers || r.By == measure.ByNeighbour
		w.doubt = w.doubt || w.refused && r.Ban == fakecarrier.BanExtended
		return
	}
	w.asked.add(w.roots.of[r.Serial])
	if w.ownBan == 0 {
		w.hits.add(w.roots.of[r.Serial])
	}
	if r.Ban == fakecarrier.BanStarted && w.ownBan == 0 && !w.strangers {
		w.ownBan, w.banRule = r.At, measure.RuleName(r)
	}
	if r.Ban == fakecarrier.BanExtended {
		w.extended++
	}
	if r.Reason == fakecarrier.ReasonGrant || r.Reason == fakecarrier.ReasonReplayed {
		w.presented++
	}
	w.total++
	if r.Why == strategies.WhyAhead {
		w.ahead++
		w.foreseen[r.Serial] = true
	} else {
		w.ours[r.Serial] = r.At
	}
}

// answered counts a request that is over. One after another may time out.
func (w *watch) answered(r *measure.Record) {
	if r.Status == http.StatusOK && r.By == measure.ByFleet && w.first == 0 {
		w.first = r.At
	}
	if r.By == measure.ByFleet {
		// Who has never had a success cannot know how old a ban is.
		w.doubt = w.doubt || w.first == 0 && r.Status == http.StatusForbidden
		w.refused = r.Status == http.StatusForbidden
		w.last = *r
		if r.Status != http.StatusOK {
			w.troubled++
		}
	}
	if r.By == measure.ByFleet && r.Status == 0 {
		w.unheard++
		if r.At-r.Sent >= w.timeout {
			w.missed++
		}
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

// open counts the actions under way at the end.
func (w *watch) open() (n int) {
	for _, e := range w.ended {
		if !e.over {
			n++
		}
	}
	return n
}

// longest is what the slowest action took, those under way included.
func (w *watch) longest() (most time.Duration) {
	for i, b := range w.begun {
		end := w.ended[i].at
		if !w.ended[i].over {
			end = w.length
		}
		most = max(most, end-b.at)
	}
	return most
}

// observe runs a strategy in a scenario.
func observe(s *scenarios.Scenario, subject *Subject) (*watch, error) {
	profile, _, err := s.CarrierUnder(s.Carrier.Reading)
	if err != nil {
		return nil, err
	}
	w := &watch{
		length: s.Lasts(), window: min(profile.TokenLife, s.Lasts()),
		ours: map[uint64]time.Duration{}, killed: map[uint64]bool{}, foreseen: map[uint64]bool{},
		timeout: s.Path(0, fakecarrier.TokenEndpoint).Wait(), timedOut: map[asker]time.Duration{},
		rivals: slices.ContainsFunc(s.Faults, renewedElsewhere),
		strangers: slices.ContainsFunc(s.Faults, func(f faults.Fault) bool {
			rival, ok := f.Kind.(*faults.ExternalRenewal)
			return ok && rival.From != ""
		}),
		roots: newRoots(s), marks: marks{},
	}
	if strategies.NeedsOf(subject.Strategy.Parts...).Shared { // it is written, and read
		w.spread = 2 * time.Duration(s.Fleet.StoreDelay)
	}
	w.tally, err = carriedOut(subject.run(s), w)
	return w, err
}

// carriedOut carries a run out. A panic of the kernel, the carrier or the world is a find, as one
// of a strategy is, which Do returns.
func carriedOut(r world.Run, w *watch) (t *measure.Tally, err error) {
	defer func() {
		if value := recover(); value != nil {
			p, ok := value.(*sim.PanicError)
			if !ok {
				p = &sim.PanicError{Process: "run", Value: value}
			}
			err = fmt.Errorf("%s with %s, reading %s, seed %d: %w", r.Scenario.Name, r.Strategy.Name,
				r.Scenario.Carrier.Reading, r.Seed, p)
		}
	}()
	return r.Do(w)
}

func renewedElsewhere(f faults.Fault) bool {
	_, ok := f.Kind.(*faults.ExternalRenewal)
	return ok
}

// kills is how many of its own tokens a fleet may kill. A renewal of which no answer came may have
// killed the token that is used on.
func (w *watch) kills(s *scenarios.Scenario) int { return 4 + 4*len(s.Faults) + w.unheard }

// lastAnswer is what the token endpoint said last, in words.
func (w *watch) lastAnswer() string {
	switch r := &w.last; {
	case r.Sent == 0 && r.At == 0:
		return "it never asked for a token"
	case r.Status == 0:
		return "no answer to the last request"
	case r.Status == http.StatusOK:
		return "the last request was granted"
	default:
		return fmt.Sprintf("the last request was answered %d", r.Status)
	}
}
