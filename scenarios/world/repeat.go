package world

import (
	"math/rand/v2"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A repeat is a click, or a loss of patience, that lies ahead.
type repeat struct {
	action         *action // loss of patience: the action waited for
	id             uint64  // its number, as actions are pooled
	user           uint32
	home, customer int
	click          uint16
}

// remember notes a repeat and returns its index for an event.
func (w *world) remember(r repeat) uint32 {
	if n := len(w.spareRepeats); n > 0 {
		i := w.spareRepeats[n-1]
		w.spareRepeats = w.spareRepeats[:n-1]
		w.repeats[i] = r
		return i
	}
	w.repeats = append(w.repeats, r)
	return uint32(len(w.repeats) - 1)
}

func (w *world) recall(i uint32) repeat {
	w.spareRepeats = append(w.spareRepeats, i)
	return w.repeats[i]
}

// next arranges what a user does after an outcome.
func (w *world) next(a *action, failed bool) {
	if a.extra {
		return // the first click, still waited for, decides
	}
	wait, click := time.Duration(0), uint16(0)
	if failed {
		wait, click = w.afterFailure(a)
	}
	now := w.sim.Now()
	switch {
	case a.closed:
		u := &w.users[a.user]
		think := rand.New(&u.think)
		if click == 0 {
			wait, click = w.think.Draw(think), 1
		}
		if stop := w.Scenario.Users.Stop; stop != nil && u.obeys && stop.Covers(now+wait) {
			wait = stop.End() - now + w.think.Draw(think)
		}
		u.click = click
		w.sim.After(wait, w.click, a.user)
	case click > 0:
		r := repeat{user: a.user, home: a.home, customer: a.client.customer, click: click}
		w.sim.After(wait, w.again, w.remember(r))
	}
}

// afterFailure decides whether a user clicks again: when, and the how-manyeth click that is; 0 if
// not. A message that is obeyed replaces the habit.
func (w *world) afterFailure(a *action) (wait time.Duration, click uint16) {
	b, mood := &w.Scenario.Users, rand.New(w.moodOf(a.user))
	if b.Message != nil && mood.Float64() < float64(b.Message.ObeyedBy) {
		return time.Duration(b.Message.Wait), a.click + 1
	}
	g := b.Again
	if g == nil || g.Times.Given && int(a.click) > g.Times.Value {
		return 0, 0
	}
	if mood.Float64() >= float64(g.With) {
		return 0, 0
	}
	return g.After.Draw(mood), a.click + 1
}

func (w *world) moodOf(user uint32) *rand.PCG {
	if user == measure.NoUser {
		return &w.crowd
	}
	return &w.users[user].mood
}

// clickedAgain is the event of a repeated click of an open arrival.
func (w *world) clickedAgain(i uint32) {
	r := w.recall(i)
	if !w.heldBack(r.user) {
		w.begin(beginning{user: r.user, home: r.home, customer: r.customer, click: r.click})
	}
}

// lostPatience is the event of a second click beside the first.
func (w *world) lostPatience(i uint32) {
	r := w.recall(i)
	if r.action.id != r.id {
		return // answered meanwhile
	}
	with := float64(w.Scenario.Users.Impatience.With)
	if rand.New(w.moodOf(r.user)).Float64() < with {
		w.begin(beginning{
			user: r.user, home: r.home, customer: r.customer, click: r.click, extra: true,
		})
	}
}

// heldBack reports whether an open arrival's user has been told to stop, and obeys.
func (w *world) heldBack(user uint32) bool {
	stop := w.Scenario.Users.Stop
	if stop == nil || !stop.Covers(w.sim.Now()) {
		return false
	}
	if user == measure.NoUser {
		return rand.New(&w.crowd).Float64() < float64(stop.ObeyedBy)
	}
	return w.users[user].obeys
}
