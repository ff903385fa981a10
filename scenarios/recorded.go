package scenarios

import (
	"cmp"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
)

// An Arrival is one recorded click.
type Arrival struct {
	At             time.Duration // since the run's start
	Node, Customer int
}

// arrivalsOf reads the recorded arrivals of a load.
func (s *Scenario) arrivalsOf(r *Recorded) ([]Arrival, error) {
	f, name, err := s.open(r.File)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var list []Arrival
	if strings.HasSuffix(strings.TrimSuffix(r.File, ".gz"), ".csv") {
		list, err = readCSV(name, f, s)
	} else {
		list, err = dealLog(name, f, r, &s.Fleet)
	}
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, &strict.Mistake{
			File: name, Line: 1, Column: 1, Found: "no arrivals",
			Meant: "at least one line t,node,customer, or a log line that the filter keeps",
		}
	}
	return list, nil
}

// LeftOut tells, of each recorded load, how many arrivals lie beyond the end of the run: nothing
// where none does. Where the scenario's length cuts all of them off, it was refused.
func (s *Scenario) LeftOut() []string {
	var remarks []string
	for i := range s.Workload {
		r := s.Workload[i].Recorded
		if r == nil {
			continue
		}
		beyond := 0
		for _, a := range r.list {
			if a.At > s.Lasts() {
				beyond++
			}
		}
		if beyond > 0 {
			remarks = append(remarks, fmt.Sprintf("%s: %d of %d arrivals are left out: they lie "+
				"beyond the end of the run, at %v", r.File, beyond, len(r.list), s.Lasts()))
		}
	}
	return remarks
}

// SpreadOut moves each arrival later, evenly within r.Spread, and returns them in order of time.
func (r *Recorded) SpreadOut(stream *rand.Rand) []Arrival {
	list := slices.Clone(r.list)
	if r.Spread > 0 {
		for i := range list {
			list[i].At += time.Duration(stream.Int64N(int64(r.Spread)))
		}
	}
	slices.SortStableFunc(list, func(a, b Arrival) int { return cmp.Compare(a.At, b.At) })
	return list
}

// open opens a file that the scenario names: beside the scenario, or embedded with it.
func (s *Scenario) open(file string) (io.ReadCloser, string, error) {
	if s.dir == "" {
		f, err := catalogue.Open("catalogue/" + file)
		return f, file, err
	}
	name := file
	if !filepath.IsAbs(name) {
		name = filepath.Join(s.dir, file)
	}
	f, err := os.Open(name)
	return f, name, err
}

// dealLog deals the hosts of an access log to customers and nodes, in order of first appearance,
// and lets the run start with the first request.
func dealLog(name string, f io.Reader, r *Recorded, fleet *Fleet) ([]Arrival, error) {
	var list []Arrival
	var at []time.Time
	seats := map[string]int{}
	err := ReadLog(name, f, func(h LogHit) {
		if !h.Matches(r.Path, "") {
			return
		}
		seat, ok := seats[h.Host]
		if !ok {
			seat = len(seats)
			seats[h.Host] = seat
		}
		at = append(at, h.At)
		list = append(list, Arrival{
			Node:     seat / fleet.Customers % fleet.Nodes,
			Customer: seat % fleet.Customers,
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

// decimalSeconds reads seconds exactly, to the nanosecond.
func decimalSeconds(text string) (time.Duration, bool) {
	whole, fraction, _ := strings.Cut(strings.TrimSpace(text), ".")
	if len(fraction) > 9 || whole == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return 0, false
	}
	s, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || s > int64(100*365*24*time.Hour/time.Second) {
		return 0, false
	}
	ns, err := strconv.ParseInt((fraction + "000000000")[:9], 10, 64)
	return time.Duration(s*1e9 + ns), err == nil
}

func quote(text string) string {
	const most = 60
	if len(text) > most {
		return fmt.Sprintf("%q... (%d bytes)", text[:most], len(text))
	}
	return fmt.Sprintf("%q", text)
}
