package world

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// An action is one click of a user, carried to its outcome; it is the process that runs the
// strategy. Actions are pooled, and fill two cache lines as messages fill theirs.
type action struct {
	beginning
	w       *world
	id      uint64 // 0: in the pool
	client  *client
	began   time.Duration
	ctx     actionContext
	perform func(context.Context, strategies.Token) error // the API call
	_       [32]byte
}

// A beginning is a click, as an action begins with it.
type beginning struct {
	user           uint32 // NoUser for recorded arrivals
	home, customer int    // home: the node that serves this user while it is up
	click          uint16 // 1: a first click, 2: its first repetition, and so on
	load           uint8  // of the workload
	closed         bool   // the user waits for the outcome
	extra          bool   // a second click beside one that is still under way
}

type actionKey struct{}

// An actionContext carries its action. It is part of the action, and so costs no allocation.
type actionContext struct {
	context.Context
	action *action
}

func (c *actionContext) Value(key any) any {
	if _, ok := key.(actionKey); ok {
		return c.action
	}
	return c.Context.Value(key)
}

func (a *action) String() string {
	return fmt.Sprintf("action %d on node %d, customer %d", a.id, a.client.node.index, a.customer)
}

var errNoNode = errors.New("no node is up")

// begin starts an action for a click that happens now.
func (w *world) begin(b beginning) {
	if w.Fork.withholdsClicks(w.sim.Now()) {
		return
	}
	a := w.takeAction()
	w.actions++
	a.beginning, a.id, a.began = b, w.actions, w.sim.Now()
	serving, up := w.serving(b.home)
	l := &w.loads[b.load]
	a.client = serving.at[l.carrier].clients[b.customer]
	w.record = measure.Record{
		Kind: measure.ActionStarted, Action: a.id, User: b.user, Click: b.click,
		Node: uint16(serving.index), Customer: uint16(b.customer),
		Class: l.class, Group: a.client.group, Carrier: l.carrier,
	}
	w.emit(&w.record)
	if !up {
		a.finish(errNoNode)
		return
	}
	if p := w.Scenario.Users.Impatience; p != nil && !b.extra && !l.Workers {
		second := b
		second.click, second.closed, second.extra = b.click+1, false, true
		w.sim.After(time.Duration(p.After), w.watch, w.repeats.put(repeat{second, a, a.id}))
	}
	if serving.pauses > 0 {
		serving.later(func() { w.sim.Start(a) })
		return
	}
	w.sim.Begin(a)
}

func (w *world) takeAction() *action {
	if n := len(w.spareActions); n > 0 {
		a := w.spareActions[n-1]
		w.spareActions = w.spareActions[:n-1]
		return a
	}
	a := &action{w: w}
	w.everyAction = append(w.everyAction, a)
	a.ctx.action = a
	a.perform = func(ctx context.Context, t strategies.Token) error {
		m := w.takeMessage()
		m.record.Action, m.record.User, m.record.Token = a.id, a.user, tokenNumber(t)
		m.record.Class = w.loads[a.load].class
		err := w.post(ctx, a.client, m, fakecarrier.APIEndpoint)
		if err == nil {
			err = m.process.Park()
		}
		return w.collect(a.client, m, err)
	}
	return a
}

// Run is the process. In the instant before it begins its node may have crashed, or been paused
// again.
func (a *action) Run(ctx context.Context) {
	switch d := a.client.node; {
	case a.id == 0:
		return
	case d.pauses > 0:
		d.later(func() { a.w.sim.Start(a) })
		return
	}
	if patience := time.Duration(a.w.Scenario.Users.Patience); patience > 0 {
		limited, cancel := a.w.sim.WithTimeout(ctx, patience)
		defer cancel()
		ctx = limited
	}
	a.ctx.Context = ctx
	err := a.carryOut()
	a.w.processEnded()
	a.finish(err)
}

// carryOut lets the strategy carry the action out, once its node has a thread for it.
func (a *action) carryOut() error {
	l := &a.w.loads[a.load]
	if l.name != "" {
		a.ctx.Context = strategies.WithClass(a.ctx.Context, l.name)
	}
	if t := a.client.node.threads; t != nil {
		if err := t.take(&a.ctx); err != nil {
			return err
		}
		defer t.give()
	}
	if l.keeps != nil {
		return a.work(l)
	}
	return a.client.strategy.Do(&a.ctx, a.perform)
}

// finish ends an action, and returns it to the pool.
func (a *action) finish(err error) {
	a.end(err)
	a.w.spareActions = append(a.w.spareActions, a)
}

// end records the outcome, and arranges what the user does next.
func (a *action) end(err error) {
	kind := measure.ActionSucceeded
	if err != nil {
		kind = measure.ActionFailed
	}
	a.w.record = measure.Record{
		Kind: kind, Action: a.id, User: a.user, Click: a.click, Sent: a.began,
		Status: uint16(strategies.Status(err)),
		Node:   uint16(a.client.node.index), Customer: uint16(a.customer),
		Class: a.w.loads[a.load].class, Group: a.client.group, Carrier: a.client.carrier.index,
	}
	a.w.emit(&a.w.record)
	a.w.next(a, err != nil)
	loss := measure.LostUnsaved
	if errors.Is(err, errCrashed) {
		loss = measure.LostByCrash
	}
	by := a.blamed(loss)
	a.id = 0
	a.client.carrier.sessions.forgot(a.client, by)
}

// blamed is the culprit of a loss that the action is to blame for.
func (a *action) blamed(loss measure.Loss) culprit {
	return culprit{
		loss: loss, action: a.id, node: uint16(a.client.node.index),
		class: a.w.loads[a.load].class, group: a.client.group,
	}
}
