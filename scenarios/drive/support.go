package drive

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/terms"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/workload"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// check refuses what cannot be carried out for real, and names its place in the scenario's file. A
// run leaves nothing out without a word. operated says that the target has an admin API.
func check(
	s *scenarios.Scenario, with spec.Strategy, reading string, operated bool,
) error {
	var refused []error
	refuse := func(at, found, meant string) {
		refused = append(refused, s.Wrong(at, found, meant))
	}
	c := &s.Carrier
	carrier := s.CarrierPlace()
	if s.Start == scenarios.WarmStores && !operated {
		refuse("$.start", "warm stores, which need a tokenstorm server for their target", "cold ones")
	}
	if !operated {
		for _, key := range ofServer(c) {
			refuse(carrier+"."+key, key+", which "+needsServer, "the carrier's own")
		}
	}
	switch {
	case c.Says.Under(time.Second):
		refuse(carrier+".expires_in", "an expires_in of less than a second, which "+simulatedAlone,
			"one that a client can read")
	case c.Life.Mean()%time.Second != 0:
		refuse(carrier+".token_life", "a token_life of "+c.Life.Mean().String(), "whole seconds, for "+
			"over HTTP no carrier says less")
	}
	onlySimulated(s, refuse)
	_, rules, err := s.CarrierUnder(reading)
	if err != nil {
		return err
	}
	completes := rules.Moment == throttle.Completion || rules.InFlight == throttle.Cut
	if completes && !c.Service.IsZero() {
		refuse(carrier+".service_time", "a service_time under a reading that counts hits when they "+
			"are answered", "none, for service times are added on the client's side")
	}
	exclusive := c.Grant == terms.GrantRefresh && c.Refresh != nil &&
		c.Refresh.Together == fakecarrier.RefuseConcurrent
	if exclusive && !c.Service.IsZero() {
		refuse(carrier+".service_time", "a service_time beside concurrent: refuse", "none, for service "+
			"times are added on the client's side")
	}
	for i, f := range s.Faults {
		if why := unable(f.Kind, s.Sizes(), operated,
			c.Grant == terms.GrantRefresh); why != "" {
			refuse(fmt.Sprintf("$.faults[%d].%s", i, f.Key), f.Key+", which "+why,
				"a scenario without it")
		}
	}
	if !operated && s.Fleet.PublicIPs > 1 {
		refuse("$.fleet.public_ips", "more than one public IP, which only a tokenstorm server can "+
			"tell apart", "1")
	}
	if strategies.NeedsOf(with.Parts...).Oracle {
		refused = append(refused, fmt.Errorf("drive: found the strategy %s; meant one that does not "+
			"ask the carrier's own state, for outside a simulation nobody knows it", with.Name))
	}
	if slices.ContainsFunc(with.Parts, fallsBack) {
		refused = append(refused, fmt.Errorf("drive: found the strategy %s; meant one without "+
			"fallback: {to: without-rights}, for no served carrier knows such credentials", with.Name))
	}
	return errors.Join(refused...)
}

// onlySimulated refuses what of a scenario no driven run has.
func onlySimulated(s *scenarios.Scenario, refuse func(at, found, meant string)) {
	if s.Network.Connect != 0 {
		refuse("$.network.connect", "the set-up of connections, which is simulated alone",
			"none: real connections are set up as they are")
	}
	for _, alone := range []struct {
		at, found, meant string
		given            bool
	}{
		{"$.carriers", "several carriers, which are", "one carrier", len(s.Carriers()) > 1},
		{"$.fleet.threads", "threads, which are", "no limit", s.Fleet.Threads.Given},
		{"$.fleet.runs", "a mixed fleet, which is", "one strategy", s.Fleet.Mixed != nil},
		{"$.network.proxy_caches", "a proxy that keeps answers, which is", "none",
			s.Network.Proxy != nil},
	} {
		if alone.given {
			refuse(alone.at, alone.found+" simulated alone", alone.meant)
		}
	}
	for i, l := range s.Workload {
		if job, ok := l.Shape.(workload.TokenKeeper); ok && job.KeepsToken() {
			refuse(fmt.Sprintf("$.workload[%d].%s", i, l.Key), "a job that keeps its token, which is "+
				"simulated alone", "one that obtains a token for each call")
		}
	}
}

// fallsBack reports whether a part falls back to credentials that the carrier knows.
func fallsBack(p strategies.Part) bool {
	f, ok := p.(strategies.Fallback)
	return ok && f.To == strategies.WithoutRights
}

// simulatedAlone is why a fault is refused that no driven run has.
const simulatedAlone = "is simulated alone"

// ofServer lists the keys of the carrier that only a tokenstorm server has a setting for.
func ofServer(c *scenarios.CarrierSpec) (keys []string) {
	for _, k := range []struct {
		key string
		set bool
	}{
		{"grant", c.Grant == terms.GrantRefresh}, {"token_life", c.Life.Given()},
		{"expires_in", c.Says.Given()}, {"exp_whole_seconds", c.Seconds},
		{"activation", !c.Active.IsZero()}, {"renew_not_before", c.NotYet > 0},
		{"meters", c.Metered()}, {"daily_quota", c.DayQuota > 0},
	} {
		if k.set {
			keys = append(keys, k.key)
		}
	}
	return keys
}

// needsServer is why much is refused if the target has no admin API.
const needsServer = "needs a tokenstorm server for its target"

// Legs returns the mean leg of the scenario's shorter path, in real time at a scale. If timers are
// late by about as much, a run shows the timers rather than the scenario.
func Legs(s *scenarios.Scenario, scale float64) time.Duration {
	leg := min(s.Path(0, fakecarrier.APIEndpoint).Leg.Mean(),
		s.Path(0, fakecarrier.TokenEndpoint).Leg.Mean())
	return time.Duration(float64(leg) / scale)
}
