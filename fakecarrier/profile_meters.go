package fakecarrier

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// MostMeters is how many meters a carrier may have. Assumed: more than any has.
const MostMeters = 32

// checkMeters reports what the meters of one carrier cannot be.
func (p *Profile) checkMeters() error {
	if len(p.Meters) > MostMeters {
		return fmt.Errorf("%d meters are more than %d", len(p.Meters), MostMeters)
	}
	first := p.sentence()
	seen := map[bool]bool{}
	for i := range p.Meters {
		m := &p.Meters[i]
		if err := m.check(); err != nil {
			return err
		}
		if m.Path != "" {
			if err := p.checkPath(m); err != nil {
				return err
			}
		}
		if !m.open() {
			continue
		}
		if m.Watches != first.Watches || m.Key != first.Key || m.Ban != first.Ban || m.Path != "" {
			return errors.New("meters whose thresholds the readings in force read agree in what they " +
				"watch, in their key and their ban, and have no path")
		}
		if seen[m.Threshold.Average] {
			return fmt.Errorf("there are two %v thresholds", m.Threshold)
		}
		seen[m.Threshold.Average] = true
	}
	return nil
}

// checkPath reports what the path of a meter cannot be.
func (p *Profile) checkPath(m *Meter) error {
	e, ok := p.EndpointOf(m.Path)
	switch {
	case !ok:
		return fmt.Errorf("carrier %s has no path %s", p.Name, m.Path)
	case m.Watches == throttle.AllScope || !m.minds(e):
		return fmt.Errorf("the path %s is one of the %v endpoint, which the meter does not watch "+
			"alone", m.Path, e)
	}
	return nil
}

// EndpointOf is the endpoint of which a path of the carrier is one; not ok if it has no such path.
func (p *Profile) EndpointOf(path string) (e Endpoint, ok bool) {
	switch {
	case p.Wire == nil:
		return 0, false
	case path == p.Wire.Token || path == p.Wire.Refresh:
		return TokenEndpoint, path != ""
	}
	return APIEndpoint, slices.ContainsFunc(p.Wire.Operations, func(o wire.Operation) bool {
		return o.Path == path && o.Outcome == wire.Answered
	})
}

// Paths are those of the carrier that a meter may watch alone, each once: of requests of tokens,
// then of API calls.
func (p *Profile) Paths() (all []string) {
	if p.Wire == nil {
		return nil
	}
	paths := []string{p.Wire.Token, p.Wire.Refresh}
	for _, o := range p.Wire.Operations {
		paths = append(paths, o.Path)
	}
	for _, path := range paths {
		if _, ok := p.EndpointOf(path); ok && !slices.Contains(all, path) {
			all = append(all, path)
		}
	}
	return all
}

// NearestPath is the one of Paths that is most like another path; "" if there is none.
func (p *Profile) NearestPath(path string) string { return wire.NearestPath(path, p.Paths()) }

// sentence is the first meter that the readings in force read, nil where there is none.
func (p *Profile) sentence() *Meter {
	i := slices.IndexFunc(p.Meters, func(m Meter) bool { return m.open() })
	if i < 0 {
		return nil
	}
	return &p.Meters[i]
}

// Imposable reports whether somebody can be banned for what no meter saw: an address, a client, or
// both.
func (p *Profile) Imposable() bool {
	return slices.ContainsFunc(p.Meters, func(m Meter) bool { return m.bans() && !m.ofTokens() })
}

// Bans reports whether the carrier bans anybody.
func (p *Profile) Bans() bool {
	return slices.ContainsFunc(p.Meters, func(m Meter) bool { return m.bans() })
}

// Thresholds are the sentences that readings read.
func (p *Profile) Thresholds() (all []quota.Threshold) {
	for _, m := range p.Meters {
		if m.open() {
			all = append(all, m.Threshold)
		}
	}
	return all
}

// DefaultReading is the reading that is in force where nobody says which: Akamai's, whose words
// FedEx uses, or what there is of it.
func (p *Profile) DefaultReading() string {
	for _, reading := range []string{"akamai", "R1", "A1"} {
		if _, err := p.Throttle(reading); err == nil {
			return reading
		}
	}
	return "none"
}

// Throttle reads a throttle of this carrier: what the text leaves open is as the carrier's meters
// have it. The error is a reading of a threshold that the carrier does not have, too.
func (p *Profile) Throttle(text string) (t throttle.Throttle, err error) {
	if m := p.sentence(); m != nil {
		t.Watches, t.Key = m.Watches, throttle.Key(m.Key)
		t.Scope, t.Extension = m.Ban.Covers, m.Ban.Extends
	}
	if t, err = t.With(text); err != nil {
		return t, err
	}
	err = p.canRead(&t)
	return t, err
}

// canRead reports whether the carrier has what the throttle's readings read.
func (p *Profile) canRead(t *throttle.Throttle) error {
	for _, r := range t.Enforced() {
		switch _, ok := r.Of(p.Thresholds()); {
		case ok:
		case !p.Bans():
			return fmt.Errorf("carrier %s bans nobody: found reading %s, meant none", p.Name, r.ID)
		default:
			return fmt.Errorf("carrier %s has no %v threshold, which %s reads", p.Name,
				quota.Threshold{Average: r.Average}, r.ID)
		}
	}
	return nil
}

// MetersUnder are the meters that count under a throttle, in the order in which they object: each
// sentence is read by the readings in force, or is not there where none reads it.
func (p *Profile) MetersUnder(t *throttle.Throttle) (all []Meter) {
	for i, m := range p.Meters {
		m.place = i
		if !m.open() {
			all = append(all, m)
			continue
		}
		for _, r := range t.Enforced() {
			if r.Average != m.Threshold.Average {
				continue
			}
			read := m
			read.Reading, read.read = r.ID, true
			read.Watches, read.Key, read.Counts = t.Watches, Key(t.Key), t.Hits
			read.Ban = bansUnder(&m, t)
			all = append(all, read)
		}
	}
	return all
}

// bansUnder is how a sentence's meter bans under a throttle.
func bansUnder(m *Meter, t *throttle.Throttle) BanTerms {
	return BanTerms{cmp.Or(t.Ban, m.Ban.For), t.Extension, t.Scope, m.Ban.Edge}
}

// A TokenLimit is a window to count token hits in, how many it allows, and by what it counts them.
type TokenLimit struct {
	quota.Limit
	Key Key
}

// TokenLimits are the windows to count token hits in, the shortest first: those of the thresholds
// that the readings in force read, or of a carrier that has none, of all meters that its token
// endpoint is under. The window is taken to slide, whatever the meter does.
func (p *Profile) TokenLimits() (all []TokenLimit) {
	open := p.sentence() != nil
	for _, m := range p.Meters {
		l := TokenLimit{quota.Limit{Hits: m.Limit.Hits, Window: m.Limit.Window}, m.Key}
		if m.isSentence() {
			l.Limit = quota.Limit{Hits: m.Threshold.Total(), Window: m.Threshold.Span}
		}
		if open && m.open() || !open && m.minds(TokenEndpoint) && p.usual(m.Grant) {
			all = append(all, l)
		}
	}
	slices.SortStableFunc(all, func(a, b TokenLimit) int { return cmp.Compare(a.Window, b.Window) })
	return all
}

// usual reports whether clients ask for that grant unless somebody says otherwise.
func (p *Profile) usual(g GrantType) bool {
	return g == AnyGrant || (g == RefreshGrant) == p.RenewsByRefresh()
}

// WithMeters is the carrier with these meters in place of all its own.
func (p Profile) WithMeters(meters []Meter) Profile {
	p.Meters = meters
	return p
}

// WithLimits is the carrier with these limits in place of its own ones on the requests of a client,
// save the quota of a day.
func (p Profile) WithLimits(limits []quota.Limit) Profile {
	like := p.refusing()
	like.Refusal.Reason = ReasonThrottled
	return p.replace(func(m *Meter) bool { return !m.bans() && !m.daily() }, like, limits)
}

// WithDailyQuota is the carrier that accepts so many API calls of one client a day, from midnight.
func (p Profile) WithDailyQuota(hits int) Profile {
	like := p.refusing()
	if !Covers(like.Watches, APIEndpoint) { // its own limits are on token requests
		like = p.refusingCalls()
	}
	like.Refusal.Reason = ReasonQuota
	return p.replace((*Meter).daily, like, []quota.Limit{{Hits: hits, Window: day}})
}

// refusing is the first meter that refuses; of a carrier that has none, the usual one: API calls of
// one client are counted.
func (p *Profile) refusing() Meter {
	for _, m := range p.Meters {
		if !m.bans() {
			return m
		}
	}
	return p.refusingCalls()
}

func (p *Profile) refusingCalls() Meter {
	return Meter{
		Watches: throttle.APIScope, Key: ByClient,
		Refusal: Refusal{
			Status: statusTooManyRequests, Reason: ReasonThrottled, RetryAfter: p.saysWhen(),
		},
	}
}

// replace puts meters like one, with these limits, in the place of others.
func (p Profile) replace(gone func(*Meter) bool, like Meter, limits []quota.Limit) Profile {
	var kept, daily []Meter
	for _, m := range p.Meters {
		switch {
		case gone(&m):
		case m.daily():
			daily = append(daily, m)
		default:
			kept = append(kept, m)
		}
	}
	for _, l := range limits {
		like.Limit = l
		kept = append(kept, like)
	}
	p.Meters = slices.Concat(kept, daily)
	return p
}

// saysWhen reports whether the carrier's answer beyond a limit has a Retry-After.
func (p *Profile) saysWhen() bool {
	if p.Wire == nil {
		return false
	}
	a, _ := p.Wire.Answer(wire.Throttled)
	return a.RetryAfter
}
