package lineage

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// Failures is the Fold that tells why actions failed, with a ban or without: what their requests
// met, and what they waited for.
type Failures struct {
	Ended     int        `json:"ended"`     // actions
	Failed    int        `json:"failed"`    // of these
	Obstacles []Obstacle `json:"obstacles"` // those that most actions failed of come first
	Killed    *Killed    `json:"killed,omitempty"`
	Waits     *Waits     `json:"waits,omitempty"`

	namer   *Namer
	under   map[uint64]*underway // actions, by number
	renewed *Latest[Caller]      // who sent a token request, by its serial
}

// An Obstacle is one kind of thing that kept a request, or an action, from what it wanted.
type Obstacle struct {
	What   string            `json:"what"`
	Met    int               `json:"met"`    // how often
	Failed int               `json:"failed"` // actions of which it was the last thing that they met
	At     unit.Milliseconds `json:"first_ms"`
	First  Caller            `json:"first"` // who met it first
}

// A Caller is who sent a request, or an action that sent none.
type Caller struct {
	Serial   uint64 `json:"request,omitempty"`
	Action   uint64 `json:"action,omitempty"` // 0: it ran in the background
	Node     int    `json:"node"`
	Customer int    `json:"customer"`
	Parts    Parts  `json:"parts,omitempty"`

	by Sender
}

// Killed are the API calls of the fleet that were refused because another request had killed their
// token.
type Killed struct {
	Calls   int                `json:"calls"`
	By      []Cause            `json:"by"`                // whose requests killed the tokens, most first
	Between map[string][]Cause `json:"between,omitempty"` // the same by dimension
	At      unit.Milliseconds  `json:"first_ms"`
	First   Caller             `json:"first"`
	Token   uint64             `json:"token"` // of the first
	Killer  Caller             `json:"killer"`
}

// Waits are the actions that waited for LongWait or longer, with no request of their own under way:
// for a lock, a permit or a thread, for somebody else's renewal, between retries, or because their
// node stood still.
type Waits struct {
	Actions int               `json:"actions"`
	Failed  int               `json:"failed"` // of these
	Longest unit.Milliseconds `json:"longest_ms"`
	At      unit.Milliseconds `json:"longest_began_ms"` // when that action began
	First   Caller            `json:"longest"`
}

// LongWait is the wait that is worth a word (assumed: what a user notices, and more than a round
// trip takes).
const LongWait = time.Second

// underway is an action that has not ended.
type underway struct {
	last    int           // the index of the obstacle that it met last, from 1; 0: none
	pending uint64        // its request that was judged, and not answered yet; 0: none
	idle    time.Duration // else since then no request of its own is under way, as far as is known
	waited  time.Duration
}

// NewFailures returns the Failures of a run of s with a strategy.
func NewFailures(s *scenarios.Scenario, strategy string) *Failures {
	return &Failures{
		namer: NewNamer(s, strategy), under: map[uint64]*underway{}, Obstacles: []Obstacle{},
		renewed: NewLatest[Caller](Remembered),
	}
}

// Add looks at one record.
func (f *Failures) Add(r *measure.Record) {
	switch r.Kind {
	case measure.ActionStarted:
		f.under[r.Action] = &underway{idle: r.At}
	case measure.TokenJudged:
		f.renewed.Put(r.Serial, f.caller(r))
		f.judged(r, "token request")
	case measure.APIJudged:
		f.judged(r, "API call")
		if r.By == measure.ByFleet && r.Status == 401 && r.Reason == fakecarrier.ReasonKilled {
			f.killed(r)
		}
	case measure.TokenAnswered, measure.APIAnswered:
		f.answered(r)
	case measure.ActionSucceeded, measure.ActionFailed:
		f.ended(r)
	}
}

func (f *Failures) caller(r *measure.Record) Caller {
	return Caller{
		Serial: r.Serial, Action: r.Action, Node: int(r.Node), Customer: int(r.Customer),
		Parts: f.namer.Of(r), by: Sender(r.By),
	}
}

// judged notes what a request of the fleet met.
func (f *Failures) judged(r *measure.Record, what string) {
	if r.By != measure.ByFleet {
		return
	}
	if r.Status != 200 {
		f.meet(r, fmt.Sprintf("%s: %d%s", what, r.Status, refused(r)))
	}
	if a := f.under[r.Action]; a != nil {
		a.sent(r)
		a.pending = r.Serial
	}
}

// sent notes that the wait for a request ended when it left.
func (a *underway) sent(r *measure.Record) {
	if a.pending == 0 {
		a.waited += max(0, r.Sent-a.idle)
	}
}

// refused says why a request was refused, and by which meter.
func refused(r *measure.Record) string {
	why := refusals[r.Reason]
	if r.Reason != fakecarrier.ReasonBanned && r.Meter != 0 && r.Ban == fakecarrier.BanNone {
		why += fmt.Sprintf(" by meter %d", r.Meter)
	}
	return why
}

// refusals say why a request was refused, behind its status.
var refusals = map[fakecarrier.Reason]string{
	fakecarrier.ReasonExpired:     ", the token had expired",
	fakecarrier.ReasonKilled:      ", the token had been killed",
	fakecarrier.ReasonUnknown:     ", the token is not of this client",
	fakecarrier.ReasonInactive:    ", the token is not active yet",
	fakecarrier.ReasonBanned:      ", banned",
	fakecarrier.ReasonThrottled:   ", throttled",
	fakecarrier.ReasonQuota:       ", the quota is used up",
	fakecarrier.ReasonFault:       ", the carrier is in trouble",
	fakecarrier.ReasonCredentials: ", wrong credentials",
	fakecarrier.ReasonGrant:       ", the refresh token is no good",
	fakecarrier.ReasonEarly:       ", too early for another token",
	fakecarrier.ReasonRights:      ", the token has no right to it",
	fakecarrier.ReasonDisguised:   ", throttled, though it looks like a bad refresh token",
	fakecarrier.ReasonProxy:       ", kept by a proxy before the carrier",
}

// answered notes that a request is no longer under way: its action waits again.
func (f *Failures) answered(r *measure.Record) {
	if r.By != measure.ByFleet {
		return
	}
	if r.Status == 0 {
		what := "API call"
		if r.Kind == measure.TokenAnswered {
			what = "token request"
		}
		f.meet(r, what+": no answer in time")
	}
	if a := f.under[r.Action]; a != nil {
		a.sent(r)
		a.pending, a.idle = 0, r.At
	}
}

// meet counts an obstacle, and notes that r's action met it last.
func (f *Failures) meet(r *measure.Record, what string) {
	i := slices.IndexFunc(f.Obstacles, func(o Obstacle) bool { return o.What == what })
	if i < 0 {
		i = len(f.Obstacles)
		f.Obstacles = append(f.Obstacles, Obstacle{
			What: what, At: unit.Milliseconds(r.At), First: f.caller(r),
		})
	}
	f.Obstacles[i].Met++
	if a := f.under[r.Action]; a != nil {
		a.last = i + 1
	}
}

// ended counts an action, and what it failed of.
func (f *Failures) ended(r *measure.Record) {
	f.Ended++
	a := f.under[r.Action]
	if a == nil {
		return
	}
	failed := r.Kind == measure.ActionFailed
	if failed {
		f.Failed++
		switch {
		case a.pending != 0:
			f.meet(r, "an answer not heard: given up, or crashed")
		case a.last == 0:
			f.meet(r, without(r))
		}
		f.Obstacles[a.last-1].Failed++
	}
	if a.pending == 0 {
		a.waited += max(0, r.At-a.idle)
	}
	if a.waited >= LongWait {
		f.wait(r, a.waited, failed)
	}
	delete(f.under, r.Action)
}

// without names the failure of an action whose own requests met nothing.
func without(r *measure.Record) string {
	if r.Status != 0 {
		return fmt.Sprintf("a shared %d, of another's request", r.Status)
	}
	return "nothing: refused, given up, or crashed"
}

func (f *Failures) wait(r *measure.Record, waited time.Duration, failed bool) {
	if f.Waits == nil {
		f.Waits = &Waits{}
	}
	w := f.Waits
	w.Actions++
	if failed {
		w.Failed++
	}
	if long := unit.Milliseconds(waited); long > w.Longest {
		w.Longest, w.At, w.First = long, unit.Milliseconds(r.Sent), f.caller(r)
	}
}

// killed notes who killed the token of a call.
func (f *Failures) killed(r *measure.Record) {
	victim, killer := f.caller(r), Caller{Serial: r.KilledBy}
	by := "by requests that are no longer remembered"
	k := f.renewed.Find(r.KilledBy)
	switch {
	case r.KilledBy == 0 || k != nil && k.by != Sender(measure.ByFleet):
		by, killer.by = "from elsewhere", Sender(measure.ByOutsider)
	case k == nil:
	case k.Node == victim.Node:
		by, killer = "by requests of the same node", *k
	default:
		by, killer = "by requests of other nodes", *k
	}
	if f.Killed == nil {
		f.Killed = &Killed{At: unit.Milliseconds(r.At), First: victim, Token: r.Token, Killer: killer}
	}
	all := f.Killed
	all.Calls++
	all.By = counted(all.By, by)
	for _, d := range measure.Dimensions() {
		if killer.Parts[d.Name] != "" && victim.Parts[d.Name] != "" {
			if all.Between == nil {
				all.Between = map[string][]Cause{}
			}
			whose := fmt.Sprintf("%s killed tokens of %s", killer.Parts[d.Name], victim.Parts[d.Name])
			all.Between[d.Name] = counted(all.Between[d.Name], whose)
		}
	}
}

// Close sorts what was found, once the run is over.
func (f *Failures) Close() {
	slices.SortStableFunc(f.Obstacles, func(a, b Obstacle) int {
		return cmp.Or(cmp.Compare(b.Failed, a.Failed), cmp.Compare(b.Met, a.Met))
	})
	if f.Killed != nil {
		mostFirst(f.Killed.By)
		for _, d := range measure.Dimensions() {
			mostFirst(f.Killed.Between[d.Name])
		}
	}
}

// Name names the request, or the action that sent none.
func (c *Caller) Name() string {
	switch {
	case c.by == Sender(measure.ByOutsider):
		return fmt.Sprintf("request %d from elsewhere", c.Serial)
	case c.Serial == 0:
		return fmt.Sprintf("action %d on node %d%s", c.Action, c.Node, c.Parts.behind())
	}
	return fmt.Sprintf("request %d of node %d%s", c.Serial, c.Node, c.Parts.behind())
}
