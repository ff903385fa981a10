package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A Remote carries out the runs of a study by workers.
type Remote struct {
	// Spent is told how long the run of cells took at its worker. nil: nobody asks.
	Spent func(cells []study.Cell, outcomes []*measure.Outcome, took time.Duration)

	conn    *Connection
	id      string
	workers atomic.Int64
	text    []byte // of the description, packed
	say     func(string)

	ctx  context.Context
	end  context.CancelCauseFunc
	wake chan struct{}
	over sync.WaitGroup

	mu      sync.Mutex // runs are asked for on many goroutines
	waiting []*ask     // are in no batch yet

	// What follows belongs to the loop.
	out   map[string]*unanswered // batches without an answer, by key
	pace  pace
	quiet int // ticks without any worker
	said  map[string]bool
}

// MostAsked is how many runs of a study are asked for at a time: what Execute's parallel calls at
// the same time. Each waits on a goroutine, of some kilobytes.
const MostAsked = 1 << 15

// An ask is a run that is asked for.
type ask struct {
	cells   []study.Cell
	alone   bool // it shares its batch with no other run
	results []study.Result
	took    time.Duration
	done    chan struct{} // closed when results are there
}

// An unanswered is a batch on the server that has no answer yet.
type unanswered struct {
	batch batch
	asks  []*ask
	text  []byte    // of its message
	asked time.Time // last
}

// Begin lets the runs of a study be carried out by the workers at a server. say is told what
// whoever waits is to know, once each. Once an Alarm is raised, or ctx is done, runs that are asked
// for are waited for without an end; Context tells.
func (c *Connection) Begin(
	ctx context.Context, d *Description, say func(string),
) (*Remote, error) {
	text := d.text()
	r := &Remote{
		conn: c, id: idOf(text), text: packed(text), say: say, wake: make(chan struct{}, 1),
		out: map[string]*unanswered{}, said: map[string]bool{},
	}
	if err := c.put(ctx, r.id, r.text); err != nil {
		return nil, err
	}
	r.ctx, r.end = context.WithCancelCause(ctx)
	answers := make(chan *nats.Msg, mostHeard)
	hears, err := c.nats.ChanSubscribe(heard(ofStudy(r.id)), answers)
	if err != nil {
		r.end(nil)
		return nil, err
	}
	r.over.Go(func() {
		defer func() { _ = hears.Unsubscribe() }() // its connection is closed
		r.loop(answers)
	})
	return r, nil
}

// mostHeard is how many answers wait to be read; more are dropped, and read where they are written
// (assumed).
const mostHeard = 1 << 10

// Context is done once no more runs come to an end.
func (r *Remote) Context() context.Context { return r.ctx }

// Err is the alarm that was raised; nil: none was.
func (r *Remote) Err() error {
	if alarm, raised := errors.AsType[*Alarm](context.Cause(r.ctx)); raised {
		return alarm
	}
	return nil
}

// Close takes back what no worker has begun.
func (r *Remote) Close() {
	r.end(nil)
	r.over.Wait()
	if len(r.out) == 0 {
		return
	}
	ctx, done := context.WithTimeout(context.WithoutCancel(r.ctx), requestTime)
	defer done()
	_ = r.conn.batches.Purge(ctx, // or they are run in vain
		jetstream.WithPurgeSubject(subject(r.id, ">")))
}

// requestTime is how long a request to the server may take before it is made again (assumed).
const requestTime = 2 * time.Second

// Run is the Runner of the study.
func (r *Remote) Run(cells []study.Cell) ([]*measure.Outcome, error) {
	a := &ask{cells: cells, done: make(chan struct{})}
	r.mu.Lock()
	r.waiting = append(r.waiting, a)
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default: // it is awake already
	}
	<-a.done
	outcomes := make([]*measure.Outcome, len(cells))
	for i := range a.results {
		outcomes[i] = a.results[i].Outcome // nil of one that failed: it is asked for by itself
	}
	if r.Spent != nil {
		r.Spent(cells, outcomes, a.took)
	}
	if failed := a.results[0].Error; failed != "" {
		return nil, errors.New(failed)
	}
	return outcomes, nil
}

// loop sends batches and hears answers.
func (r *Remote) loop(answers <-chan *nats.Msg) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	r.measure()
	for {
		select {
		case <-r.ctx.Done():
			return
		case <-r.wake:
		case m := <-answers:
			if len(m.Data) > 0 { // else it was deleted
				r.hear(strings.TrimPrefix(m.Subject, heard("")), m.Data)
			}
		case <-tick.C:
			r.measure()
			r.askAgain()
		}
		r.send()
	}
}

// Workers is how many batches the workers at the server could carry out at once, which is their
// cores, as counted some second ago.
func (r *Remote) Workers() int { return int(r.workers.Load()) }

// measure counts the workers' cores, and says where there are none.
func (r *Remote) measure() {
	ctx, done := context.WithTimeout(r.ctx, requestTime)
	defer done()
	waiting, slots, err := r.conn.slots(ctx)
	if err != nil {
		return // askAgain says so, if it lasts
	}
	r.pace.slots = slots
	r.workers.Store(int64(slots))
	if r.quiet++; slots > 0 || len(r.out) == 0 || waiting > 0 {
		r.quiet = 0
	}
	if r.quiet == quietTicks {
		r.remark("no worker takes runs: start some by `tokenstorm work` with the same address")
	}
}

// quietTicks is after how many seconds it is said that there is no worker (assumed).
const quietTicks = 5

// remark says something once.
func (r *Remote) remark(what string) {
	if !r.said[what] {
		r.said[what] = true
		r.say(what)
	}
}

// send puts runs that wait together to batches, and these on the server, as long as workers have
// use for more.
func (r *Remote) send() {
	for len(r.out) < r.pace.batches() {
		asks := r.next()
		if len(asks) == 0 {
			return
		}
		e := &unanswered{asks: asks}
		for _, a := range asks {
			e.batch = append(e.batch, a.cells)
		}
		var key string
		key, e.text = e.batch.key()
		r.out[key] = e
		if !r.there(key, true) {
			r.publish(key, e)
		}
	}
}

// next takes the runs of the next batch from those that wait.
func (r *Remote) next() []*ask {
	r.mu.Lock()
	defer r.mu.Unlock()
	most, n, cells := r.pace.runs(len(r.waiting)), 0, 0
	for _, a := range r.waiting {
		cells += len(a.cells)
		if n > 0 && (n == most || a.alone || r.waiting[0].alone || cells > mostCells) {
			break
		}
		n++
	}
	asks := slices.Clone(r.waiting[:n])
	if r.waiting = r.waiting[n:]; len(r.waiting) == 0 {
		r.waiting = nil
	}
	return asks
}

// there settles a batch whose answer is on the server, and reports whether it is. What failed
// before a batch is asked for is forgotten: it is run again.
func (r *Remote) there(key string, first bool) bool {
	ctx, done := context.WithTimeout(r.ctx, requestTime)
	defer done()
	e, err := r.conn.answers.Get(ctx, answerKey(r.id, key))
	if err != nil {
		return false
	}
	a, err := answerOf(e.Value(), r.out[key].batch)
	if first && (err != nil || a.apart != "" || a.failed()) {
		_ = r.conn.answers.Delete(ctx, e.Key()) // or the answer is heard as it is
		return false
	}
	r.hear(e.Key(), e.Value())
	return true
}

// publish puts a batch on the server. What does not get there is asked for again.
func (r *Remote) publish(key string, e *unanswered) {
	ctx, done := context.WithTimeout(r.ctx, requestTime)
	defer done()
	e.asked = time.Now()
	_, err := r.conn.stream.Publish(ctx, subject(r.id, key), e.text)
	if err == nil || ctx.Err() != nil {
		return
	}
	if _, none := r.conn.batches.GetLastMsgForSubject(ctx, subject(r.id, key)); none == nil {
		return // it is there already
	}
	e.asked = time.Time{}
	_, lost := r.conn.stream.Stream(ctx, streamName)
	if errors.Is(lost, jetstream.ErrStreamNotFound) { // the server began anew
		_ = r.conn.ensure(ctx) // the next second tries again
		return
	}
	r.remark("runs cannot be asked for at present: " + err.Error())
}

// askAgain looks after batches without an answer: the answer may be there and was not heard, or the
// message may be lost. Of a message that the server has, it takes no second one.
func (r *Remote) askAgain() {
	described := false
	for _, key := range slices.Sorted(maps.Keys(r.out)) {
		e := r.out[key]
		if time.Since(e.asked) > againAfter && !r.there(key, false) {
			if !described { // the server may have lost that, too, or forgotten it after a day
				described = r.conn.put(r.ctx, r.id, r.text) == nil
			}
			r.publish(key, e)
		}
		if r.ctx.Err() != nil {
			return
		}
	}
}

// againAfter is after what time without an answer a batch is asked for again (assumed: some times
// as long as it lasts).
const againAfter = 5 * time.Second

// hear notes an answer, or an alarm.
func (r *Remote) hear(name string, value []byte) {
	if strings.HasPrefix(name, alarmKey(r.id, "")) {
		var alarm Alarm
		if err := json.Unmarshal(value, &alarm); err == nil {
			r.end(&alarm)
		}
		return
	}
	key := strings.TrimPrefix(name, answerKey(r.id, ""))
	e := r.out[key]
	if e == nil {
		return // somebody else asked, or it was heard before
	}
	a, err := answerOf(value, e.batch)
	if err != nil {
		r.remark("an answer that cannot be read: " + err.Error())
		return
	}
	delete(r.out, key)
	if a.apart != "" {
		r.part(e, a.apart)
		return
	}
	r.pace.learn(a.took(), len(e.batch))
	for i, asked := range e.asks {
		asked.results, asked.took = a.runs[i], a.times[i]
		close(asked.done)
	}
}

// part asks for the runs of a batch one by one; of a single run the reason is the error.
func (r *Remote) part(e *unanswered, reason string) {
	if len(e.asks) == 1 {
		a := e.asks[0]
		for _, c := range a.cells {
			a.results = append(a.results, study.Result{Cell: c, Error: reason})
		}
		close(a.done)
		return
	}
	for _, a := range e.asks {
		a.alone = true
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.waiting = slices.Concat(e.asks, r.waiting)
}
