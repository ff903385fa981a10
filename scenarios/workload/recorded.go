package workload

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/logs"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func init() {
	RegisterArriving("recorded", "Arrivals from a file.", func() Arriving { return &Recorded{} })
}

// Recorded arrivals are read from a file: CSV with the columns t,node,customer (decimal seconds
// from the run's start; node and customer by index), or a log of any format that package logs
// reads. Of a log, the client decides customer and node: clients are dealt in order of their first
// appearance.
type Recorded struct {
	File   string                       `yaml:"file,required" doc:"The file, beside the scenario."`
	Spread strict.Optional[strict.Span] `yaml:"spread" doc:"Spread each arrival evenly over this long. Default: of a log, the resolution of its stamps; else 0s."`
	Path   string                       `yaml:"path" doc:"Of a log: only requests of this path and below."`
	Host   string                       `yaml:"host" doc:"Of a log: only requests to this host."`
	Method string                       `yaml:"method" doc:"Of a log: only requests of this method. Default any, but POST where path names a token endpoint."`

	list       []arrival // as read when the scenario was loaded; not spread yet
	unreadable string    // a remark on lines that could not be read
}

// An arrival is a click, and how long after its instant it may have come.
type arrival struct {
	Click
	within time.Duration
}

// Check reads the file once, so that a broken one is found before anything runs.
func (r *Recorded) Check(at strict.Place, s Scope) {
	const meant = "the name of a file beside the scenario"
	if s.Who != nil && (s.Who.Users != nil || s.Who.Workers != nil) {
		at.WrongKey("recorded arrivals beside users or workers",
			"customers and nodes: a file says itself who calls")
		return
	}
	if !at.Sound("file") {
		return
	}
	f, name, err := s.Open(r.File)
	if m, ok := errors.AsType[*strict.Mistake](err); ok {
		at.Key("file").Wrong(fmt.Sprintf("%q, %s", r.File, m.Found), meant)
		return
	} else if err != nil {
		at.Key("file").Wrong(fmt.Sprintf("%q, which cannot be opened", r.File), meant)
		return
	}
	defer f.Close()
	r.list, err = r.read(name, f, s)
	if m, ok := errors.AsType[*strict.Mistake](err); ok {
		at.Add(m)
	} else if err != nil {
		at.Key("file").Wrong(fmt.Sprintf("%q: %v", r.File, err), meant)
	}
}

// read reads the recorded arrivals.
func (r *Recorded) read(name string, f io.Reader, s Scope) ([]arrival, error) {
	plain, err := logs.Plain(f)
	if err != nil {
		return nil, logs.Failed(name, 1, err)
	}
	in := bufio.NewReaderSize(plain, longestHeader)
	var list []arrival
	if r.isTable(in) {
		list, err = readCSV(name, in, s.Sizes)
		list = s.addressed(list)
	} else {
		list, err = r.deal(name, in, s)
	}
	if err == nil && len(list) == 0 {
		err = &strict.Mistake{File: name, Line: 1, Column: 1, Found: "no arrivals",
			Meant: "at least one line t,node,customer, or a log line that the filter keeps"}
	}
	return list, err
}

// longestHeader is how far the names of a table are looked for.
const longestHeader = 4096

// isTable reports whether a file is t,node,customer: it is called CSV, and its first line names
// nothing else.
func (r *Recorded) isTable(in *bufio.Reader) bool {
	start, _ := in.Peek(longestHeader)
	first, _, _ := strings.Cut(string(start), "\n")
	for cell := range strings.SplitSeq(first, ",") {
		cell = strings.Trim(strings.TrimSpace(cell), `"`)
		if strings.ContainsFunc(cell, unicode.IsLetter) && !slices.Contains(csvHeader, cell) {
			return false
		}
	}
	return strings.Contains(filepath.Base(r.File), ".csv")
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
	var remarks []string
	if beyond > 0 {
		remarks = append(remarks, fmt.Sprintf("%d of %d arrivals are left out: they lie beyond the end "+
			"of the run, at %v", beyond, len(r.list), length))
	}
	if r.unreadable != "" {
		remarks = append(remarks, r.unreadable)
	}
	if remarks == nil {
		return ""
	}
	return r.File + ": " + strings.Join(remarks, "; ")
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

// spreadOut moves each arrival later, evenly within r.Spread, or within its stamp, and returns them
// in order of time.
func (r *Recorded) spreadOut(stream *rand.Rand) []Click {
	list := make([]Click, len(r.list))
	for i, a := range r.list {
		list[i] = a.Click
		if within := r.Spread.Or(strict.Span(a.within)); within > 0 {
			list[i].At += time.Duration(stream.Int64N(int64(within)))
		}
	}
	slices.SortStableFunc(list, func(a, b Click) int { return cmp.Compare(a.At, b.At) })
	return list
}

// deal deals the clients of a log to customers and nodes, in order of first appearance. The run
// starts with the first request.
func (r *Recorded) deal(name string, in io.Reader, s Scope) ([]arrival, error) {
	o := logs.Options{Tolerate: logs.UsualTolerance}
	for _, filter := range []struct {
		wanted string
		list   *[]string
	}{{r.Path, &o.Paths}, {r.Host, &o.Hosts}, {r.Method, &o.Methods}} {
		if filter.wanted != "" {
			*filter.list = []string{filter.wanted}
		}
	}
	log, err := logs.Open([]logs.Source{{Name: name, Once: true,
		Open: func() (io.ReadCloser, error) { return io.NopCloser(in), nil }}}, o)
	if err != nil {
		return nil, err
	}
	var list []arrival
	start := int64(0)
	seats := Seats{}
	for log.Next() {
		h := log.Hit()
		if len(list) == 0 {
			start = h.Begin.From
		}
		node, customer := s.Who.seat(seats.Of(h.Client), s.Nodes, s.Customers)
		list = append(list, arrival{Click{
			At: time.Duration(h.Begin.From - start), User: measure.NoUser,
			Node: node, Customer: customer,
		}, time.Duration(h.Begin.Until - h.Begin.From)})
	}
	if left := log.Account().Left[logs.Unreadable]; left.Count > 0 {
		r.unreadable = fmt.Sprintf("%s left out: it cannot be read, the first on line %d",
			unit.Counted(left.Count, "record"), left.First.Line)
	}
	return list, log.Err()
}

// Stretches is the one from the first arrival to the last, as the file stamps them.
func (r *Recorded) Stretches(length time.Duration) []Stretch {
	if len(r.list) == 0 {
		return nil
	}
	one := Stretch{From: length}
	for _, a := range r.list {
		one.From, one.Until = min(one.From, a.At), max(one.Until, a.At)
	}
	return []Stretch{{one.From, min(length, one.Until)}}
}
