package drive

import (
	"context"
	"math/rand/v2"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/chance"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A user is somebody who clicks.
type user struct {
	think *rand.Rand
	mood  *rand.Rand // guarded by the fleet's moods: clicks beside each other ask it
	obeys bool       // when told to stop clicking
}

// A click is what is known of an action when it begins.
type click struct {
	user           uint32 // NoUser for recorded arrivals
	home, customer int    // home: the node that serves this user while it is up
	nth            uint16 // 1 for a first click, 2 for its first repetition, ...
	extra          bool   // a second click beside one that is still under way
}

// An action is a click, carried to its outcome.
type action struct {
	click
	id   uint64
	node *node        // that serves it
	late atomic.Int64 // by how much timers were late for it so far, in virtual nanoseconds
	due  atomic.Int64 // how long it had to wait so far, had they been on time
}

// waited notes a wait of an action, and by how much a timer made it longer. What runs in the
// background is no action.
func (a *action) waited(due, late time.Duration) {
	if a != nil {
		a.due.Add(int64(due))
		a.late.Add(int64(max(0, late)))
	}
}

// seat is the node and customer of a user, by the present number of nodes.
func (f *fleet) seat(user uint32) (home, customer int) {
	customers := f.Scenario.Fleet.Customers
	return int(user) / customers % f.nodes.size(), int(user) % customers
}

// work is the life of a closed user: think, click, wait for the outcome.
func (f *fleet) work(u uint32, start, waits *chance.Distribution) {
	think := f.users[u].think
	k := click{user: u, nth: 1}
	next := start.Draw(think) + waits.Draw(think)
	for f.clock.until(f.ctx, next) {
		k.home, k.customer = f.seat(u)
		failed := f.act(k)
		now := f.clock.elapsed()
		again := false
		if failed {
			next, again = f.afterFailure(now, k)
		}
		if k.nth++; !again {
			next, k.nth = now+waits.Draw(think), 1
		}
		if stop := f.Scenario.Users.Stop; stop != nil && f.users[u].obeys && stop.Covers(next) {
			next = stop.End() + waits.Draw(think)
		}
	}
}

// receive lets the clicks of the i-th load happen, which wait for nobody.
func (f *fleet) receive(i int) {
	next := f.Scenario.Clicks(i, f.stream)
	for c, ok := next(); ok && f.clock.until(f.ctx, c.At); c, ok = next() {
		k := click{user: c.User, home: c.Node, customer: c.Customer, nth: 1}
		if c.User != measure.NoUser {
			k.home, k.customer = f.seat(c.User)
		}
		f.run(func() { f.insist(k) })
	}
}

// insist clicks, and again for as long as it fails and the user's mood is such.
func (f *fleet) insist(k click) {
	for !f.heldBack(k.user) && f.act(k) {
		at, again := f.afterFailure(f.clock.elapsed(), k)
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
		Customer: uint16(k.customer),
	}
	a.id = f.book.begin(r)
	r.Action, r.Sent = a.id, began
	if !up {
		return f.finish(a, r, 0, errNoNode)
	}
	waiting, cancel := context.WithCancel(serving.alive)
	defer cancel()
	if p := f.Scenario.Users.Impatience; p != nil && !k.extra {
		f.run(func() { f.losePatience(waiting, k, began+time.Duration(p.After)) })
	}
	ctx := waiting
	if patience := f.Scenario.Users.Patience; patience > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, f.clock.real(time.Duration(patience)))
		defer stop()
	}
	if err := serving.pass(); err != nil {
		return f.finish(a, r, 0, err)
	}
	status, err := f.call(withPurpose(ctx, purpose{action: a, customer: k.customer}))
	return f.finish(a, r, status, err)
}

// finish keeps the outcome of an action, and reports whether it failed.
func (f *fleet) finish(a *action, r measure.Record, status int, err error) (failed bool) {
	r.Kind, r.Status = measure.ActionSucceeded, uint16(status)
	if err != nil || status != http.StatusOK {
		r.Kind = measure.ActionFailed
	} else {
		r.Status = 0
		f.book.succeeded(a, f.clock.elapsed()-r.Sent)
	}
	f.book.add(r)
	return r.Kind == measure.ActionFailed
}

// call is the API call of an action, through the strategy of its node. The status is that of the
// last answer, 0 without one.
func (f *fleet) call(ctx context.Context) (status int, err error) {
	a := purposeOf(ctx).action
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

// losePatience clicks a second time beside a click that is not answered by then.
func (f *fleet) losePatience(waiting context.Context, k click, at time.Duration) {
	if !f.clock.until(waiting, at) {
		return
	}
	if f.ask(k.user, func(mood *rand.Rand) bool {
		return mood.Float64() < float64(f.Scenario.Users.Impatience.With)
	}) {
		k.nth, k.extra = k.nth+1, true
		f.act(k)
	}
}

// afterFailure decides whether a user clicks again, and when. A message that is obeyed replaces the
// habit.
func (f *fleet) afterFailure(now time.Duration, k click) (at time.Duration, again bool) {
	b := &f.Scenario.Users
	f.ask(k.user, func(mood *rand.Rand) bool {
		g := b.Again
		switch {
		case b.Message != nil && mood.Float64() < float64(b.Message.ObeyedBy):
			at, again = now+time.Duration(b.Message.Wait), true
		case g == nil || g.Times.Given && int(k.nth) > g.Times.Value:
		case mood.Float64() >= float64(g.With):
		default:
			at, again = now+g.After.Draw(mood), true
		}
		return again
	})
	return at, again
}

// heldBack reports whether a user has been told to stop, and obeys.
func (f *fleet) heldBack(u uint32) bool {
	stop := f.Scenario.Users.Stop
	if stop == nil || !stop.Covers(f.clock.elapsed()) {
		return false
	}
	if u != measure.NoUser {
		return f.users[u].obeys
	}
	return f.ask(u, func(mood *rand.Rand) bool {
		return mood.Float64() < float64(stop.ObeyedBy)
	})
}

// ask asks a user's mood, one at a time.
func (f *fleet) ask(u uint32, question func(mood *rand.Rand) bool) bool {
	f.moods.Lock()
	defer f.moods.Unlock()
	if u == measure.NoUser {
		return question(f.crowd)
	}
	return question(f.users[u].mood)
}
