package hunt

import (
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/terms"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/workload"
)

// beaten is the signal of a strategy that beats the clairvoyant.
const beaten = "the bound is beaten"

// Beaten tells in what a strategy beats the clairvoyant, if it does: that is a fault of the world.
//
// The clairvoyant is the bound of what others can reach, in every run in which nothing but what a
// strategy does with tokens decides. Then no strategy
//
//   - serves more actions, of those that the end of the run does not cut off; those aside whose
//     token died under way, as the clairvoyant renewed ahead of trouble, or somebody else did.
//     Where requests of strangers count with ours it makes a good plan, which need not be the best,
//   - or bans itself less: the clairvoyant never does,
//   - or serves everybody with fewer token requests than the clairvoyant needs where tokens live
//     longer by what the strategy's slowest action takes: who lets his users wait asks later.
//     So do those whom the end of the run cuts off: each may still ask for one. What the
//     clairvoyant asks for ahead of trouble it does not need; and where others renew with the same
//     credentials, whose token they kill is luck.
//
// It is no bound of latencies, nor of how often users click who wait for their outcome.
func (t *trial) beaten() (string, error) {
	bound, w := t.bound, t.run
	until := t.decided()
	clicks, most := bound.served(0, until)
	_, ok := w.served(0, until)
	switch {
	case bound.ownBan > 0:
		return "the clairvoyant bans itself", nil
	case ok > most+bound.cut+bound.robbed && !bound.strangers:
		return fmt.Sprintf("serves %d, the clairvoyant %d", ok, most), nil
	case !bound.rivals && clicks > 0 && ok == clicks && w.total+w.open() < bound.total-bound.ahead:
		longer, err := t.With(scenarios.Setting{
			Path: "carrier.token_life", Value: (t.profile.TokenLife + w.longest()).String(),
		})
		if err != nil {
			return "", err
		}
		if bound, err = observe(longer, t.subject.clairvoyant()); err != nil {
			return "", err
		}
		if needed := bound.total - bound.ahead; w.total+w.open() < needed {
			return fmt.Sprintf("sends %d requests, the clairvoyant %d", w.total, needed), nil
		}
	}
	return "", nil
}

// decided is until when actions begin whose outcome the end of the run does not cut off: one that
// is refused under way is sent again, at most twice.
func (t *trial) decided() time.Duration {
	call := 2*t.Path(0, fakecarrier.APIEndpoint).Leg.Mean() + t.Carrier.Service.Mean()
	return t.Lasts() - 3*call
}

// Fair reports whether nothing but what a strategy does with tokens decides: chance does nothing to
// API calls, nothing makes them slow, no ban counts them, clicks wait for nobody, and the
// thresholds have room for all customers at once.
func Fair(s *scenarios.Scenario) bool {
	_, rules, err := s.CarrierUnder(s.Carrier.Reading)
	api := s.Path(0, fakecarrier.APIEndpoint)
	switch {
	case err != nil, rules.Watches != throttle.TokenScope, !api.Leg.IsConstant(),
		api.LoseBack+api.LoseThere > 0, !s.Carrier.Service.IsConstant(), s.Carrier.Metered(),
		s.Carrier.Profile != "fedex", s.Carrier.Grant == terms.GrantRefresh, s.Carrier.DayQuota > 0,
		s.Carrier.Active.Mean() > 0, s.Carrier.NotYet > 0, s.Network.Proxy != nil,
		s.Network.Connect > 0, s.Fleet.Threads.Given, s.Fleet.Mixed != nil, !roomy(s),
		s.Users.Again != nil, s.Users.Impatience != nil, s.Start == scenarios.WarmStores:
		return false
	}
	for _, l := range s.Workload {
		if _, waits := l.Shape.(workload.Waiting); waits || l.Who != nil {
			return false
		}
		if _, job := l.Shape.(*workload.Job); job {
			return false
		}
	}
	for _, f := range s.Faults {
		switch of := f.Kind.(type) {
		case *faults.CarrierDown:
			if of.Share < 1 || of.Only != "token" {
				return false // who waits for a token calls later: the carrier may be up again by then
			}
		case *faults.CarrierSlow:
			if of.Only != "token" {
				return false
			}
		}
	}
	return true
}

// roomy reports whether the thresholds let every customer get two tokens at once: one that is
// needed, and one ahead of trouble. The clairvoyant does not spread renewals ahead of trouble.
func roomy(s *scenarios.Scenario) bool {
	profile, rules, err := s.CarrierUnder(s.Carrier.Reading)
	if err != nil {
		return false
	}
	carrier, err := fakecarrier.New(profile, rules)
	if err != nil {
		return false
	}
	for i := range 2 * s.Fleet.Customers {
		request := fakecarrier.Request{
			Endpoint: fakecarrier.TokenEndpoint, Client: fakecarrier.Client(i % s.Fleet.Customers),
		}
		if !carrier.Tolerates(s.Begins(), request) {
			return false
		}
		carrier.Complete(s.Begins(), request, carrier.Handle(s.Begins(), request))
	}
	return true
}
