package storm

import (
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// margin is how much of its length the focus shows to either side of the storm. Assumed.
const margin = 0.06

// Where no ban falls, the focus goes on after the last hit, for afterwards times as long as that
// hit took to arrive: time for its answer, and for a call. Assumed.
const afterwards = 4

// focus is from the click that led to the first hit that the centre counts, to shortly after the
// last hit. A ban that no hit caused is seen by what follows it: then it is to the window's end.
func (t *rowMaker) focus() [2]int64 {
	to := t.tick(t.w.centre.at)
	from, there := to, int64(0)
	for i := range t.w.records {
		r := &t.w.records[i]
		if r.Kind == measure.TokenJudged && r.At >= t.w.centre.since && r.At <= t.w.centre.at &&
			int(r.IP) == t.w.centre.ip && r.By != measure.ByOutsider {
			from, there = min(from, t.led(r)), int64((r.At-r.Sent)/Tick)
		}
	}
	switch b := t.w.centre.ban; {
	case b == nil:
		to += afterwards * there
	case b.Kind == measure.BanImposed:
		to = t.length
	}
	wide := max(int64(float64(to-from)*margin), int64(40*time.Millisecond/Tick))
	return [2]int64{max(0, from-wide), min(t.length, to+2*wide)}
}

// longWait is how long before a hit its user's click is shown with it. Assumed.
const longWait = 2 * time.Second

// led is when what led to a hit began: its user's click, or that of another who had been refused
// shortly before; else its sending.
func (t *rowMaker) led(r *measure.Record) int64 {
	sent := max(0, t.tick(r.Sent))
	began := sent
	for _, a := range t.actions {
		mine := r.Action != 0 && a.number == r.Action || r.Rejected != 0 && a.refused > 0
		if mine && a.Began != Absent && a.Began >= sent-int64(longWait/Tick) {
			began = min(began, a.Began)
		}
	}
	return began
}
