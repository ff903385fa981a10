package measure

import (
	"maps"
	"slices"
	"time"
)

// How a Recovery is judged. Goodput is the share of the actions ending in a bin that
// succeeded.
const (
	recoveryBin    = 10 * time.Second
	recoveredShare = 95 // percent of the goodput before the trigger
	// Bins in which fewer actions end are judged together with the next: of 20 actions, one failure
	// is 5 % (assumed).
	recoveryActions = 20
	// A run that ends sooner after its trigger cannot tell a system that is down for good from one
	// that waits: nobody needs to wait longer than a ban, ten minutes with every profile. It is a
	// bin less, for goodput is not known more exactly, and so that a run of two bans is enough,
	// whose first falls in its first seconds.
	watchAtLeast = 10*time.Minute - recoveryBin
)

// A liveness learns the Recovery from the records of a run.
type liveness struct {
	course  Course
	marks   []Actions     // what is counted at the beginning of each bin
	until   time.Duration // the end of the last one
	faulted bool
	out     Recovery
	under   []int            // how often each fault is under way
	left    map[string]int64 // what faults have left behind, by name
	bans    []time.Duration  // beginnings
}

// goodput is what the actions come to that end in a span.
type goodput struct{ ended, succeeded int }

func between(from, to Actions) goodput {
	succeeded := to.Succeeded - from.Succeeded
	return goodput{succeeded + to.Failed - from.Failed, succeeded}
}

func newLiveness(c Course) liveness {
	return liveness{course: c, under: make([]int, len(c.Troubles)), left: map[string]int64{}}
}

// fault takes note of a fault that begins or ends.
func (l *liveness) fault(r *Record) {
	l.trigger(r.At, r.At)
	if r.Kind == FaultEnded {
		if int(r.Fault) < len(l.under) {
			l.under[r.Fault]--
		}
		return
	}
	l.faulted = true
	if int(r.Fault) < len(l.course.Troubles) {
		f := &l.course.Troubles[r.Fault]
		l.left[f.Leaves] += f.By
		if f.Lasts {
			l.under[r.Fault]++
		}
	}
}

// banned takes note of a ban that begins with a hit.
func (l *liveness) banned(r *Record) {
	if !l.faulted && len(l.bans) == 0 {
		l.trigger(r.Since, r.BannedUntil)
	}
	l.bans = append(l.bans, r.At)
}

// mark notes what is counted so far, before the first action that begins or ends in a bin; the end
// of the run is in the last one.
func (l *liveness) mark(now time.Duration, counted Actions) {
	for now = min(now, l.course.Length-1); l.until <= now; l.until += recoveryBin {
		l.marks = append(l.marks, counted)
	}
}

func (l *liveness) trigger(began, gone time.Duration) {
	if !l.out.Triggered {
		l.out.Triggered, l.out.Began = true, max(0, began)
	}
	l.out.Healed = max(l.out.Healed, gone)
}

// recovery is what the run showed, once it is over and all is counted.
func (l *liveness) recovery(counted Actions) Recovery {
	r := l.out
	if !r.Triggered {
		return r
	}
	l.mark(l.course.Length, counted)
	l.marks = append(l.marks, counted)
	before := between(Actions{}, l.marks[r.Began/recoveryBin])
	r.Before, r.BeforeSucceeded = before.ended, before.succeeded
	for _, n := range l.under {
		r.Ongoing = r.Ongoing || n > 0
	}
	for _, what := range slices.Sorted(maps.Keys(l.left)) {
		r.Ongoing = r.Ongoing || l.left[what] != 0
	}
	for _, at := range l.bans {
		if at > r.Healed {
			r.BansAfter++
		}
	}
	if r.Ongoing = r.Ongoing || r.Healed >= l.course.Length; r.Ongoing {
		return r
	}
	good, seen := l.goodSince(r)
	if seen < recoveryActions {
		return r
	}
	if r.Recovered = good < l.course.Length; r.Recovered {
		r.Took = max(0, good-r.Healed)
	}
	r.Metastable = !r.Recovered && l.course.Length-r.Healed >= watchAtLeast
	return r
}

// goodSince is the end of the last bad stretch that reaches beyond r.Healed; r.Healed if there is
// none, and the end of the run if nothing good came after it. seen is how many actions tell it.
func (l *liveness) goodSince(r Recovery) (since time.Duration, seen int) {
	since = r.Healed
	stretch, first, good := goodput{}, true, true
	for i := int(r.Healed / recoveryBin); i < len(l.marks)-1; i++ {
		bin := between(l.marks[i], l.marks[i+1])
		end := min(l.course.Length, time.Duration(i+1)*recoveryBin)
		if bin.ended == 0 && l.marks[i].Open > 0 {
			since, good = end, false // somebody waited all the while, and nobody was served
			seen++
			continue
		}
		seen += bin.ended
		stretch.ended += bin.ended
		stretch.succeeded += bin.succeeded
		last := i == len(l.marks)-2
		if stretch.ended < recoveryActions && !last {
			continue
		}
		// What is left at the end is too little to be bad by itself, unless it is all there is.
		switch {
		case !stretch.bad(r):
			good = good || stretch.ended > 0
		case stretch.ended >= recoveryActions || first:
			since, good = end, false
		}
		stretch, first = goodput{}, false
	}
	if !good {
		since = l.course.Length
	}
	return since, seen
}

// bad reports whether goodput is below 95 % of what it was before the trigger, in integers.
func (g goodput) bad(r Recovery) bool {
	succeeded, ended := r.BeforeSucceeded, r.Before
	if ended < recoveryActions {
		succeeded, ended = 1, 1
	}
	return 100*g.succeeded*ended < recoveredShare*succeeded*g.ended
}
