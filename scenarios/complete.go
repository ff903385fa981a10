package scenarios

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// complete fills in what the file leaves out, and refuses what cannot be meant.
func (s *Scenario) complete(d *document) error {
	for _, step := range []func(*document) error{
		s.completeHead, s.completeFleet, s.completeCarrier, s.completeNetwork, s.completeWorkload,
		s.completeFaults, s.completeUsers, s.completeStrategies, s.completeExpectations,
		s.affordable,
	} {
		if err := step(d); err != nil {
			return err
		}
	}
	return nil
}

// maxLength keeps sums of instants within int64 nanoseconds.
const maxLength = Duration(10 * 365 * 24 * time.Hour)

func (s *Scenario) completeHead(d *document) error {
	switch {
	case s.About == "":
		return d.wrong("$.about", "no about", "a sentence that says what the scenario demonstrates")
	case s.Length <= 0:
		return d.wrong("$.length", "a length of "+s.Length.String(), meantDuration)
	case s.Length > maxLength:
		return d.wrong("$.length", "a run of more than ten years", "a shorter one")
	case d.node("$.epoch") != nil && (s.Begins().Year() < 1980 || s.Begins().Year() > 2250):
		return d.wrong("$.epoch", s.Begins().Format(time.DateOnly), "a day from 1980 to 2250")
	case len(s.Workload) == 0:
		return d.wrong("$.workload", "no workload",
			"at least one of closed, open, burst, business_day, recorded")
	}
	if s.MaxEvents == 0 {
		s.MaxEvents = 2_000_000_000
	}
	return nil
}

// atLeastOne completes a count that defaults to 1 and may not be written as less.
func (d *document) atLeastOne(at string, n *int) error {
	if d.node(at) == nil {
		*n = 1
	}
	if *n < 1 {
		return d.wrong(at, fmt.Sprint(*n), "a number of at least 1")
	}
	if *n > math.MaxUint16-1 && at != "$.fleet.users" {
		return d.wrong(at, fmt.Sprint(*n), "a number below 65535")
	}
	return nil
}

func (s *Scenario) completeFleet(d *document) error {
	f := &s.Fleet
	for _, count := range []struct {
		at string
		n  *int
	}{
		{"$.fleet.customers", &f.Customers}, {"$.fleet.nodes", &f.Nodes},
		{"$.fleet.users", &f.Users}, {"$.fleet.public_ips", &f.PublicIPs},
	} {
		if err := d.atLeastOne(count.at, count.n); err != nil {
			return err
		}
	}
	if f.Users > 1<<24 {
		return d.wrong("$.fleet.users", fmt.Sprint(f.Users), "at most 16,777,216 users")
	}
	if d.node("$.fleet.store_delay") == nil {
		f.StoreDelay = Duration(time.Millisecond)
	}
	switch f.Cache {
	case "":
		f.Cache = CachePerNode
	case CachePerNode, CachePerFleet, CachePerCustomer:
	default:
		return d.wrong("$.fleet.cache", quote(string(f.Cache)), "node, fleet or customer")
	}
	if len(f.Skew) > f.Nodes {
		return d.wrong("$.fleet.clock_skew", fmt.Sprintf("%d clocks", len(f.Skew)), "at most one a node")
	}
	for i, by := range f.Skew {
		if err := d.credibleClock(fmt.Sprintf("$.fleet.clock_skew[%d]", i), by); err != nil {
			return err
		}
	}
	return nil
}

// credibleClock refuses a clock that is so far off that its time has no number of nanoseconds.
func (d *document) credibleClock(at string, by Duration) error {
	if year := Duration(365 * 24 * time.Hour); by > year || by < -year {
		return d.wrong(at, by.String(), "a clock that is at most a year off")
	}
	return nil
}

func (s *Scenario) completeCarrier(d *document) error {
	c := &s.Carrier
	c.Profile = cmp.Or(c.Profile, "fedex")
	c.Covers = cmp.Or(c.Covers, "token")
	if c.Covers != "token" && c.Covers != "all" {
		return d.wrong("$.carrier.ban_covers", quote(c.Covers), "token or all")
	}
	profile, err := fakecarrier.LookupProfile(c.Profile)
	if err != nil {
		return d.wrong("$.carrier.profile", err.Error(), fmt.Sprint(fakecarrier.Profiles()))
	}
	c.Reading = cmp.Or(c.Reading, profile.DefaultReading())
	c.Tokens = cmp.Or(c.Tokens, profile.Policy.String())
	if _, err := fakecarrier.ParsePolicy(c.Tokens); err != nil {
		return d.wrong("$.carrier.tokens", err.Error(), `single, "grace 5s" or coexist`)
	}
	if c.Life != 0 && c.Life <= Duration(time.Second) {
		return d.wrong("$.carrier.token_life", c.Life.String(), "more than 1s")
	}
	if c.DayQuota < 0 {
		return d.wrong("$.carrier.daily_quota", fmt.Sprint(c.DayQuota), "a number of at least 1")
	}
	if _, err := s.throttle(c.Reading); err != nil {
		return d.wrong("$.carrier.reading", err.Error(),
			"akamai, literal, paranoid, or ids such as R1+A1+violation")
	}
	p, err := s.profile()
	if err != nil {
		return err
	}
	t, err := s.throttle(c.Reading)
	if err != nil {
		return err
	}
	if _, err = fakecarrier.New(p, t); err != nil {
		return d.wrong("$.carrier", err.Error(), "a possible carrier")
	}
	return nil
}

func (s *Scenario) completeNetwork(d *document) error {
	for i, p := range []*Path{&s.Network.API, &s.Network.Token} {
		at := []string{"$.network.api", "$.network.token"}[i]
		if d.node(at+".leg") == nil {
			return d.wrong(at+".leg", "no "+at[len("$."):]+".leg",
				`the time of one leg, such as "50ms"`)
		}
		if err := d.share(at+".lose_requests", &p.LoseThere, 0); err != nil {
			return err
		}
		if err := d.share(at+".lose_replies", &p.LoseBack, 0); err != nil {
			return err
		}
		if p.Timeout < 0 {
			return d.wrong(at+".timeout", p.Timeout.String(), meantDuration)
		}
	}
	return nil
}

// share completes a share, which lies between 0 and 1.
func (d *document) share(at string, v *float64, absent float64) error {
	if d.node(at) == nil {
		*v = absent
	}
	if !(*v >= 0 && *v <= 1) {
		return d.wrong(at, fmt.Sprint(*v), "a share between 0 and 1")
	}
	return nil
}

func (s *Scenario) completeUsers(d *document) error {
	b := &s.Users
	if b.Again != nil {
		if err := d.share("$.users.click_again.with", &b.Again.With, 1); err != nil {
			return err
		}
		if b.Again.Times < 0 {
			return d.wrong("$.users.click_again.times", fmt.Sprint(b.Again.Times), "0 for no limit, or more")
		}
	}
	if b.Impatience != nil {
		if err := d.share("$.users.impatience.with", &b.Impatience.With, 1); err != nil {
			return err
		}
		if b.Impatience.After <= 0 {
			return d.wrong("$.users.impatience.after", b.Impatience.After.String(), meantDuration)
		}
	}
	if b.Message != nil {
		if err := d.share("$.users.message.obeyed_by", &b.Message.ObeyedBy, 1); err != nil {
			return err
		}
	}
	if b.Stop != nil {
		return d.share("$.users.told_to_stop.obeyed_by", &b.Stop.ObeyedBy, 1)
	}
	return nil
}

func (s *Scenario) completeStrategies(d *document) error {
	if len(s.Strategies) == 0 {
		return d.wrong("$.strategies", "no strategies", "a list of names; `tokenstorm list strategies`")
	}
	for i, name := range s.Strategies {
		if _, err := spec.Lookup(name); err != nil {
			meant := "a name; `tokenstorm list strategies`"
			if near, ok := strategies.Near(name, spec.Names()); ok {
				meant = quote(near)
			}
			return d.wrong(fmt.Sprintf("$.strategies[%d]", i), quote(name), meant)
		}
	}
	return nil
}

func (s *Scenario) completeExpectations(d *document) error {
	for i := range s.Expect {
		e, at := &s.Expect[i], fmt.Sprintf("$.expect[%d]", i)
		for j, name := range e.Of {
			if !slices.Contains(s.Strategies, name) {
				return d.wrong(fmt.Sprintf("%s.of[%d]", at, j), quote(name),
					"a strategy of the scenario: "+strategies.Meant(name, s.Strategies))
			}
		}
		if len(e.Of) == 0 {
			return d.wrong(at+".of", "nobody", "at least one strategy")
		}
		if e.Reading != "" {
			if _, err := s.throttle(e.Reading); err != nil {
				return d.wrong(at+".reading", err.Error(), "akamai, literal, paranoid, or ids")
			}
		}
		if metric, found, meant := e.misnamed(); found != "" {
			return d.wrong(at+"."+metric, found, meant)
		}
	}
	return nil
}

// eventsPerAction is roughly what one click costs: two for each of some requests, and its own.
const eventsPerAction = 12

// affordable refuses a run that would not end in a working day, before it starts.
func (s *Scenario) affordable(d *document) error {
	n := s.Events()
	if n <= float64(s.MaxEvents) {
		return nil
	}
	const perSecond = 4e6
	return d.wrong("$.length",
		fmt.Sprintf("a run of about %.2g events, %v on one core", n,
			time.Duration(n/perSecond*1e9).Round(time.Minute)),
		fmt.Sprintf("at most %d; shorten it, or raise max_events", s.MaxEvents))
}

// Events is roughly how many events a run will have.
func (s *Scenario) Events() float64 {
	length := s.Lasts().Seconds()
	actions := 0.0
	for i := range s.Workload {
		switch l := &s.Workload[i]; {
		case l.Closed != nil:
			cycle := l.Closed.Think.Mean() + 2*s.Network.API.Leg.Mean()
			actions += float64(s.Fleet.Users) * length / max(cycle.Seconds(), 1e-4)
		case l.Open != nil:
			actions += float64(l.Open.Arrivals(s.Lasts()).peak * length)
		case l.Day != nil:
			actions += float64(float64(l.Day.Peak) * length)
		case l.Burst != nil && l.Burst.Every > 0:
			actions += float64(l.Burst.Clicks) * length / time.Duration(l.Burst.Every).Seconds()
		}
	}
	hits := 0.0
	for i := range s.Faults {
		switch f := &s.Faults[i]; {
		case f.Neighbour != nil && f.Neighbour.Every > 0:
			hits += length / time.Duration(f.Neighbour.Every).Seconds()
		case f.External != nil && f.External.Every > 0:
			hits += length / time.Duration(f.External.Every).Seconds()
		}
	}
	return float64(actions*eventsPerAction) + hits
}
