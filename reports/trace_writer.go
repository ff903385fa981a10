package reports

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"time"
)

// A place is a track of a trace: its thread within its process. The format tells tracks by these
// two numbers.
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
	b      []byte
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

// begin opens a slice.
func (t *traceWriter) begin(p place, at time.Duration, name, args string) {
	if t.event("B", p, at, name) {
		t.open[p] = append(t.open[p], name)
		t.args(args)
		t.put()
	}
}

// end closes the slice that was begun last. It is written even where there are too many events:
// what began ends. Its name is told once more: speedscope matches names, Perfetto only the order.
func (t *traceWriter) end(p place, at time.Duration, args string) {
	last := len(t.open[p]) - 1
	if last < 0 {
		return
	}
	name := t.open[p][last]
	if t.open[p] = t.open[p][:last]; last == 0 {
		delete(t.open, p)
	}
	t.head("E", p, at)
	t.name(name)
	t.args(args)
	t.put()
}

// slice writes a whole one.
func (t *traceWriter) slice(p place, at, length time.Duration, name, args string) {
	if t.event("X", p, at, name) {
		t.b = append(t.b, `,"dur":`...)
		t.b = appendMicroseconds(t.b, length)
		t.args(args)
		t.put()
	}
}

// count sets a counter of a process.
func (t *traceWriter) count(process int, at time.Duration, name, args string) {
	if t.event("C", place{process: process}, at, name) {
		t.args(args)
		t.put()
	}
}

// arrow leads from within one slice to within another, unless it is not to be shown. Neither end is
// written without the other.
func (t *traceWriter) arrow(
	id int, from place, left time.Duration, to place, came time.Duration,
) bool {
	if !t.event("s", from, left, "killed the token of") {
		return false
	}
	t.b = strconv.AppendInt(append(t.b, `,"cat":"renewal","id":`...), int64(id), 10)
	t.put()
	t.head("f", to, came)
	t.name("killed the token of")
	t.b = strconv.AppendInt(append(t.b, `,"cat":"renewal","bp":"e","id":`...), int64(id), 10)
	t.put()
	return true
}

// event begins to write one, unless it is not to be shown.
func (t *traceWriter) event(phase string, p place, at time.Duration, name string) bool {
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
	t.head(phase, p, at)
	t.name(name)
	return true
}

// show names a track, and its process, when something is first seen there.
func (t *traceWriter) show(p place) {
	if !t.named[p.process] {
		t.named[p.process] = true
		t.meta("process_name", place{p.process, 0}, strconv.Quote(processName(p.process)), "name")
		t.meta("process_sort_index", place{p.process, 0}, strconv.Itoa(p.process), "sort_index")
	}
	if p.thread > 0 && !t.shown[p] {
		t.shown[p] = true
		t.meta("thread_name", p, strconv.Quote(t.names[p]), "name")
		t.meta("thread_sort_index", p, strconv.Itoa(p.thread), "sort_index")
	}
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

func (t *traceWriter) meta(what string, p place, value, key string) {
	t.separate()
	t.b = append(t.b, `{"ph":"M","name":"`+what+`","pid":`...)
	t.b = strconv.AppendInt(t.b, int64(p.process), 10)
	t.b = append(t.b, `,"tid":`...)
	t.b = strconv.AppendInt(t.b, int64(p.thread), 10)
	t.b = append(t.b, `,"args":{"`+key+`":`+value+`}}`...)
	t.flush()
}

func (t *traceWriter) head(phase string, p place, at time.Duration) {
	t.separate()
	t.b = append(t.b, `{"ph":"`+phase+`","pid":`...)
	t.b = strconv.AppendInt(t.b, int64(p.process), 10)
	t.b = append(t.b, `,"tid":`...)
	t.b = strconv.AppendInt(t.b, int64(p.thread), 10)
	t.b = append(t.b, `,"ts":`...)
	t.b = appendMicroseconds(t.b, at)
	t.events++
}

func (t *traceWriter) name(name string) {
	t.b = strconv.AppendQuote(append(t.b, `,"name":`...), name)
}

// args adds what is known of an event: the inside of a JSON object.
func (t *traceWriter) args(args string) {
	if args != "" {
		t.b = append(append(append(t.b, `,"args":{`...), args...), '}')
	}
}

func (t *traceWriter) put() {
	t.b = append(t.b, '}')
	t.flush()
}

func (t *traceWriter) separate() {
	t.b = t.b[:0]
	if t.any {
		t.b = append(t.b, ',')
	}
	t.any = true
	t.b = append(t.b, '\n')
}

func (t *traceWriter) flush() {
	if t.err == nil {
		_, t.err = t.w.Write(t.b)
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

// appendMicroseconds writes all the nanoseconds: the format's unit is the microsecond.
func appendMicroseconds(b []byte, d time.Duration) []byte {
	b = strconv.AppendInt(b, int64(d/time.Microsecond), 10)
	if rest := int64(d % time.Microsecond); rest > 0 {
		b = fmt.Appendf(b, ".%03d", rest)
	}
	return b
}
