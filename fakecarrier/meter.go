package fakecarrier

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// A Meter is one limit of a carrier, as data: whose hits it counts, by what, what it allows, and
// what becomes of a caller who exceeds it. It has a Threshold or a Limit, and a Ban or a Refusal.
type Meter struct {
	Watches throttle.Scope // requests of tokens, API calls, or both
	Key     throttle.Key   // what hits are counted by

	Threshold quota.Threshold // a sentence: the readings in force say what it means
	Limit     quota.Limit     // a number of hits in a window, which needs no reading

	Ban     BanTerms // all is refused for a time, with 403
	Refusal Refusal  // the hit alone is refused
}

// BanTerms are how a carrier bans. The meters of one carrier that ban agree in them: a caller has
// one ban, whichever meter started it.
type BanTerms struct {
	For     time.Duration
	Extends throttle.Extension // where a reading says nothing of it
	Covers  throttle.Scope
}

// A Refusal is how a hit beyond a limit is answered. It counts in every meter that watches it,
// whichever refuses it.
type Refusal struct {
	Status     int    // 429
	Reason     Reason // ReasonThrottled, or ReasonQuota for the quota of a day
	RetryAfter bool   // the answer says after how many seconds a hit is accepted again
}

const day = 24 * time.Hour

// bans reports whether exceeding the meter starts a ban.
func (m *Meter) bans() bool { return m.Ban != BanTerms{} }

// daily reports whether the meter is the quota of a day.
func (m *Meter) daily() bool { return m.Refusal.Reason == ReasonQuota }

func (m *Meter) check() error {
	sentence := m.Threshold != quota.Threshold{}
	switch {
	case sentence == (m.Limit != quota.Limit{}):
		return errors.New("a meter needs a threshold or a limit, and not both")
	case m.bans() == (m.Refusal != Refusal{}):
		return errors.New("a meter needs a ban or a refusal, and not both")
	case m.bans() && m.Ban.For <= 0:
		return fmt.Errorf("a ban must last longer than %v", m.Ban.For)
	case sentence && !m.bans():
		return errors.New("a meter with a threshold bans: what it refuses alone is not said")
	case !m.bans() && (m.Refusal.Status < 400 || m.Refusal.Status > 599):
		return fmt.Errorf("a refusal has a status from 400 to 599, not %d", m.Refusal.Status)
	case !m.bans() && m.Refusal.Reason != ReasonThrottled && !m.daily():
		return fmt.Errorf("a refusal is for throttled or quota, not %v", m.Refusal.Reason)
	case sentence:
		return m.Threshold.Check()
	}
	return m.Limit.Check()
}

// checkMeters reports what the meters of one carrier cannot be.
func (p *Profile) checkMeters() error {
	var first *Meter
	seen := map[bool]bool{}
	for i := range p.Meters {
		m := &p.Meters[i]
		if err := m.check(); err != nil {
			return err
		}
		if !m.bans() {
			if p.Wire != nil && m.Refusal.RetryAfter != p.saysWhen() {
				return fmt.Errorf("a meter that says Retry-After is %v needs an answer that does",
					m.Refusal.RetryAfter)
			}
			continue
		}
		if first == nil {
			first = m
		}
		if m.Watches != first.Watches || m.Key != first.Key || m.Ban != first.Ban {
			return errors.New("meters that ban agree in what they watch, in their key and their ban")
		}
		if m.Threshold != (quota.Threshold{}) {
			if seen[m.Threshold.Average] {
				return fmt.Errorf("there are two %v thresholds", m.Threshold)
			}
			seen[m.Threshold.Average] = true
		}
	}
	return nil
}

// banning is the first meter that bans, nil where none does.
func (p *Profile) banning() *Meter {
	for i := range p.Meters {
		if m := &p.Meters[i]; m.bans() {
			return m
		}
	}
	return nil
}

// Bans reports whether the carrier bans anybody.
func (p *Profile) Bans() bool { return p.banning() != nil }

// Thresholds are the sentences that readings read.
func (p *Profile) Thresholds() (all []quota.Threshold) {
	for _, m := range p.Meters {
		if m.Threshold != (quota.Threshold{}) {
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
	if m := p.banning(); m != nil {
		t.Watches, t.Key = m.Watches, m.Key
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

// TokenLimits are the windows to count token hits in, the shortest first, and how many each allows:
// those of the thresholds, or of a carrier that has none, of the limits that its token endpoint is
// under. The window is taken to slide, whatever the meter does.
func (p *Profile) TokenLimits() (all []quota.Limit) {
	for _, t := range p.Thresholds() {
		all = append(all, quota.Limit{Hits: t.Total(), Window: t.Span})
	}
	sentences := len(all) > 0
	for _, m := range p.Meters {
		if !sentences && m.Limit != (quota.Limit{}) && Covers(m.Watches, TokenEndpoint) {
			all = append(all, m.Limit)
		}
	}
	slices.SortStableFunc(all, func(a, b quota.Limit) int { return cmp.Compare(a.Window, b.Window) })
	return all
}

// WithLimits is the carrier with these limits in place of its own ones on the requests of a client,
// save the quota of a day.
func (p Profile) WithLimits(limits []quota.Limit) Profile {
	like := p.refusing()
	like.Refusal.Reason = ReasonThrottled
	return p.replace(func(m *Meter) bool { return !m.bans() && !m.daily() }, like, limits)
}

// WithDailyQuota is the carrier that accepts so many requests of one client a day, from midnight.
func (p Profile) WithDailyQuota(hits int) Profile {
	like := p.refusing()
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
	return Meter{
		Watches: throttle.APIScope, Key: throttle.ByClient,
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
