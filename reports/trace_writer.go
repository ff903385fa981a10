package reports

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"
)

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
	w      *bufio.Writer // keeps the first error, which Flush returns
	on     bool          // what is yet to be shown is dropped
	any    bool
	most   int // 0: any number
	events int
	full   bool
	fullAt time.Duration

	named   map[int]bool // processes
	threads map[int]int  // by process, so far
	tracks  map[group][]*track
	begun   int            // slices so far
	open    map[int]*slice // those begun and not ended, by the order in which they began
}

// A group is the tracks of one name in a process: more than one where slices overlap.
type group struct {
	process int
	name    string
}

// A track is a line of a trace, which the format knows by its thread within its process.
type track struct {
	process, thread int
	name            string
	busy            bool
	idle            time.Duration // since when it is not busy
	named           bool
}

func newTraceWriter(w io.Writer, most int) *traceWriter {
	out := &traceWriter{
		w: bufio.NewWriterSize(w, 1<<20), most: most, named: map[int]bool{}, threads: map[int]int{},
		tracks: map[group][]*track{}, open: map[int]*slice{},
	}
	_, _ = out.w.WriteString(`{"displayTimeUnit":"ms","traceEvents":[`)
	return out
}

// take returns the first track of that name that has been idle since at or longer, and takes it.
func (t *traceWriter) take(process int, name string, at time.Duration) *track {
	g := group{process, name}
	for _, p := range t.tracks[g] {
		if !p.busy && p.idle <= at {
			p.busy = true
			return p
		}
	}
	t.threads[process]++
	p := &track{process: process, thread: t.threads[process], name: name, busy: true}
	t.tracks[g] = append(t.tracks[g], p)
	if n := len(t.tracks[g]); n > 1 {
		p.name = fmt.Sprintf("%s (%d)", name, n)
	}
	return p
}

// release gives the track back: it is idle from at on.
func (p *track) release(at time.Duration) { p.busy, p.idle = false, at }

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

// An event is any of the format but those that name a track.
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

// A slice is what is under way on a track, from its beginning to its end.
type slice struct {
	name   string
	args   args
	cut    args // what its end says where the trace ends before
	track  *track
	at     time.Duration
	number int // in the order in which slices began
	shown  bool
}

// begin opens a slice on a track of that name that is idle, and takes the track.
func (t *traceWriter) begin(process int, track string, at time.Duration, s slice) *slice {
	t.begun++
	s.track, s.at, s.number = t.take(process, track, at), at, t.begun
	t.open[s.number] = &s
	t.show(&s)
	return &s
}

func (t *traceWriter) show(s *slice) {
	s.shown = t.event(event{Phase: "B", Name: s.name, Args: s.args}, s.track, s.at)
}

// end closes a slice, and gives its track back. It is written even where there are too many events:
// what began ends. Its name is written again: speedscope matches names, Perfetto the order alone.
func (t *traceWriter) end(s *slice, at time.Duration, with args) {
	delete(t.open, s.number)
	s.track.release(at)
	if s.shown {
		t.put(event{Phase: "E", Name: s.name, Args: with}, s.track, at)
	}
}

// start begins to write: first what is under way, in the order in which it began.
func (t *traceWriter) start() {
	t.on = true
	for _, n := range slices.Sorted(maps.Keys(t.open)) {
		t.show(t.open[n])
	}
}

// whole writes a slice that is over.
func (t *traceWriter) whole(p *track, at, length time.Duration, name string, with args) {
	t.event(event{Phase: "X", Name: name, Length: microseconds(length), Args: with}, p, at)
}

// count sets a counter of a process.
func (t *traceWriter) count(process int, at time.Duration, name string, with args) {
	t.event(event{Phase: "C", Name: name, Args: with}, &track{process: process}, at)
}

// arrow draws an arrow between two instants, and reports whether it did: both its ends are written,
// or none.
func (t *traceWriter) arrow(id int, from, to instant) bool {
	e := event{Phase: "s", Name: "killed the token of", Category: "renewal", ID: id}
	if !t.event(e, from.track, from.at) {
		return false
	}
	e.Phase, e.Bind = "f", "e"
	t.put(e, to.track, to.at)
	return true
}

// event writes an event, unless it is not to be shown.
func (t *traceWriter) event(e event, p *track, at time.Duration) bool {
	if !t.on {
		return false
	}
	if t.most > 0 && t.events >= t.most {
		if !t.full {
			t.full, t.fullAt = true, at
		}
		return false
	}
	t.introduce(p)
	t.put(e, p, at)
	return true
}

func (t *traceWriter) put(e event, p *track, at time.Duration) {
	e.Process, e.Thread, e.At = p.process, p.thread, microseconds(at)
	t.events++
	t.write(e)
}

// introduce names a track, and its process, when something is first seen there.
func (t *traceWriter) introduce(p *track) {
	if !t.named[p.process] {
		t.named[p.process] = true
		t.meta("process_name", p.process, 0, args{"name": processName(p.process)})
		t.meta("process_sort_index", p.process, 0, args{"sort_index": p.process})
	}
	if p.thread > 0 && !p.named {
		p.named = true
		t.meta("thread_name", p.process, p.thread, args{"name": p.name})
		t.meta("thread_sort_index", p.process, p.thread, args{"sort_index": p.thread})
	}
}

func (t *traceWriter) meta(name string, process, thread int, with args) {
	t.write(struct {
		Phase   string `json:"ph"`
		Name    string `json:"name"`
		Process int    `json:"pid"`
		Thread  int    `json:"tid"`
		Args    args   `json:"args"`
	}{"M", name, process, thread, with})
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
	_, _ = t.w.Write(append([]byte(separator), text...))
}

// close ends what is still under way, and the file.
func (t *traceWriter) close(until time.Duration) error {
	for _, n := range slices.Sorted(maps.Keys(t.open)) {
		t.end(t.open[n], until, t.open[n].cut)
	}
	_, _ = t.w.WriteString("\n]}\n")
	return t.w.Flush()
}
