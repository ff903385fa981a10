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
	actions  []*candidate // all of the window, in order of appearance
	byNumber map[uint64]*candidate
	requests []*request // in order of appearance
	bySerial map[uint64]*request
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
		w: w, origin: w.from.Truncate(time.Millisecond),
		byNumber: map[uint64]*candidate{}, bySerial: map[uint64]*request{},
	}
	t.length = int64((w.until - t.origin) / Tick)
	for i := range w.records {
		t.note(&w.records[i])
	}
	d := &Data{
		Unit: int64(Tick / time.Microsecond), Origin: t.origin.Milliseconds(), Length: t.length,
		Begins: Absent,
		Run:    time.Duration(s.scenario.Length).Milliseconds(), IP: w.centre.ip, Cut: w.cut,
		Customers: s.scenario.Fleet.Customers, Nodes: s.scenario.Fleet.Nodes,
		Policy: s.scenario.Carrier.Tokens, Overview: s.overview.data(),
	}
	if day, ok := s.scenario.TimeOfDay(); ok {
		d.Begins = day.Milliseconds()
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
	case measure.FaultBegan, measure.FaultEnded, measure.BanImposed,
		measure.FurtherBan:
	}
}

func (t *rowMaker) action(r *measure.Record) *candidate {
	a := t.byNumber[r.Action]
	if a == nil {
		a = &candidate{number: r.Action, row: Absent, Action: Action{
			User: int64(r.User), Node: int64(r.Node), Customer: int64(r.Customer), Began: Absent,
			Ended: Absent,
		}}
		if r.User == measure.NoUser {
			a.User = Absent
		}
		t.byNumber[r.Action], t.actions = a, append(t.actions, a)
	}
	a.Click = max(a.Click, int64(r.Click))
	return a
}

func (t *rowMaker) request(r *measure.Record) *request {
	q := t.bySerial[r.Serial]
	if q == nil {
		q = &request{first: *r, sent: t.tick(r.Sent), judged: Absent, answered: Absent}
		t.bySerial[r.Serial], t.requests = q, append(t.requests, q)
		if r.Action != 0 {
			t.action(r).calls++
		}
	}
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
