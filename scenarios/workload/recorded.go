package workload

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/accesslog"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func init() {
	RegisterArriving("recorded", "Arrivals from a file.", func() Arriving { return &Recorded{} })
}

// Recorded arrivals are read from a file: CSV with the columns t,node,customer (decimal seconds
// from the run's start; node and customer by index), or an access log in Common or Combined Log
// Format, gzip allowed. Of a log, the requesting host decides customer and node: hosts are dealt in
// order of their first appearance.
type Recorded struct {
	File   string      `yaml:"file,required" doc:"The file, beside the scenario."`
	Spread strict.Span `yaml:"spread" doc:"Spread each arrival evenly over this long: a log that knows only whole seconds wants 1s."`
	Path   string      `yaml:"path" doc:"Of a log: only requests whose path begins with this."`

	list []Click // as read when the scenario was loaded; not spread yet
}

// Check reads the file once, so that a broken one is found before anything runs.
func (r *Recorded) Check(at strict.Place, s Scope) {
	const meant = "the name of a file beside the scenario"
	f, name, err := s.Open(r.File)
	if err != nil {
		at.Key("file").Wrong(fmt.Sprintf("%q, which cannot be opened", r.File), meant)
		return
	}
	defer f.Close()
	r.list, err = r.read(name, f, s.Sizes)
	if m, ok := errors.AsType[*strict.Mistake](err); ok {
		at.Add(m)
	} else if err != nil {
		at.Key("file").Wrong(fmt.Sprintf("%q: %v", r.File, err), meant)
	}
}

// read reads the recorded arrivals.
func (r *Recorded) read(name string, f io.Reader, s measure.Sizes) (list []Click, err error) {
	if strings.HasSuffix(strings.TrimSuffix(r.File, ".gz"), ".csv") {
		list, err = readCSV(name, f, s)
	} else {
		list, err = dealLog(name, f, r, s)
	}
	if err == nil && len(list) == 0 {
		first := accesslog.Line{File: name, Number: 1}
		err = first.Wrong(1, "no arrivals",
			"at least one line t,node,customer, or a log line that the filter keeps")
	}
	return list, err
}

// Source is the file.
func (r *Recorded) Source() string { return r.File }

// LeftOut says how many arrivals lie beyond the end of a run of this length, if any does. A file
// of which all do was refused.
func (r *Recorded) LeftOut(length time.Duration) string {
	beyond := 0
	for _, a := range r.list {
		if a.At > length {
			beyond++
		}
	}
	if beyond == 0 {
		return ""
	}
	return fmt.Sprintf("%s: %d of %d arrivals are left out: they lie beyond the end of the run, at %v",
		r.File, beyond, len(r.list), length)
}

// Clicks are those of the file.
func (r *Recorded) Clicks(_ measure.Sizes, stream func(string) *rand.Rand) Next {
	list := r.spreadOut(stream("spread"))
	return func() (c Click, ok bool) {
		if len(list) == 0 {
			return Click{}, false
		}
		c, list = list[0], list[1:]
		return c, true
	}
}

// Actions are not counted: a recorded file is taken as it is.
func (*Recorded) Actions(measure.Sizes, time.Duration) float64 { return 0 }

// spreadOut moves each arrival later, evenly within r.Spread, and returns them in order of time.
func (r *Recorded) spreadOut(stream *rand.Rand) []Click {
	list := slices.Clone(r.list)
	if r.Spread > 0 {
		for i := range list {
			list[i].At += time.Duration(stream.Int64N(int64(r.Spread)))
		}
	}
	slices.SortStableFunc(list, func(a, b Click) int { return cmp.Compare(a.At, b.At) })
	return list
}

// dealLog deals the hosts of an access log to customers and nodes, in order of first appearance,
// and lets the run start with the first request.
func dealLog(name string, f io.Reader, r *Recorded, s measure.Sizes) ([]Click, error) {
	var list []Click
	var at []time.Time
	seats := map[string]int{}
	err := accesslog.ReadLog(name, f, func(h accesslog.LogHit) {
		if !h.Matches(r.Path, "") {
			return
		}
		seat, ok := seats[h.Host]
		if !ok {
			seat = len(seats)
			seats[h.Host] = seat
		}
		at = append(at, h.At)
		list = append(list, Click{
			User: measure.NoUser, Node: seat / s.Customers % s.Nodes, Customer: seat % s.Customers,
		})
	})
	if err != nil || len(at) == 0 {
		return nil, err
	}
	start := slices.MinFunc(at, time.Time.Compare)
	for i := range list {
		list[i].At = at[i].Sub(start)
	}
	return list, nil
}
