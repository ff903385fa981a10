package study

import (
	"maps"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// How a measure.Recovery is judged. Goodput is the share of the actions ending in a bin that
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

// A Liveness is the Fold that yields the Recovery.
type Liveness struct {
	length  time.Duration
	faults  []faults.Fault
	bins    []goodput
	faulted bool
	out     measure.Recovery
	under   []int            // faults under way, by index
	left    map[string]int64 // what faults have left behind, by name
	bans    []time.Duration  // beginnings
	open    int              // actions under way
}

type goodput struct {
	ended, succeeded int
	openBefore       int // actions under way at its beginning
}

// NewLiveness returns the Liveness of a run of s.
func NewLiveness(s *scenarios.Scenario) *Liveness {
	return &Liveness{
		length: time.Duration(s.Length), faults: s.Faults, under: make([]int, len(s.Faults)),
		left: map[string]int64{},
	}
}

// lasts reports whether the fault goes on until it is said to end, or for good. The others are an
// instant; what they leave behind is kept beside them.
func lasts(f *faults.Fault) bool {
	_, leaves := f.Kind.(faults.Leaver)
	return !f.Momentary() && !leaves
}

// Add takes note of one record.
func (l *Liveness) Add(r *measure.Record) {
	l.reach(r.At)
	bin := &l.bins[len(l.bins)-1]
	switch r.Kind {
	case measure.ActionStarted:
		l.open++
	case measure.ActionSucceeded:
		bin.ended++
		bin.succeeded++
		l.open--
	case measure.ActionFailed:
		bin.ended++
		l.open--
	case measure.FaultBegan:
		l.trigger(r.At, r.At)
		l.faulted = true
		f := &l.faults[r.Fault]
		if lasts(f) {
			l.under[r.Fault]++
		}
		if leaver, ok := f.Kind.(faults.Leaver); ok {
			what, by := leaver.Leaves()
			l.left[what] += by
		}
	case measure.FaultEnded:
		l.under[r.Fault]--
		l.trigger(r.At, r.At)
	case measure.BanImposed:
		l.trigger(r.At, r.BannedUntil)
	case measure.TokenJudged, measure.APIJudged:
		if r.Ban == fakecarrier.BanStarted && r.By != measure.ByOutsider {
			if !l.faulted && len(l.bans) == 0 {
				l.trigger(r.Since, r.BannedUntil)
			}
			l.bans = append(l.bans, r.At)
		}
	default: // tells nothing of actions, faults or bans
	}
}

// reach adds the bins up to the one of now.
func (l *Liveness) reach(now time.Duration) {
	for len(l.bins) <= int(now/recoveryBin) {
		l.bins = append(l.bins, goodput{openBefore: l.open})
	}
}

func (l *Liveness) trigger(began, gone time.Duration) {
	if !l.out.Triggered {
		l.out.Triggered, l.out.Began = true, began
	}
	l.out.Healed = max(l.out.Healed, gone)
}

// Recovery is what the run showed; read it once the run is over.
func (l *Liveness) Recovery() measure.Recovery {
	r := l.out
	if !r.Triggered {
		return r
	}
	for _, bin := range l.bins[:r.Began/recoveryBin] {
		r.Before += bin.ended
		r.BeforeSucceeded += bin.succeeded
	}
	for i := range l.under {
		r.Ongoing = r.Ongoing || l.under[i] > 0
	}
	for _, what := range slices.Sorted(maps.Keys(l.left)) {
		r.Ongoing = r.Ongoing || l.left[what] != 0
	}
	for _, at := range l.bans {
		if at > r.Healed {
			r.BansAfter++
		}
	}
	if r.Ongoing = r.Ongoing || r.Healed >= l.length; r.Ongoing {
		return r
	}
	l.reach(l.length - 1)
	good, seen := l.goodSince(r)
	if seen < recoveryActions {
		return r
	}
	if r.Recovered = good < l.length; r.Recovered {
		r.Took = max(0, good-r.Healed)
	}
	r.Metastable = !r.Recovered && l.length-r.Healed >= watchAtLeast
	return r
}

// goodSince is the end of the last bad stretch that reaches beyond r.Healed; r.Healed if there is
// none, and the end of the run if nothing good came after it. seen is how many actions tell it.
func (l *Liveness) goodSince(r measure.Recovery) (since time.Duration, seen int) {
	since = r.Healed
	stretch, first, good := goodput{}, true, true
	for i := int(r.Healed / recoveryBin); i < len(l.bins); i++ {
		bin := l.bins[i]
		end := min(l.length, time.Duration(i+1)*recoveryBin)
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
		since = l.length
	}
	return since, seen
}

// bad reports whether goodput is below 95 % of what it was before the trigger, in integers.
func (g goodput) bad(r measure.Recovery) bool {
	succeeded, ended := r.BeforeSucceeded, r.Before
	if ended < recoveryActions {
		succeeded, ended = 1, 1
	}
	return 100*g.succeeded*ended < recoveredShare*succeeded*g.ended
}
