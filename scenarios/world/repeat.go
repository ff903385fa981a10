package world

import (
	"math/rand/v2"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A repeat is a click, or a loss of patience, that lies ahead.
type repeat struct {
	beginning
	action *action // loss of patience: the action waited for
	id     uint64  // its number, as actions are pooled
}

// next arranges what the user of an action does after its outcome.
func (w *world) next(a *action, failed bool) {
	if a.extra {
		return // the first click, still waited for, decides
	}
	wait, again := time.Duration(0), false
	l := &w.loads[a.load]
	if failed && !l.Workers {
		wait, again = w.Scenario.Users.AfterFailure(rand.New(w.moodOf(a.user)), int(a.click))
	}
	now := w.sim.Now()
	switch {
	case a.closed:
		u := &w.users[a.user]
		think := rand.New(&u.think)
		u.click = a.click + 1
		if !again {
			wait, u.click = l.think.Draw(think), 1
		}
		if stop := w.Scenario.Users.Stop; u.obeys && stop.Covers(now+wait) {
			wait = stop.End() - now + l.think.Draw(think)
		} else if w.climbing != nil && !again {
			w.climbing.thinks(a.user, now, now+wait, nil)
		}
		w.sim.After(wait, w.click, a.user)
	case again:
		b := a.beginning
		b.click++
		w.sim.After(wait, w.again, w.repeats.put(repeat{beginning: b}))
	}
}

func (w *world) moodOf(user uint32) *rand.PCG {
	if user == measure.NoUser {
		return &w.crowd
	}
	return &w.users[user].mood
}

// clickedAgain is the event of a repeated click whose user waits for nobody.
func (w *world) clickedAgain(i uint32) {
	if r := w.repeats.take(i); !w.heldBack(r.user) {
		w.begin(r.beginning)
	}
}

// lostPatience is the event of a second click beside the first.
func (w *world) lostPatience(i uint32) {
	r := w.repeats.take(i)
	if r.action.id != r.id {
		return // answered meanwhile
	}
	with := float64(w.Scenario.Users.Impatience.With)
	if rand.New(w.moodOf(r.user)).Float64() < with {
		w.begin(r.beginning)
	}
}

// heldBack reports whether a user who waits for nobody has been asked to stop, and obeys.
func (w *world) heldBack(user uint32) bool {
	stop := w.Scenario.Users.Stop
	if !stop.Covers(w.sim.Now()) {
		return false
	}
	if user == measure.NoUser {
		return stop.Obeyed(rand.New(&w.crowd))
	}
	return w.users[user].obeys
}
