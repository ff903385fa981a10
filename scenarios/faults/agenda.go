package faults

import (
	"cmp"
	"slices"
	"time"
)

// An Agenda is what one fault has arranged, in order of time: the clock of a Platform on which
// nothing else happens meanwhile.
type Agenda struct {
	now time.Duration
	due []appointment
}

type appointment struct {
	at time.Duration
	do func()
}

// Now is the time for which the present happening was arranged.
func (a *Agenda) Now() time.Duration { return a.now }

// At arranges that f happens at t.
func (a *Agenda) At(t time.Duration, f func()) {
	i, _ := slices.BinarySearchFunc(a.due, t, func(a appointment, t time.Duration) int {
		return cmp.Or(cmp.Compare(a.at, t), -1) // behind what is due at the same instant
	})
	a.due = slices.Insert(a.due, i, appointment{t, f})
}

// Next lets the next happening take place, and reports whether there was one: comes waits for its
// time, or says that it will not come.
func (a *Agenda) Next(comes func(at time.Duration) bool) bool {
	if len(a.due) == 0 || !comes(a.due[0].at) {
		return false
	}
	next := a.due[0]
	a.due, a.now = a.due[1:], next.at
	next.do()
	return true
}
