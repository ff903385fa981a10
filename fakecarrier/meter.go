package fakecarrier

import (
	"errors"
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// A Meter is one limit of a carrier, as data: whose hits it counts, by what, what it allows, and
// what becomes of a caller who exceeds it. A carrier is a list of them. A hit counts in every meter
// that watches it, also if another refuses it, unless that one is at the edge; the first in the
// list that objects answers.
//
// A Meter has a Threshold or a Limit, and a Ban or a Refusal.
type Meter struct {
	Watches throttle.Scope `json:"watches"`       // requests of tokens, API calls, or both
	Path    string         `json:"path,omitzero"` // of these only those of one path of the Wire; "" is all
	Key     Key            `json:"key"`           // what hits are counted by
	Grant   GrantType      `json:"grant"`         // of requests of tokens, those alone that ask for it
	Counts  throttle.Hits  `json:"counts"`        // which of them count

	// A sentence, and which reading says what it means. Where that is "", the readings in force say
	// it, and the throttle says Watches, Key, Counts and Ban.
	Threshold quota.Threshold `json:"threshold,omitzero"`
	Reading   string          `json:"reading,omitzero"`
	Limit     quota.Limit     `json:"limit,omitzero"` // a number of hits in a window, which needs no reading

	Ban     BanTerms `json:"ban,omitzero"`     // all is refused for a time, with 403
	Refusal Refusal  `json:"refusal,omitzero"` // the hit alone is refused

	Announces Announcement `json:"announces"` // of a limit: in which headers each answer tells of it

	read  bool // the throttle says which reading
	place int  // in the profile, once the throttle has read it
}

// BanTerms are how a carrier bans. Meters that have them and their key in common share the bans: a
// caller has one, whichever of these meters started it.
type BanTerms struct {
	For     time.Duration      `json:"for"`
	Extends throttle.Extension `json:"extends"`
	Covers  throttle.Scope     `json:"covers"`

	// Edge is that an edge in front of the carrier bans: what its ban refuses counts in no meter that
	// is behind it in the list.
	Edge bool `json:"edge"`
}

// A Refusal is how a hit beyond a limit is answered.
type Refusal struct {
	Status     int    `json:"status"`      // 429
	Reason     Reason `json:"reason"`      // ReasonThrottled, ReasonQuota for the quota of a day, or ReasonDisguised
	RetryAfter bool   `json:"retry_after"` // the answer says after how many seconds a hit is accepted again
}

const day = 24 * time.Hour

// bans reports whether exceeding the meter starts a ban.
func (m *Meter) bans() bool { return m.Ban != BanTerms{} }

// daily reports whether the meter is the quota of a day.
func (m *Meter) daily() bool { return m.Refusal.Reason == ReasonQuota }

// isSentence reports whether the meter has a threshold.
func (m *Meter) isSentence() bool { return m.Threshold != quota.Threshold{} }

// open reports whether the throttle says what the meter's sentence means.
func (m *Meter) open() bool { return m.isSentence() && m.Reading == "" }

// minds reports whether the meter watches requests of the endpoint.
func (m *Meter) minds(e Endpoint) bool { return Covers(m.Watches, e) }

// ofTokens reports whether what hits are counted by is only known of requests of tokens.
func (m *Meter) ofTokens() bool {
	return m.Key == ByRefreshToken || m.Key == ByGrantType
}

// Rule names what the meter allows: the id of a reading, or a limit.
func (m *Meter) Rule() string {
	switch {
	case m.Reading != "":
		return m.Reading
	case m.isSentence():
		return m.Threshold.String()
	}
	return m.Limit.String()
}

// rule returns a fresh rule, in windows as the throttle says. The meter's sentence is read.
func (m *Meter) rule(t *throttle.Throttle) quota.Rule {
	if !m.isSentence() {
		return m.Limit.Rule()
	}
	r, err := quota.LookupReading(m.Reading)
	if err != nil {
		panic("fakecarrier: " + err.Error()) // it was looked up before
	}
	return r.Rule(quota.Terms{Threshold: m.Threshold, Start: t.Start, End: t.Window})
}

func (m *Meter) check() error {
	sentence := m.isSentence()
	switch {
	case sentence == (m.Limit != quota.Limit{}):
		return errors.New("a meter needs a threshold or a limit, and not both")
	case m.bans() == (m.Refusal != Refusal{}):
		return errors.New("a meter needs a ban or a refusal, and not both")
	case m.bans() && m.Ban.For <= 0:
		return fmt.Errorf("a ban must last longer than %v", m.Ban.For)
	case m.open() && !m.bans():
		return errors.New("a meter whose threshold the readings in force read bans: what it refuses " +
			"alone is not said")
	case m.open() && m.Key > ByClient:
		return fmt.Errorf("a meter whose threshold the readings in force read has no key %v", m.Key)
	case m.Reading != "" && !sentence:
		return fmt.Errorf("a meter with the reading %s needs the threshold that it reads", m.Reading)
	case m.Grant != AnyGrant && m.Watches != throttle.TokenScope:
		return fmt.Errorf("a meter of grants of the type %v watches requests of tokens alone", m.Grant)
	case m.ofTokens() && m.Watches != throttle.TokenScope:
		return fmt.Errorf("a meter by %v watches requests of tokens alone: an API call has none", m.Key)
	}
	if err := m.checkAnnounces(); err != nil {
		return err
	}
	if !m.bans() {
		if err := m.checkRefusal(); err != nil {
			return err
		}
	}
	if !sentence {
		return m.Limit.Check()
	}
	if m.Reading != "" {
		r, err := quota.LookupReading(m.Reading)
		if err != nil {
			return err
		}
		if r.Average != m.Threshold.Average || r.Unenforced() {
			return fmt.Errorf("the reading %s is of no %v threshold that is enforced", r.ID, m.Threshold)
		}
	}
	return m.Threshold.Check()
}

func (m *Meter) checkRefusal() error {
	f := &m.Refusal
	switch {
	case f.Status < 400 || f.Status > 599:
		return fmt.Errorf("a refusal has a status from 400 to 599, not %d", f.Status)
	case f.Reason != ReasonThrottled && f.Reason != ReasonDisguised && !m.daily():
		return fmt.Errorf("a refusal is for throttled, disguised or quota, not %v", f.Reason)
	case f.Reason == ReasonDisguised && m.Watches != throttle.TokenScope:
		return errors.New("a refusal that looks like a grant's is of requests of tokens")
	case m.Counts == throttle.AuthenticatedHits:
		return errors.New("a meter that refuses counts all hits, or those that are issued")
	}
	return nil
}
