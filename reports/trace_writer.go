package reports

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"
)

// A place is a track of a trace: its thread within its process, by whose numbers the format
// identifies it.
type place struct{ process, thread int }

// The processes of a trace, in the order in which they are shown. Nodes follow.
const (
	faultProcess = 1
	elsewhere    = 2
	firstIP      = 10
	firstOwner   = 100       // of tokens: customers
	firstNode    = 1_000_000 // so many customers there may be
)

func nodeProcess(node int) int { return firstNode + node }

// A traceWriter writes events of the Trace Event Format, and deals out tracks.
type traceWriter struct {
	w      *bufio.Writer
	on     bool // what is yet to be shown is dropped
	any    bool
	most   int // 0: any number
	events int
	full   bool
	fullAt time.Duration
	err    error

	named   map[int]bool // processes
	lanes   map[group][]place
	busy    map[place]bool
	idle    map[place]time.Duration // since when a track is
	threads map[int]int             // by process, so far
	shown   map[place]bool
	names   map[place]string
	open    map[place][]string // names of slices begun and not ended, outermost first
}

// A group is the tracks of one name in a process: more than one where slices overlap.
type group struct {
	process int
	name    string
}

func newTraceWriter(w io.Writer, most int) *traceWriter {
	out := &traceWriter{
		w: bufio.NewWriterSize(w, 1<<20), most: most, named: map[int]bool{},
		lanes: map[group][]place{}, busy: map[place]bool{}, idle: map[place]time.Duration{},
		threads: map[int]int{}, shown: map[place]bool{}, names: map[place]string{},
		open: map[place][]string{},
	}
	_, out.err = out.w.WriteString(`{"displayTimeUnit":"ms","traceEvents":[`)
	return out
}

// take returns the first track of that name that has been idle since at or longer, and takes it.
func (t *traceWriter) take(process int, name string, at time.Duration) place {
	g := group{process, name}
	for _, p := range t.lanes[g] {
		if !t.busy[p] && t.idle[p] <= at {
			t.busy[p] = true
			return p
		}
	}
	t.threads[process]++
	p := place{process, t.threads[process]}
	t.lanes[g] = append(t.lanes[g], p)
	t.busy[p], t.names[p] = true, name
	if n := len(t.lanes[g]); n > 1 {
		t.names[p] = fmt.Sprintf("%s (%d)", name, n)
	}
	return p
}

// fixed returns the one track of that name.
func (t *traceWriter) fixed(process int, name string) place {
	if lanes := t.lanes[group{process, name}]; len(lanes) > 0 {
		return lanes[0]
	}
	return t.take(process, name, 0)
}

// release gives a track back, which is idle from at on.
func (t *traceWriter) release(p place, at time.Duration) {
	delete(t.busy, p)
	t.idle[p] = at
}

// args are what is known of an event.
type args map[string]any

// A microseconds is a time in the format's unit, with all its nanoseconds.
type microseconds time.Duration

// MarshalJSON writes the number.
func (m microseconds) MarshalJSON() ([]byte, error) {
	text := strconv.AppendInt(nil, int64(m)/1000, 10)
	if rest := m % 1000; rest > 0 {
		text = fmt.Appendf(text, ".%03d", rest)
	}
	return text, nil
}

// An event is one of the format, but one that names a track.
type event struct {
	Phase    string       `json:"ph"`
	Process  int          `json:"pid"`
	Thread   int          `json:"tid"`
	At       microseconds `json:"ts"`
	Name     string       `json:"name"`
	Length   microseconds `json:"dur,omitempty"`
	Category string       `json:"cat,omitempty"`
	Bind     string       `json:"bp,omitempty"` // e: to the slice around the instant
	ID       int          `json:"id,omitempty"`
	Args     args         `json:"args,omitempty"`
}

// begin opens a slice.
func (t *traceWriter) begin(p place, at time.Duration, name string, with args) {
	if t.event(event{Phase: "B", Name: name, Args: with}, p, at) {
		t.open[p] = append(t.open[p], name)
	}
}

// end closes the slice that was begun last. It is written even where there are too many events:
// what began ends. Its name is written again: speedscope matches names, Perfetto the order alone.
func (t *traceWriter) end(p place, at time.Duration, with args) {
	last := len(t.open[p]) - 1
	if last < 0 {
		return
	}
	name := t.open[p][last]
	if t.open[p] = t.open[p][:last]; last == 0 {
		delete(t.open, p)
	}
	t.put(event{Phase: "E", Name: name, Args: with}, p, at)
}

// slice writes a whole one.
func (t *traceWriter) slice(p place, at, length time.Duration, name string, with args) {
	t.event(event{Phase: "X", Name: name, Length: microseconds(length), Args: with}, p, at)
}

// count sets a counter of a process.
func (t *traceWriter) count(process int, at time.Duration, name string, with args) {
	t.event(event{Phase: "C", Name: name, Args: with}, place{process: process}, at)
}

// arrow leads from within one slice to within another, unless it is not to be shown. Neither end is
// written without the other.
func (t *traceWriter) arrow(
	id int, from place, left time.Duration, to place, came time.Duration,
) bool {
	e := event{Phase: "s", Name: "killed the token of", Category: "renewal", ID: id}
	if !t.event(e, from, left) {
		return false
	}
	e.Phase, e.Bind = "f", "e"
	t.put(e, to, came)
	return true
}

// event writes an event, unless it is not to be shown.
func (t *traceWriter) event(e event, p place, at time.Duration) bool {
	if !t.on {
		return false
	}
	if t.most > 0 && t.events >= t.most {
		if !t.full {
			t.full, t.fullAt = true, at
		}
		return false
	}
	t.show(p)
	t.put(e, p, at)
	return true
}

func (t *traceWriter) put(e event, p place, at time.Duration) {
	e.Process, e.Thread, e.At = p.process, p.thread, microseconds(at)
	t.events++
	t.write(e)
}

// show names a track, and its process, when something is first seen there.
func (t *traceWriter) show(p place) {
	if !t.named[p.process] {
		t.named[p.process] = true
		t.meta("process_name", place{p.process, 0}, args{"name": processName(p.process)})
		t.meta("process_sort_index", place{p.process, 0}, args{"sort_index": p.process})
	}
	if p.thread > 0 && !t.shown[p] {
		t.shown[p] = true
		t.meta("thread_name", p, args{"name": t.names[p]})
		t.meta("thread_sort_index", p, args{"sort_index": p.thread})
	}
}

func (t *traceWriter) meta(name string, p place, with args) {
	t.write(struct {
		Phase   string `json:"ph"`
		Name    string `json:"name"`
		Process int    `json:"pid"`
		Thread  int    `json:"tid"`
		Args    args   `json:"args"`
	}{"M", name, p.process, p.thread, with})
}

func processName(process int) string {
	switch {
	case process == faultProcess:
		return "faults"
	case process == elsewhere:
		return "from elsewhere"
	case process >= firstNode:
		return fmt.Sprintf("node %d", process-firstNode)
	case process >= firstOwner:
		return fmt.Sprintf("tokens of customer %d", process-firstOwner)
	}
	return fmt.Sprintf("public IP %d", process-firstIP)
}

// write appends one element to the array of events.
func (t *traceWriter) write(element any) {
	text, err := json.Marshal(element)
	if err != nil {
		panic(err) // numbers and strings
	}
	separator := ",\n"
	if !t.any {
		separator, t.any = "\n", true
	}
	if t.err == nil {
		_, t.err = t.w.Write(append([]byte(separator), text...))
	}
}

func (t *traceWriter) close() error {
	if t.err == nil {
		_, t.err = t.w.WriteString("\n]}\n")
	}
	if t.err == nil {
		t.err = t.w.Flush()
	}
	return t.err
}
