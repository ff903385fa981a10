package storm

import (
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A rowMaker makes rows of a window's records.
type rowMaker struct {
	w        *window
	origin   time.Duration
	length   int64
	words    []string
	actions  []candidate    // all of the window, in order of appearance
	byNumber map[uint64]int // into actions
	requests []request      // in order of appearance
	bySerial map[uint64]int // into requests
}

// A request is what the records of a window say of one.
type request struct {
	first                  measure.Record // whichever came first
	token                  bool           // at the token endpoint
	sent, judged, answered int64
	carrier                measure.Record // how the carrier answered; its Status 0: it did not
}

// dataOf are the rows of a window.
func (s *Storm) dataOf(w *window) *Data {
	t := &rowMaker{
		w: w, origin: w.from.Truncate(time.Millisecond), byNumber: map[uint64]int{},
		bySerial: map[uint64]int{},
	}
	t.length = int64((w.until - t.origin) / Tick)
	for i := range w.records {
		t.note(&w.records[i])
	}
	d := &Data{
		Unit: int64(Tick / time.Microsecond), Origin: t.origin.Milliseconds(), Length: t.length,
		Run: time.Duration(s.scenario.Length).Milliseconds(), IP: w.centre.ip, Cut: w.cut,
		Customers: s.scenario.Fleet.Customers, Nodes: s.scenario.Fleet.Nodes,
		Policy: s.scenario.Carrier.Tokens, Overview: s.overview.data(),
	}
	d.Actions = t.chosen()
	d.LeftOut = len(t.actions) - len(d.Actions)
	d.Calls, d.Hits = t.calls(), t.hits()
	d.Tokens = t.tokens(s.scenario)
	for _, limit := range []quota.Limit{s.burst, s.average} {
		if limit.Hits > 0 {
			d.Meters = append(d.Meters, Meter{
				Span: limit.Window.Milliseconds(), Limit: limit.Hits,
				Steps: steps(w.hits, limit.Window, w.from, w.until, t.tick),
			})
		}
	}
	d.Focus, d.Ban, d.Words = t.focus(), t.ban(), t.words
	return d
}

// tick is an instant within the window, or Absent.
func (t *rowMaker) tick(at time.Duration) int64 {
	if at < t.w.from || at > t.w.until {
		return Absent
	}
	return int64((at - t.origin) / Tick)
}

// word returns the index of a word.
func (t *rowMaker) word(text string) int64 {
	if !slices.Contains(t.words, text) {
		t.words = append(t.words, text)
	}
	return int64(slices.Index(t.words, text))
}

func (t *rowMaker) note(r *measure.Record) {
	switch r.Kind {
	case measure.ActionStarted:
		t.action(r).Began = t.tick(r.At)
	case measure.ActionSucceeded, measure.ActionFailed:
		a := t.action(r)
		a.Began, a.Ended, a.Outcome = t.tick(r.Sent), t.tick(r.At), 200
		if r.Kind == measure.ActionFailed {
			a.Outcome = max(1, int64(r.Status))
		}
	case measure.TokenJudged, measure.APIJudged:
		t.judged(r)
	case measure.TokenAnswered, measure.APIAnswered:
		t.request(r).answered = t.tick(r.At)
	case measure.RequestLost:
		t.request(r)
	case measure.FaultBegan, measure.FaultEnded, measure.BanImposed:
	}
}

func (t *rowMaker) action(r *measure.Record) *candidate {
	i, known := t.byNumber[r.Action]
	if !known {
		i = len(t.actions)
		t.byNumber[r.Action] = i
		user := int64(r.User)
		if r.User == measure.NoUser {
			user = Absent
		}
		t.actions = append(t.actions, candidate{number: r.Action, row: Absent, Action: Action{
			User: user, Node: int64(r.Node), Customer: int64(r.Customer), Click: int64(r.Click),
			Began: Absent, Ended: Absent,
		}})
	}
	a := &t.actions[i]
	a.Click = max(a.Click, int64(r.Click))
	return a
}

func (t *rowMaker) request(r *measure.Record) *request {
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
	q.token = q.token || r.Kind == measure.TokenJudged || r.Kind == measure.TokenAnswered
	return q
}

func (t *rowMaker) judged(r *measure.Record) {
	q := t.request(r)
	q.judged, q.carrier = t.tick(r.At), *r
	if r.Action == 0 {
		return
	}
	a := t.action(r)
	switch {
	case r.Kind == measure.APIJudged && r.Status == 401:
		a.refused++
	case r.Kind == measure.TokenJudged && r.At >= t.w.centre.since && r.At <= t.w.centre.at:
		a.hits++
	}
}

func (t *rowMaker) ban() *Ban {
	b := t.w.centre.ban
	if b == nil {
		return nil
	}
	first := &Ban{
		At: t.tick(b.At), Since: t.tick(t.w.centre.since), Until: b.BannedUntil.Milliseconds(),
		Imposed: b.Kind == measure.BanImposed,
	}
	if !first.Imposed {
		first.Rule = measure.RuleName(b)
	}
	return first
}

// statusOK is what the carrier answers with a token.
const statusOK = 200

// issues reports whether r brought a token of ours.
func issues(r *measure.Record) bool {
	return r.Kind == measure.TokenJudged && r.Status == statusOK &&
		r.By != measure.ByNeighbour && r.Reason == fakecarrier.ReasonNone
}
