package scenarios

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

func (s *Scenario) completeWorkload(at strict.Place) {
	closed := 0
	for i := range s.Workload {
		l, at := &s.Workload[i], at.Item(i)
		if n := fieldsSet(l); n != 1 {
			at.Wrong(fmt.Sprintf("%d kinds of load", n),
				"exactly one of closed, open, burst, business_day, recorded")
			continue
		}
		switch {
		case l.Closed != nil:
			closed++
		case l.Recorded != nil:
			s.completeRecorded(at.Key("recorded"), l.Recorded)
		}
	}
	if closed > 1 {
		at.Wrong("two closed loads", "one: a user thinks in one way")
	}
}

// Check refuses users who do not think.
func (c *Closed) Check(at strict.Place) {
	if c.Think.IsZero() {
		at.Key("think").Wrong("users who do not think", `a time such as "exp 10s"`)
	}
}

// Check refuses a load without arrivals.
func (o *Open) Check(at strict.Place) {
	if o.Rate == 0 && len(o.Stages) == 0 {
		at.Key("rate").Wrong("0/s and no stages", unit.MeantRate)
	}
	for i, st := range o.Stages {
		if st.Over < 0 || st.For < 0 {
			at.Key("stages").Item(i).Wrong("a negative length", unit.MeantDuration)
		}
	}
}

// Check refuses a day without arrivals.
func (b *Day) Check(at strict.Place) {
	if b.Peak == 0 {
		at.Key("peak").Wrong("0/s", unit.MeantRate)
	}
}

// completeRecorded reads the file once, so that a broken one is found before anything runs.
func (s *Scenario) completeRecorded(at strict.Place, r *Recorded) {
	const meant = "the name of a file beside the scenario"
	f, _, err := s.open(r.File)
	if err != nil {
		at.Key("file").Wrong(fmt.Sprintf("%q, which cannot be opened", r.File), meant)
		return
	}
	_ = f.Close() // it was only opened
	r.list, err = s.arrivalsOf(r)
	if m, ok := errors.AsType[*strict.Mistake](err); ok {
		at.Add(m)
	} else if err != nil {
		at.Key("file").Wrong(fmt.Sprintf("%q: %v", r.File, err), meant)
	}
}

func (s *Scenario) completeFaults(at strict.Place) {
	for i := range s.Faults {
		f, at := &s.Faults[i], at.Item(i)
		if n := fieldsSet(f); n != 1 {
			at.Wrong(fmt.Sprintf("%d kinds of fault", n), "exactly one a list item")
			continue
		}
		s.completeFault(at, f)
	}
}

func (s *Scenario) completeFault(at strict.Place, f *Fault) {
	switch {
	case f.CacheDown != nil:
		s.knownNode(at.Key("cache_down").Key("node"), f.CacheDown.Node)
	case f.CarrierDown != nil:
		only(at.Key("carrier_down").Key("only"), f.CarrierDown.Only)
	case f.CarrierSlow != nil:
		only(at.Key("carrier_slow").Key("only"), f.CarrierSlow.Only)
	case f.Restart != nil:
		if f.Restart.Down <= 0 {
			at.Key("restart").Key("down").Wrong(f.Restart.Down.String(), "a time above 0s")
		}
		s.knownNode(at.Key("restart").Key("node"), f.Restart.Node)
	case f.External != nil:
		if c := f.External.Customer; c != nil && *c >= s.Fleet.Customers {
			at.Key("external_renewal").Key("customer").Wrong(fmt.Sprint(*c),
				fmt.Sprintf("0 to %d", s.Fleet.Customers-1))
		}
	case f.Neighbour != nil:
		if f.Neighbour.Every <= 0 {
			at.Key("neighbour").Key("every").Wrong(f.Neighbour.Every.String(), "a time above 0s")
		}
	case f.Skew != nil:
		s.knownNode(at.Key("clock_skew").Key("node"), &f.Skew.Node)
	}
}

func (s *Scenario) knownNode(at strict.Place, n *int) {
	if n != nil && *n >= s.Fleet.Nodes {
		at.Wrong(fmt.Sprint(*n), fmt.Sprintf("0 to %d", s.Fleet.Nodes-1))
	}
}

func only(at strict.Place, endpoint string) {
	if endpoint != "" && !slices.Contains(EndpointNames[:], endpoint) {
		at.Wrong(quote(endpoint), "token or api")
	}
}

// fieldsSet counts the pointers of a tagged union that are set.
func fieldsSet(union any) int {
	n := 0
	for _, v := range reflect.ValueOf(union).Elem().Fields() {
		if !v.IsNil() {
			n++
		}
	}
	return n
}
