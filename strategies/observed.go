package strategies

import (
	"context"
	"time"
)

// The observed types wrap the interfaces of an Env whose Observe is set, and report what passes.
// The parts do not know of them. Only the breaker reports for itself: nobody else sees its state.

// report passes an event to the observer, if there is one.
func (e Env) report(event Event) {
	if e.Observe == nil {
		return
	}
	event.At, event.Account = e.Clock.Now(), e.Account
	e.Observe(event)
}

// observedEndpoint returns env's endpoint, observed.
func (e Env) observedEndpoint() Source {
	if e.Observe == nil {
		return e.Endpoint
	}
	return observedSource{e, e.Endpoint}
}

// observedActions returns s, observed.
func (e Env) observedActions(s Strategy) Strategy {
	if e.Observe == nil {
		return s
	}
	return observedStrategy{e, s}
}

// observedEdges returns env with its stores and its lease observed.
func (e Env) observedEdges() Env {
	if e.Observe == nil {
		return e
	}
	outside := e
	if e.Store != nil {
		e.Store = observedStore{outside, "own", outside.Store}
	}
	if e.Shared != nil {
		e.Shared = observedStore{outside, "shared", outside.Shared}
	}
	if e.Lease != nil {
		e.Lease = observedLease{outside, outside.Lease}
	}
	return e
}

// observedPart returns env for part p, which reports the waits of p.
func (e Env) observedPart(p Part) Env {
	if e.Observe == nil {
		return e
	}
	outside, name := e, NameOf(p)
	e.Clock = observedClock{outside.Clock, outside, name}
	e.NewMutex = func() Mutex { return observedMutex{outside.NewMutex(), outside, name} }
	return e
}

// observedSource reports each hit on the token endpoint.
type observedSource struct {
	env  Env
	next Source
}

func (o observedSource) Token(ctx context.Context, rejected Token) (Token, error) {
	begun := o.env.Clock.Now()
	t, err := o.next.Token(ctx, rejected)
	o.env.report(Event{
		Kind: EventTokenRequest, Why: WhyOf(ctx, rejected), Took: o.env.since(begun), Err: err,
	})
	return t, err
}

// observedStrategy reports each action and its calls.
type observedStrategy struct {
	env  Env
	next Strategy
}

func (o observedStrategy) Do(
	ctx context.Context, call func(context.Context, Token) error,
) error {
	begun := o.env.Clock.Now()
	err := o.next.Do(ctx, func(ctx context.Context, t Token) error {
		begun := o.env.Clock.Now()
		err := call(ctx, t)
		o.env.report(Event{Kind: EventCall, Took: o.env.since(begun), Err: err})
		return err
	})
	o.env.report(Event{Kind: EventAction, Took: o.env.since(begun), Err: err})
	return err
}

type observedStore struct {
	env  Env
	name string
	next Store
}

func (o observedStore) Get(ctx context.Context) (Token, error) {
	begun := o.env.Clock.Now()
	t, err := o.next.Get(ctx)
	o.failed(begun, err)
	return t, err
}

func (o observedStore) Put(ctx context.Context, t Token) error {
	begun := o.env.Clock.Now()
	err := o.next.Put(ctx, t)
	o.failed(begun, err)
	return err
}

func (o observedStore) failed(begun time.Time, err error) {
	if err != nil {
		o.env.report(Event{Kind: EventStore, Store: o.name, Took: o.env.since(begun), Err: err})
	}
}

type observedLease struct {
	env  Env
	next LeaseStore
}

func (o observedLease) Hold(ctx context.Context, d time.Duration) (bool, error) {
	begun := o.env.Clock.Now()
	held, err := o.next.Hold(ctx, d)
	o.env.report(Event{Kind: EventLease, Held: held, Took: o.env.since(begun), Err: err})
	return held, err
}

type observedClock struct {
	Clock
	env  Env
	part string
}

func (o observedClock) Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return o.Clock.Sleep(ctx, d)
	}
	begun := o.env.Clock.Now()
	err := o.Clock.Sleep(ctx, d)
	o.env.waited(o.part, begun, err)
	return err
}

type observedMutex struct {
	next Mutex
	env  Env
	part string
}

func (o observedMutex) Lock(ctx context.Context) error {
	if ctx.Err() == nil && o.next.TryLock() {
		return nil
	}
	begun := o.env.Clock.Now()
	err := o.next.Lock(ctx)
	o.env.waited(o.part, begun, err)
	return err
}

func (o observedMutex) TryLock() bool { return o.next.TryLock() }
func (o observedMutex) Unlock()       { o.next.Unlock() }

func (e Env) waited(part string, begun time.Time, err error) {
	e.report(Event{Kind: EventWait, Part: part, Took: e.since(begun), Err: err})
}

func (e Env) since(begun time.Time) time.Duration { return e.Clock.Now().Sub(begun) }
