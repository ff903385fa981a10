package hunt

import (
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/terms"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A trial is a run of a strategy, and the clairvoyant's of the same scenario.
type trial struct {
	*scenarios.Scenario
	subject *Subject
	with    spec.Strategy
	profile fakecarrier.Profile
	rules   throttle.Throttle
	shares  bool // the nodes share a token
	down    bool // for a while the store of the tokens is down, or as good as down
	knows   bool // of a ban, what another node knows, or a process before this one
	duel    bool // nodes cannot but kill each other's tokens

	run, bound *watch // bound: nil until something is to be held against the run
}

// newTrial is the trial of a run that is over.
func newTrial(s *scenarios.Scenario, subject *Subject, run *watch) *trial {
	profile, rules, err := s.CarrierUnder(s.Carrier.Reading)
	if err != nil {
		panic(err) // the run was of it
	}
	t := &trial{
		Scenario: s, subject: subject, with: subject.Strategy, profile: profile, rules: rules, run: run,
	}
	t.shares = strategies.NeedsOf(t.with.Parts...).Shared
	t.down = storeDown(s, t.shares)
	// Who shares a public IP shares what is known of it: of a ban on a client, that is not all.
	several := s.Fleet.PublicIPs > 1 && rules.Key == throttle.ByClient
	t.knows = t.shares && !t.down && !several
	// Where a new token ends the old one's life, nodes that share nothing kill each other's, and so
	// do others while what they share is down: but for their own ban, nobody can mend that.
	ends := profile.Policy != fakecarrier.Coexist() || s.Carrier.Grant == terms.GrantRefresh
	t.duel = run.nodes > 1 && ends && !t.knows
	return t
}

// How long after the last fault, and after the last ban, a strategy may still be recovering: what
// is recommended asks a carrier that bans once a minute.
const (
	recovering = 2 * time.Minute
	anotherBan = 10 * time.Minute
)

// mostWait is how long an action may take: a request's time-out, half a minute for others, and as
// long as its node stands still.
func mostWait(s *scenarios.Scenario) time.Duration {
	wait := s.Path(0, fakecarrier.TokenEndpoint).Wait() + 30*time.Second
	for _, f := range s.Faults {
		if pause, ok := f.Kind.(*faults.Pause); ok {
			wait += time.Duration(pause.For.Value)
		}
	}
	return wait
}

// fewest is of how many actions a share is judged: of fewer it is luck.
const fewest = 10

// hasty reports whether users leave before a renewal and a call are over: what we recommend renews
// when a call needs a token. Where nodes share nothing, a renewal waits for its node's permit. One
// that waits for a slow store matters where tokens live for minutes.
func (t *trial) hasty() bool {
	renewal := 2 * t.legs()
	if !t.knows {
		renewal += time.Duration(max(t.run.nodes, t.Fleet.Nodes)) * time.Minute / 54
	}
	if t.run.window <= 5*time.Minute { // looks, a ban, a lease, a permit, a write ask the store
		renewal += 8 * time.Duration(t.storeDelay())
	}
	if t.Carrier.Active.Mean() > 0 {
		renewal += 5 * time.Second // before it is tried again
	}
	patience := time.Duration(t.Users.Patience)
	return patience > 0 && patience <= renewal
}

// deaf reports whether the carrier goes on failing token requests, or answering them later than
// anybody waits, to the end: the clairvoyant alone has tokens without an answer, and before.
func (t *trial) deaf() bool {
	wait := t.Path(0, fakecarrier.TokenEndpoint).Wait()
	return slices.ContainsFunc(t.Faults, func(f faults.Fault) bool {
		switch of := f.Kind.(type) {
		case *faults.CarrierSlow:
			return of.Adds.Mean()+2*t.legs() >= wait && t.toTheEnd(&of.Spell)
		case *faults.CarrierDown:
			all := of.Only == "" || string(of.Only) == fakecarrier.TokenEndpoint.String()
			return all && of.Share == 1 && t.toTheEnd(&of.Spell)
		}
		return false
	})
}

// toTheEnd reports whether a spell lasts to the end of the run.
func (t *trial) toTheEnd(s *faults.Spell) bool {
	return !s.For.Given || time.Duration(s.At)+time.Duration(s.For.Value) >= t.run.length
}

// legs is how long a leg of a renewal and one of a call take together, on average.
func (t *trial) legs() time.Duration {
	return t.Path(0, fakecarrier.TokenEndpoint).Leg.Mean() +
		t.Path(0, fakecarrier.APIEndpoint).Leg.Mean()
}

// outrun reports whether somebody else renews with our credentials again before a new token has
// come, has passed through what the nodes share, and a call with it has reached the carrier; or
// before one that is refused is old enough to be renewed.
func (t *trial) outrun() bool {
	way := t.legs()
	if t.shares {
		way += time.Duration(t.Fleet.StoreDelay)
	}
	for _, part := range t.with.Parts {
		if retry, ok := part.(strategies.Retry); ok {
			way += retry.Young
		}
	}
	return slices.ContainsFunc(t.Faults, func(f faults.Fault) bool {
		rival, ok := f.Kind.(*faults.ExternalRenewal)
		return ok && rival.Every.Given && time.Duration(rival.Every.Value) <= way
	})
}

// oddTokens reports whether tokens are not what their answers say, or cannot be had when they are
// needed: the clairvoyant alone knows.
func (t *trial) oddTokens() bool {
	p := &t.profile
	wrong := p.Says == fakecarrier.SaysNothing ||
		p.Says == fakecarrier.SaysExpiresIn && (p.TokenLife-p.ExpiresIn).Abs() > 2*time.Second
	late := t.Carrier.Active.Mean()
	return wrong || late > slowest || late > 0 && t.Network.Proxy != nil || p.RenewNotBefore > 0 ||
		p.LifeMost > 0
}

// slowest is how long a carrier may take to know its tokens: where nodes share nothing, what is
// recommended tries a token again two seconds after it came.
const slowest = 2 * time.Second

// storeDelay is what a read or a write of the store takes that the tokens are in.
func (t *trial) storeDelay() scenarios.Span {
	if t.shares {
		return t.Fleet.StoreDelay
	}
	return t.Fleet.CacheDelay
}

// unreadable reports whether the pairs of a session are in a store that answers later than what is
// recommended waits for it, to the end: nobody has a refresh token.
func (t *trial) unreadable() bool {
	return t.Carrier.Grant == terms.GrantRefresh && t.storeDelay() >= tooSlow
}

// starved reports whether calls wait for threads that wait for a store: the clairvoyant asks none.
func (t *trial) starved() bool {
	return t.Fleet.Threads.Given && time.Duration(t.storeDelay()) >= t.legs()
}

// overrun reports whether so many actions of a span are more than its threads can carry out: once
// they have fallen behind, as all who are impatient click twice, they never catch up.
func (t *trial) overrun(actions int, span time.Duration) bool {
	call := 2*t.Path(0, fakecarrier.APIEndpoint).Leg.Mean() + t.Carrier.Service.Mean()
	threads := time.Duration(max(t.run.nodes, t.Fleet.Nodes) * int(t.Fleet.Threads.Value))
	return t.Fleet.Threads.Given && time.Duration(actions)*call > threads*span
}

// tooSlow is how slow a store is as good as down: what is recommended waits so long for it.
const tooSlow = scenarios.Span(2 * time.Second)

// tight reports whether a limit of the carrier's own has no room for two tokens in each life:
// nobody but the clairvoyant uses each token to its end.
func (t *trial) tight() bool {
	if !t.Carrier.Metered() {
		return false
	}
	return slices.ContainsFunc(t.profile.Meters, func(m fakecarrier.Meter) bool {
		lives := int(m.Limit.Window / t.profile.TokenLife)
		if m.Key != fakecarrier.ByClient {
			lives *= t.Fleet.Customers
		}
		return m.Limit.Hits > 0 && 2*lives > m.Limit.Hits
	})
}

// longestThrottling is how long a fault answers 429, the longest of them. Its end is not said: who
// waits twice as long after each probe meets it later by so much, and a minute, at most.
func longestThrottling(s *scenarios.Scenario) (longest time.Duration) {
	for _, f := range s.Faults {
		if down, ok := f.Kind.(*faults.CarrierDown); ok && down.Status == 429 {
			longest = max(longest, time.Duration(down.For.Value))
		}
	}
	return longest
}

// ungoverned reports whether a ban, or a limit of the scenario's own, counts API calls: nobody
// paces these.
func (t *trial) ungoverned() bool {
	return t.rules.Watches != throttle.TokenScope ||
		t.Carrier.Metered() && slices.ContainsFunc(t.profile.Meters, func(m fakecarrier.Meter) bool {
			return m.Watches != throttle.TokenScope
		})
}

// ownLimits reports whether the carrier bans by limits of its own, below which no strategy is meant
// to keep by itself: its ration has to be set.
func (t *trial) ownLimits() bool { return t.Carrier.Metered() || t.Carrier.Profile != "fedex" }

// storeDown reports whether the store of a stack's tokens is down for a while, or as good as down:
// slower than what is recommended waits for it.
func storeDown(s *scenarios.Scenario, shares bool) bool {
	return shares && s.Fleet.StoreDelay >= tooSlow ||
		slices.ContainsFunc(s.Faults, func(f faults.Fault) bool {
			down, ok := f.Kind.(*faults.CacheDown)
			return ok && (down.Store || !shares)
		})
}

// lying reports whether a fault lets the carrier refuse tokens that are alive, or say that it bans
// when it does not: nobody can tell. A 429 says what it means.
func lying(s *scenarios.Scenario) bool {
	return slices.ContainsFunc(s.Faults, func(f faults.Fault) bool {
		down, ok := f.Kind.(*faults.CarrierDown)
		return ok && down.Status < 500 && down.Status != 429
	})
}

// forgets reports whether processes end that know of a ban.
func forgets(s *scenarios.Scenario) bool {
	return slices.ContainsFunc(s.Faults, func(f faults.Fault) bool {
		switch f.Kind.(type) {
		case *faults.Restart, *faults.Rollout, *faults.Crash:
			return true
		}
		return false
	})
}

// loses reports whether what nodes share forgets what it was told.
func loses(s *scenarios.Scenario) bool {
	return slices.ContainsFunc(s.Faults, func(f faults.Fault) bool {
		_, ok := f.Kind.(*faults.StoreLoses)
		return ok
	})
}
