package storm

import (
	"cmp"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
)

// Bounds of what is drawn: a picture shows no more apart, and a page holds many storms. Assumed.
const (
	mostActions = 360
	mostCalls   = 800
	mostHits    = 400
	mostTokens  = 300
)

// A teller makes rows of a window's records.
type teller struct {
	w        *window
	origin   time.Duration
	length   int64
	words    []string
	index    map[string]int64 // into words
	actions  []telling        // all of the window, in order of appearance
	byNumber map[uint64]int   // into actions
	requests []request        // in order of appearance
	bySerial map[uint64]int   // into requests
	rows     map[uint64]int64 // the actions that are told, by number
}

// A telling is an action, and how much it has to do with the storm.
type telling struct {
	Action
	number  uint64
	hits    int // that counted in the window that was filled
	refused int // 401s
	calls   int
}

// A request is what the records of a window say of one.
type request struct {
	first                  scenarios.Record // whichever came first
	token                  bool             // at the token endpoint
	sent, judged, answered int64
	carrier                scenarios.Record // what the carrier said; its Status 0: nothing
}

func (s *Storm) told(w *window) *Data {
	t := &teller{
		w: w, origin: w.from.Truncate(time.Millisecond), index: map[string]int64{},
		byNumber: map[uint64]int{}, bySerial: map[uint64]int{}, rows: map[uint64]int64{},
	}
	t.length = int64((w.until - t.origin) / Tick)
	for i := range w.records {
		t.note(&w.records[i])
	}
	d := &Data{
		Unit: int64(Tick / time.Microsecond), Origin: t.origin.Milliseconds(), Length: t.length,
		Run: time.Duration(s.scenario.Length).Milliseconds(), IP: w.centre.ip, Cut: w.cut,
		Customers: s.scenario.Fleet.Customers, Nodes: s.scenario.Fleet.Nodes,
		Policy: s.scenario.Carrier.Tokens, Overview: s.overview.told(),
	}
	d.Actions = t.chosen()
	d.LeftOut = len(t.actions) - len(d.Actions)
	d.Calls, d.Hits = t.calls(), t.hits()
	d.Tokens = t.tokens(livesOf(s.scenario))
	d.Meters = []Meter{
		t.meter(burstSpan, s.limits.BurstLimit), t.meter(averageSpan, s.limits.AverageLimit),
	}
	d.Focus, d.Ban, d.Words = t.focus(), t.ban(), t.words
	return d
}

// tick is an instant within the window, or Absent.
func (t *teller) tick(at time.Duration) int64 {
	if at < t.w.from || at > t.w.until {
		return Absent
	}
	return int64((at - t.origin) / Tick)
}

// word returns the index of a word.
func (t *teller) word(text string) int64 {
	i, known := t.index[text]
	if !known {
		i = int64(len(t.words))
		t.index[text] = i
		t.words = append(t.words, text)
	}
	return i
}

func (t *teller) note(r *scenarios.Record) {
	switch r.Kind {
	case scenarios.ActionStarted:
		t.action(r).Began = t.tick(r.At)
	case scenarios.ActionSucceeded, scenarios.ActionFailed:
		a := t.action(r)
		a.Began, a.Ended, a.Outcome = t.tick(r.Sent), t.tick(r.At), 200
		if r.Kind == scenarios.ActionFailed {
			a.Outcome = max(1, int64(r.Status))
		}
	case scenarios.TokenJudged, scenarios.APIJudged:
		t.judged(r)
	case scenarios.TokenAnswered, scenarios.APIAnswered:
		t.request(r).answered = t.tick(r.At)
	case scenarios.RequestLost:
		t.request(r)
	case scenarios.FaultBegan, scenarios.FaultEnded, scenarios.BanImposed:
	}
}

func (t *teller) action(r *scenarios.Record) *telling {
	i, known := t.byNumber[r.Action]
	if !known {
		i = len(t.actions)
		t.byNumber[r.Action] = i
		user := int64(r.User)
		if r.User == scenarios.NoUser {
			user = Absent
		}
		t.actions = append(t.actions, telling{number: r.Action, Action: Action{
			User: user, Node: int64(r.Node), Customer: int64(r.Customer), Click: int64(r.Click),
			Began: Absent, Ended: Absent,
		}})
	}
	a := &t.actions[i]
	a.Click = max(a.Click, int64(r.Click))
	return a
}

func (t *teller) request(r *scenarios.Record) *request {
	i, known := t.bySerial[r.Serial]
	if !known {
		i = len(t.requests)
		t.bySerial[r.Serial] = i
		t.requests = append(t.requests, request{
			first: *r, sent: t.tick(r.Sent), judged: Absent, answered: Absent,
		})
		if r.Action != 0 {
			t.action(r).calls++
		}
	}
	q := &t.requests[i]
	q.token = q.token || r.Kind == scenarios.TokenJudged || r.Kind == scenarios.TokenAnswered
	return q
}

func (t *teller) judged(r *scenarios.Record) {
	q := t.request(r)
	q.judged, q.carrier = t.tick(r.At), *r
	if r.Action == 0 {
		return
	}
	a := t.action(r)
	switch {
	case r.Kind == scenarios.APIJudged && r.Status == 401:
		a.refused++
	case r.Kind == scenarios.TokenJudged && r.At >= t.w.centre.since && r.At <= t.w.centre.at:
		a.hits++
	}
}

// chosen returns the actions that are told, and numbers them: all of them, or first those whose
// hits filled the window, then those that were refused, then the earliest.
func (t *teller) chosen() []Action {
	list := make([]*telling, len(t.actions))
	for i := range t.actions {
		list[i] = &t.actions[i]
	}
	slices.SortStableFunc(list, func(a, b *telling) int {
		return cmp.Or(cmp.Compare(min(b.hits, 1), min(a.hits, 1)),
			cmp.Compare(min(b.refused, 1), min(a.refused, 1)))
	})
	calls, n := 0, 0
	for n < min(len(list), mostActions) && calls+list[n].calls <= mostCalls {
		calls += list[n].calls
		n++
	}
	list = list[:n]
	slices.SortStableFunc(list, func(a, b *telling) int {
		return cmp.Or(cmp.Compare(a.Began, b.Began), cmp.Compare(a.number, b.number))
	})
	rows := make([]Action, n)
	for i, a := range list {
		rows[i] = a.Action
		t.rows[a.number] = int64(i)
	}
	return rows
}

// row is the row of an action, or Absent.
func (t *teller) row(action uint64) int64 {
	if i, told := t.rows[action]; told {
		return i
	}
	return Absent
}

func (t *teller) calls() []Call {
	list := []Call{}
	for i := range t.requests {
		q := &t.requests[i]
		if action := t.row(q.first.Action); !q.token && action != Absent {
			list = append(list, Call{
				Action: action, Sent: q.sent, Judged: q.judged, Answered: q.answered,
				Status: int64(q.carrier.Status), Token: int64(q.first.Token),
				Killer: int64(q.carrier.KilledBy), Reason: t.word(q.carrier.Reason.String()),
			})
		}
	}
	slices.SortStableFunc(list, func(a, b Call) int { return cmp.Compare(a.Sent, b.Sent) })
	return list
}

// hits are the token requests; of too many those nearest to the centre.
func (t *teller) hits() []Hit {
	list := []Hit{}
	for i := range t.requests {
		q := &t.requests[i]
		if !q.token || q.judged == Absent && t.row(q.first.Action) == Absent {
			continue
		}
		node, metered := int64(q.first.Node), int64(0)
		if q.first.By != scenarios.ByFleet {
			node = Absent
		}
		if int(q.first.IP) == t.w.centre.ip && q.first.By != scenarios.ByOutsider {
			metered = 1
		}
		list = append(list, Hit{
			Serial: int64(q.first.Serial), Action: t.row(q.first.Action), Node: node,
			Customer: int64(q.first.Customer), Sent: q.sent, Judged: q.judged,
			Answered: q.answered, Status: int64(q.carrier.Status), Token: int64(q.carrier.Token),
			Why: t.word(q.first.Why.String()), Rejected: int64(q.first.Rejected), Metered: metered,
		})
	}
	centre := t.tick(t.w.centre.at)
	slices.SortStableFunc(list, func(a, b Hit) int { return cmp.Compare(a.order(), b.order()) })
	if len(list) > mostHits {
		past, _ := slices.BinarySearchFunc(list, centre+1,
			func(h Hit, at int64) int { return cmp.Compare(h.order(), at) })
		begin := min(max(0, past-mostHits*3/4), len(list)-mostHits)
		list = list[begin : begin+mostHits]
	}
	return list
}

// order is by arrival; what never arrived, by sending.
func (h *Hit) order() int64 {
	if h.Judged == Absent {
		return h.Sent
	}
	return h.Judged
}

func (t *teller) meter(span time.Duration, limit int) Meter {
	return Meter{
		Span: span.Milliseconds(), Limit: limit,
		Steps: steps(t.w.hits, span, t.w.from, t.w.until, t.tick),
	}
}

func (t *teller) ban() *Ban {
	b := t.w.centre.ban
	if b == nil {
		return nil
	}
	told := &Ban{
		At: t.tick(b.At), Since: t.tick(t.w.centre.since), Until: b.BannedUntil.Milliseconds(),
		Imposed: b.Kind == scenarios.BanImposed,
	}
	if !told.Imposed {
		told.Rule = scenarios.RuleName(b)
	}
	return told
}

// margin is how much of its length the focus shows to either side of the storm. Assumed.
const margin = 0.06

// afterwards is how many times as long as the last hit took to arrive it is watched what becomes of
// its token where no ban falls: its answer, and a call. Assumed.
const afterwards = 4

// focus is from the click that led to the first hit that the centre tells of, to shortly after the
// last hit; what a ban does that no hit caused is seen after it.
func (t *teller) focus() [2]int64 {
	to := t.tick(t.w.centre.at)
	from, there := to, int64(0)
	for i := range t.w.records {
		r := &t.w.records[i]
		if r.Kind == scenarios.TokenJudged && r.At >= t.w.centre.since && r.At <= t.w.centre.at &&
			int(r.IP) == t.w.centre.ip && r.By != scenarios.ByOutsider {
			from, there = min(from, t.led(r)), int64((r.At-r.Sent)/Tick)
		}
	}
	switch b := t.w.centre.ban; {
	case b == nil:
		to += afterwards * there
	case b.Kind == scenarios.BanImposed:
		to = t.length
	}
	wide := max(int64(float64(to-from)*margin), int64(40*time.Millisecond/Tick))
	return [2]int64{max(0, from-wide), min(t.length, to+2*wide)}
}

// longWait is how long before a hit its user's click is shown with it. Assumed.
const longWait = 2 * time.Second

// led is when what led to a hit began: its user's click, or that of another who had been refused
// shortly before; else its sending.
func (t *teller) led(r *scenarios.Record) int64 {
	sent := max(0, t.tick(r.Sent))
	began := sent
	for i := range t.actions {
		a := &t.actions[i]
		mine := r.Action != 0 && a.number == r.Action || r.Rejected != 0 && a.refused > 0
		if mine && a.Began != Absent && a.Began >= sent-int64(longWait/Tick) {
			began = min(began, a.Began)
		}
	}
	return began
}

// statusOK is what the carrier answers with a token.
const statusOK = 200

// issues reports whether r brought a token of ours.
func issues(r *scenarios.Record) bool {
	return r.Kind == scenarios.TokenJudged && r.Status == statusOK &&
		r.By != scenarios.ByNeighbour && r.Reason == fakecarrier.ReasonNone
}
