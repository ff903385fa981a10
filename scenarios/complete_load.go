package scenarios

import (
	"fmt"
	"reflect"
	"slices"
	"time"
)

func (s *Scenario) completeWorkload(d *document) error {
	closed := 0
	for i := range s.Workload {
		l, at := &s.Workload[i], fmt.Sprintf("$.workload[%d]", i)
		if n := fieldsSet(l); n != 1 {
			return d.wrong(at, fmt.Sprintf("%d kinds of load", n),
				"exactly one of closed, open, burst, business_day, recorded")
		}
		var err error
		switch {
		case l.Closed != nil:
			closed++
			if l.Closed.Think.IsZero() {
				err = d.wrong(at+".closed.think", "users who do not think", `a time such as "exp 10s"`)
			}
		case l.Open != nil:
			err = l.Open.complete(d, at+".open")
		case l.Burst != nil:
			if l.Burst.Clicks < 1 {
				err = d.wrong(at+".burst.clicks", fmt.Sprint(l.Burst.Clicks), "a number of at least 1")
			}
		case l.Day != nil:
			err = l.Day.complete(d, at+".business_day")
		case l.Recorded != nil:
			err = s.completeRecorded(d, at, l.Recorded)
		}
		if err != nil {
			return err
		}
	}
	if closed > 1 {
		return d.wrong("$.workload", "two closed loads", "one: a user thinks in one way")
	}
	return nil
}

func (o *Open) complete(d *document, at string) error {
	switch o.Gaps {
	case "":
		o.Gaps = PoissonGaps
	case PoissonGaps, EvenGaps:
	default:
		return d.wrong(at+".gaps", quote(string(o.Gaps)), "poisson or even")
	}
	if o.Rate == 0 && len(o.Stages) == 0 {
		return d.wrong(at+".rate", "0/s and no stages", meantRate)
	}
	for i, st := range o.Stages {
		if st.Over < 0 || st.For < 0 {
			return d.wrong(fmt.Sprintf("%s.stages[%d]", at, i), "a negative length", meantDuration)
		}
	}
	return nil
}

func (b *Day) complete(d *document, at string) error {
	if b.Hours != nil && len(b.Hours) != 24 {
		return d.wrong(at+".hours", fmt.Sprintf("%d hours", len(b.Hours)), "24")
	}
	for i, share := range b.Hours {
		if !(share >= 0 && share <= 1) {
			return d.wrong(fmt.Sprintf("%s.hours[%d]", at, i), fmt.Sprint(share), "a share between 0 and 1")
		}
	}
	if b.Peak == 0 {
		return d.wrong(at+".peak", "0/s", meantRate)
	}
	return nil
}

// completeRecorded reads the file once, so that a broken one is found before anything runs.
func (s *Scenario) completeRecorded(d *document, at string, r *Recorded) error {
	if r.File == "" {
		return d.wrong(at+".recorded.file", "no file", "the name of a file beside the scenario")
	}
	f, _, err := s.open(r.File)
	if err != nil {
		return d.wrong(at+".recorded.file", fmt.Sprintf("%q, which cannot be opened", r.File),
			"the name of a file beside the scenario")
	}
	_ = f.Close() // it was only read
	r.list, err = s.arrivalsOf(r)
	return err
}

func (s *Scenario) completeFaults(d *document) error {
	for i := range s.Faults {
		f, at := &s.Faults[i], fmt.Sprintf("$.faults[%d]", i)
		if n := fieldsSet(f); n != 1 {
			return d.wrong(at, fmt.Sprintf("%d kinds of fault", n), "exactly one a list item")
		}
		if err := s.completeFault(d, at, f); err != nil {
			return err
		}
	}
	return nil
}

func (s *Scenario) completeFault(d *document, at string, f *Fault) error {
	switch {
	case f.CacheDown != nil:
		return s.knownNode(d, at+".cache_down.node", f.CacheDown.Node)
	case f.CarrierDown != nil:
		c := f.CarrierDown
		if c.Status == 0 {
			c.Status = 503
		}
		if c.Status < 500 || c.Status > 599 {
			return d.wrong(at+".carrier_down.status", fmt.Sprint(c.Status), "500 to 599")
		}
		if err := d.share(at+".carrier_down.share", &c.Share, 1); err != nil {
			return err
		}
		return only(d, at+".carrier_down.only", c.Only)
	case f.CarrierSlow != nil:
		return only(d, at+".carrier_slow.only", f.CarrierSlow.Only)
	case f.Restart != nil:
		r := f.Restart
		if d.node(at+".restart.down") == nil {
			r.Down = Duration(10 * time.Second)
		}
		if d.node(at+".restart.every") == nil {
			r.Every = Duration(30 * time.Second)
		}
		if r.Down <= 0 {
			return d.wrong(at+".restart.down", r.Down.String(), "a time above 0s")
		}
		return s.knownNode(d, at+".restart.node", r.Node)
	case f.ScaleOut != nil:
		return d.atLeastOne(at+".scale_out.nodes", &f.ScaleOut.Nodes)
	case f.External != nil:
		if c := f.External.Customer; c != nil && (*c < 0 || *c >= s.Fleet.Customers) {
			return d.wrong(at+".external_renewal.customer", fmt.Sprint(*c),
				fmt.Sprintf("0 to %d", s.Fleet.Customers-1))
		}
	case f.Neighbour != nil:
		if f.Neighbour.Every <= 0 {
			return d.wrong(at+".neighbour.every", f.Neighbour.Every.String(), "a time above 0s")
		}
	case f.Skew != nil:
		if err := d.credibleClock(at+".clock_skew.by", f.Skew.By); err != nil {
			return err
		}
		return s.knownNode(d, at+".clock_skew.node", &f.Skew.Node)
	}
	return nil
}

func (s *Scenario) knownNode(d *document, at string, n *int) error {
	if n != nil && (*n < 0 || *n >= s.Fleet.Nodes) {
		return d.wrong(at, fmt.Sprint(*n), fmt.Sprintf("0 to %d", s.Fleet.Nodes-1))
	}
	return nil
}

func only(d *document, at, endpoint string) error {
	if endpoint != "" && !slices.Contains(EndpointNames[:], endpoint) {
		return d.wrong(at, quote(endpoint), "token or api")
	}
	return nil
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
