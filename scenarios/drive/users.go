package drive

import (
	"context"
	"math/rand/v2"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A user is somebody who clicks.
type user struct {
	think *rand.Rand
	mood  *rand.Rand // clicking again, losing patience
	obeys bool       // when asked to stop clicking
}

// A click is the beginning of an action.
type click struct {
	user           uint32 // NoUser for recorded arrivals
	home, customer int    // home: the node that serves this user while it is up
	load           int    // of the workload
	nth            uint16 // 1: a first click, 2: its first repetition, and so on
	extra          bool   // a second click beside one that is still under way
}

// An action is a click, carried to its outcome.
type action struct {
	click
	id   uint64
	node *node        // that serves it
	late atomic.Int64 // by how much its timers were late so far, in virtual nanoseconds
	due  atomic.Int64 // how long it would have waited so far with timers that are on time
}

// waited adds a wait of an action, and by how much a timer prolonged it. The action is nil for work
// in the background.
func (a *action) waited(due, late time.Duration) {
	if a != nil {
		a.due.Add(int64(due))
		a.late.Add(int64(max(0, late)))
	}
}

// work is the life of a closed user: think, click, wait for the outcome.
func (f *fleet) work(load int, u uint32, start, waits *chance.Distribution) {
	think := f.users[u].think
	k := click{user: u, load: load, nth: 1}
	next := start.Draw(think) + waits.Draw(think)
	for f.clock.until(f.ctx, next) {
		k.home, k.customer = f.loads[load].Seat(u, f.nodes.size())
		failed := f.act(k)
		var again bool
		if next, again = f.afterAction(k, failed); again {
			k.nth++
		} else {
			next, k.nth = next+waits.Draw(think), 1
		}
		if stop := f.Scenario.Users.Stop; f.users[u].obeys && stop.Covers(next) {
			next = stop.End() + waits.Draw(think)
		}
	}
}

// receive carries out the clicks of the i-th load, which wait for nobody.
func (f *fleet) receive(i int) {
	next := f.Scenario.Clicks(i, f.stream)
	for c, ok := next(); ok; c, ok = next() {
		// A click of the very end begins an action, too, which nobody carries out: it is kept once
		// the run has ended, for a timer could be late. A run that is cut short has none.
		last := c.At == time.Duration(f.Scenario.Length)
		if last {
			<-f.ctx.Done()
		}
		if last && c.At > f.book.length || !last && !f.clock.until(f.ctx, c.At) {
			return
		}
		k := click{user: c.User, home: c.Node, customer: c.Customer, load: i, nth: 1}
		if c.User != measure.NoUser {
			k.home, k.customer = f.loads[i].Seat(c.User, f.nodes.size())
		}
		if last {
			f.book.open(measure.Record{
				Kind: measure.ActionStarted, User: k.user, Click: 1, Customer: uint16(k.customer),
				Node: uint16(k.home), Class: f.Scenario.ClassOf(i),
			})
			continue
		}
		f.run(func() { f.insist(k) })
	}
}

// insist clicks, and clicks again while that fails and the user wants to.
func (f *fleet) insist(k click) {
	for !f.heldBack(k.user) {
		at, again := f.afterAction(k, f.act(k))
		if !again || !f.clock.until(f.ctx, at) {
			return
		}
		k.nth++
	}
}

// act carries out a click, and reports whether it failed.
func (f *fleet) act(k click) (failed bool) {
	serving, up := f.nodes.serving(k.home)
	a := &action{click: k, node: serving}
	began := f.clock.elapsed()
	r := measure.Record{
		Kind: measure.ActionStarted, User: k.user, Click: k.nth, Node: uint16(serving.index),
		Customer: uint16(k.customer), Class: f.Scenario.ClassOf(k.load),
	}
	a.id = f.book.add(r)
	r.Action, r.Sent = a.id, began
	status, err := 0, errNoNode
	if up {
		status, err = f.serve(a, began)
	}
	if failed = err != nil || status != http.StatusOK; failed {
		r.Kind, r.Status = measure.ActionFailed, uint16(status)
	} else {
		r.Kind = measure.ActionSucceeded
		f.book.late.note(time.Duration(a.late.Load()))
		f.book.overhead.note(f.clock.elapsed() - r.Sent - time.Duration(a.due.Load()))
	}
	f.book.add(r)
	return failed
}

// serve performs the API call of an action, through the strategy of its node. It returns the status
// of the last answer, 0 if there was none.
func (f *fleet) serve(a *action, began time.Duration) (status int, err error) {
	waiting, cancel := context.WithCancel(a.node.alive)
	defer cancel()
	if p := f.Scenario.Users.Impatience; p != nil && !a.extra && !f.loads[a.load].Workers {
		f.run(func() { f.losePatience(waiting, a.click, began+time.Duration(p.After)) })
	}
	process := processes.Add(1)
	defer f.sessions.ended(process)
	ctx := withPurpose(waiting, purpose{action: a, process: process})
	if class := f.Scenario.Workload[a.load].Name; class != "" {
		ctx = strategies.WithClass(ctx, string(class))
	}
	if patience := f.Scenario.Users.Patience; patience > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, f.clock.real(time.Duration(patience)))
		defer stop()
	}
	if err := a.node.pass(); err != nil {
		return 0, err
	}
	request, err := f.dialect.request(ctx, f.target)
	if err != nil {
		return 0, err
	}
	response, err := a.node.clients[a.customer].Do(request)
	if err != nil {
		return strategies.Status(err), err
	}
	return response.StatusCode, response.Body.Close()
}

// losePatience clicks a second time if the first click is not answered by the given instant.
func (f *fleet) losePatience(waiting context.Context, k click, at time.Duration) {
	if !f.clock.until(waiting, at) {
		return
	}
	if f.mood(k.user).Float64() < float64(f.Scenario.Users.Impatience.With) {
		k.nth, k.extra = k.nth+1, true
		f.act(k)
	}
}

// afterAction decides whether a user clicks again after an outcome, and when; if not, at is now.
func (f *fleet) afterAction(k click, failed bool) (at time.Duration, again bool) {
	at = f.clock.elapsed()
	if !failed || f.loads[k.load].Workers {
		return at, false
	}
	wait, again := f.Scenario.Users.AfterFailure(f.mood(k.user), int(k.nth))
	return at + wait, again
}

// heldBack reports whether a user has been asked to stop, and obeys.
func (f *fleet) heldBack(u uint32) bool {
	stop := f.Scenario.Users.Stop
	if !stop.Covers(f.clock.elapsed()) {
		return false
	}
	if u == measure.NoUser {
		return stop.Obeyed(f.crowd)
	}
	return f.users[u].obeys
}

// mood returns the random numbers that a user's decisions are drawn from.
func (f *fleet) mood(u uint32) *rand.Rand {
	if u == measure.NoUser {
		return f.crowd
	}
	return f.users[u].mood
}
