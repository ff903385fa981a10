package fit

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/logs"
	"github.com/tokenstorm/tokenstorm/scenarios/workload"
)

// A Replay is the calls of a log as the arrivals of a scenario: each when it was, by who made it.
// The zero Replay has none.
type Replay struct {
	Observation
	arrivals []arrival
}

// An arrival is a call: when it began, since the first second of the log, and whose it was.
type arrival struct {
	at   time.Duration
	seat int
}

// Add adds a hit as Observation.Add does.
func (r *Replay) Add(h *logs.Hit) bool {
	calls := r.Calls
	if !r.Observation.Add(h) {
		return false
	}
	if r.Calls > calls {
		r.arrivals = append(r.arrivals,
			arrival{time.Duration(h.Begin.From - r.first), r.seats.Of(h.Client)})
	}
	return true
}

// Arrivals writes the calls as recorded arrivals: t,node,customer. Clients are dealt to nodes and
// customers in order of their first call.
func (r *Replay) Arrivals(w io.Writer, f Fleet) error {
	nodes, _ := r.nodes(f)
	b := []byte("t,node,customer\n")
	for _, a := range r.arrivals {
		node, customer := workload.Deal(a.seat, nodes, f.Customers)
		b = strconv.AppendInt(b, int64(a.at/time.Second), 10)
		if rest := a.at % time.Second; rest > 0 {
			b = fmt.Appendf(b, ".%09d", rest)
		}
		b = fmt.Appendf(b, ",%d,%d\n", node, customer)
		if len(b) > 1<<16 {
			if _, err := w.Write(b); err != nil {
				return err
			}
			b = b[:0]
		}
	}
	_, err := w.Write(b)
	return err
}

// Scenario is the text of a scenario with the arrivals of a file beside it, each of which comes at
// any instant of its stamp.
func (r *Replay) Scenario(of, file string, f Fleet, resolution time.Duration) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("about: The calls of %s, replayed by tokenstorm replay.", quoted(of))
	line("length: %s", unit.FormatDuration(r.Length()))
	r.fleet(&b, f)
	spread := ""
	if resolution > 0 {
		spread = ", spread: " + unit.FormatDuration(resolution)
	}
	line("workload:")
	line("  - recorded: {file: %s%s}", quoted(file), spread)
	r.network(&b)
	line("strategies: [naive, recommended]")
	return b.String()
}
