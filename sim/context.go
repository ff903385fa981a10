package sim

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// WithCancel is context.WithCancel in virtual time: the contexts that Sleep, Park, Lock and Wait
// listen to. Cancelling ends the waits under it at this instant, in the order in which they began.
func (s *Sim) WithCancel(parent context.Context) (context.Context, context.CancelFunc) {
	c := s.newScope(parent)
	return c, c.cancelled
}

// WithTimeout is context.WithTimeout in virtual time: in d from now the context is done, with
// context.DeadlineExceeded. A parent whose deadline comes first still decides.
func (s *Sim) WithTimeout(parent context.Context, d time.Duration) (context.Context,
	context.CancelFunc) {
	c := s.newScope(parent)
	t := s.later(d)
	if c.limited && c.deadline <= t || c.err != nil {
		return c, c.cancelled
	}
	c.limited, c.deadline = true, t
	if d <= 0 {
		c.end(context.DeadlineExceeded)
	} else {
		s.expiry.add(s, c, int64(d))
	}
	return c, c.cancelled
}

// A scope is a context in virtual time.
type scope struct {
	sim    *Sim
	parent context.Context
	err    error
	done   chan struct{} // made on demand

	limited  bool
	deadline int64  // virtual ns, if limited
	seq      uint64 // of the event at the deadline

	waiters  list[*Process]
	children list[*scope]
	sibling  node[*scope] // among the parent's children
	inLine   node[*scope] // among the deadlines of the same duration
	after    []*afterFunc
}

// An afterFunc is called when the scope is done. It is a struct so that two of them differ.
type afterFunc struct{ f func() }

// scopeKey finds the innermost scope of a context, as its value.
type scopeKey struct{}

func (s *Sim) newScope(parent context.Context) *scope {
	c := &scope{sim: s, parent: parent}
	c.sibling.owner, c.inLine.owner = c, c
	up := s.scopeOf(parent)
	switch {
	case up == nil:
	case up.err != nil:
		c.err = up.err
	default:
		c.limited, c.deadline = up.limited, up.deadline
		up.children.push(&c.sibling)
	}
	return c
}

// scopeOf returns the scope that ends a wait under ctx, nil if nothing ever does. A wait cannot
// listen to any other kind of context: it would be ended by a channel, from outside virtual time.
func (s *Sim) scopeOf(ctx context.Context) *scope {
	c, ok := ctx.(*scope)
	if !ok {
		done := ctx.Done()
		if done == nil {
			return nil
		}
		// A context in between may have a channel of its own, as context.WithCancel does.
		c, ok = ctx.Value(scopeKey{}).(*scope)
		if !ok || c.done != done {
			panic(s.foreign(ctx))
		}
	}
	if c.sim != s {
		panic(fmt.Sprintf("sim: %v waits under a context of another Sim", s.who()))
	}
	return c
}

func (s *Sim) foreign(ctx context.Context) string {
	return fmt.Sprintf("sim: %v waits under a %T, which virtual time cannot cancel: "+
		"use Sim.WithCancel and Sim.WithTimeout in place of package context's", s.who(), ctx)
}

func (s *Sim) who() string {
	if s.current == nil {
		return "a handler"
	}
	return s.current.String()
}

// ends sees to it that the wait on which p embarks ends with c; a nil scope ends nothing.
func (c *scope) ends(p *Process) {
	if c != nil {
		c.waiters.push(&p.inContext)
		p.listed = true
	}
}

// cancelled is the context.CancelFunc.
func (c *scope) cancelled() { c.end(context.Canceled) }

// end makes c done, ends the waits under it, and passes on to its children.
func (c *scope) end(err error) {
	if c.err != nil {
		return
	}
	c.err = err
	c.sibling.leave()
	c.inLine.leave()
	if c.done != nil {
		close(c.done)
	}
	for c.waiters.first != nil {
		p := c.waiters.first.owner
		if c.sim.ended {
			p.detach()
			continue
		}
		p.release(err)
	}
	for c.children.first != nil {
		c.children.first.owner.end(err)
	}
	after := c.after
	c.after = nil
	for _, a := range after {
		a.f()
	}
}

// Deadline tells the deadline on the calendar that begins at the Sim's Epoch.
func (c *scope) Deadline() (time.Time, bool) {
	if !c.limited {
		return time.Time{}, false
	}
	return c.sim.Epoch.Add(time.Duration(c.deadline)), true
}

// Done returns a channel for code that only looks at it. To wait for it is to block for real.
func (c *scope) Done() <-chan struct{} {
	if c.done == nil {
		c.done = make(chan struct{})
		if c.err != nil {
			close(c.done)
		}
	}
	return c.done
}

func (c *scope) Err() error { return c.err }

func (c *scope) Value(key any) any {
	if key == (scopeKey{}) {
		return c
	}
	return c.parent.Value(key)
}

func (c *scope) String() string { return fmt.Sprint(c.parent, ".sim") }

// AfterFunc calls f, at once and in place, when c is done. Package context asks for it so as not
// to start a goroutine for each context that it derives from c.
func (c *scope) AfterFunc(f func()) (stop func() bool) {
	if c.err != nil {
		f()
		return func() bool { return false }
	}
	a := &afterFunc{f}
	c.after = append(c.after, a)
	return func() bool {
		i := slices.Index(c.after, a)
		if i < 0 {
			return false
		}
		c.after = slices.Delete(c.after, i, i+1)
		return true
	}
}
