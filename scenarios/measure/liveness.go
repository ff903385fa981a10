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
	bins    []goodput
	faulted bool
	out     Recovery
	under   []int            // how often each fault is under way
	left    map[string]int64 // what faults have left behind, by name
	bans    []time.Duration  // beginnings
	open    int              // actions under way
	until   time.Duration    // the end of the last bin
}

type goodput struct {
	ended, succeeded int
	openBefore       int // actions under way at its beginning
}

func newLiveness(c Course) *liveness {
	return &liveness{course: c, under: make([]int, len(c.Troubles)), left: map[string]int64{}}
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

// started takes note of an action that begins.
func (l *liveness) started(at time.Duration) {
	l.bin(at)
	l.open++
}

// ended takes note of an action that ends.
func (l *liveness) ended(at time.Duration, succeeded bool) {
	bin := l.bin(at)
	bin.ended++
	if succeeded {
		bin.succeeded++
	}
	l.open--
}

// bin is the one of now; those before it are added. The end of the run is in the last one.
func (l *liveness) bin(now time.Duration) *goodput {
	for now = min(now, l.course.Length-1); l.until <= now; l.until += recoveryBin {
		l.bins = append(l.bins, goodput{openBefore: l.open})
	}
	return &l.bins[len(l.bins)-1]
}

func (l *liveness) trigger(began, gone time.Duration) {
	if !l.out.Triggered {
		l.out.Triggered, l.out.Began = true, max(0, began)
	}
	l.out.Healed = max(l.out.Healed, gone)
}

// recovery is what the run showed, once it is over.
func (l *liveness) recovery() Recovery {
	r := l.out
	if !r.Triggered {
		return r
	}
	l.bin(l.course.Length)
	for _, bin := range l.bins[:r.Began/recoveryBin] {
		r.Before += bin.ended
		r.BeforeSucceeded += bin.succeeded
	}
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
	for i := int(r.Healed / recoveryBin); i < len(l.bins); i++ {
		bin := l.bins[i]
		end := min(l.course.Length, time.Duration(i+1)*recoveryBin)
		if bin.ended == 0 && bin.openBefore > 0 {
			since, good = end, false // somebody waited all the while, and nobody was served
			seen++
			continue
		}
		seen += bin.ended
		stretch.ended += bin.ended
		stretch.succeeded += bin.succeeded
		last := i == len(l.bins)-1
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
