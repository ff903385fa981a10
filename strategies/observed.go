package strategies

import (
	"context"
	"time"
)

// The observed types wrap the interfaces of an Env whose Observe is set, and report what passes.
// The parts do not know of them. Only the breaker reports for itself: nobody else sees its state.

// report passes an event that began at begun, and ends now, to the observer.
func (e Env) report(begun time.Time, event Event) {
	event.At, event.Account = e.Clock.Now(), e.Account
	event.Took = event.At.Sub(begun)
	e.Observe(event)
}

// observed returns env with its endpoint, its stores and its lease observed.
func (e Env) observed() Env {
	if e.Observe == nil {
		return e
	}
	outside := e
	e.Endpoint = observedSource{outside, outside.Endpoint}
	e.Store = observedStore{outside, "own", outside.Store}
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
	o.env.report(begun, Event{Kind: EventTokenRequest, Why: WhyOf(ctx, rejected), Err: err})
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
		o.env.report(begun, Event{Kind: EventCall, Err: err})
		return err
	})
	o.env.report(begun, Event{Kind: EventAction, Err: err})
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
		o.env.report(begun, Event{Kind: EventStore, Store: o.name, Err: err})
	}
}

type observedLease struct {
	env  Env
	next LeaseStore
}

func (o observedLease) Hold(ctx context.Context, d time.Duration) (Grant, error) {
	begun := o.env.Clock.Now()
	grant, err := o.next.Hold(ctx, d)
	o.env.report(begun, Event{Kind: EventLease, Held: grant.Held, Err: err})
	return grant, err
}

func (o observedLease) Release(ctx context.Context) error { return o.next.Release(ctx) }

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
	o.env.report(begun, Event{Kind: EventWait, Part: o.part, Err: err})
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
	o.env.report(begun, Event{Kind: EventWait, Part: o.part, Err: err})
	return err
}

func (o observedMutex) TryLock() bool { return o.next.TryLock() }
func (o observedMutex) Unlock()       { o.next.Unlock() }
