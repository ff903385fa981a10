package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A meter is the rules and the ban of one key: an IP, a client id, or a pair.
type meter struct {
	rules []quota.Rule
	from  int64 // the ban bites since then
	until int64 // and is over then; 0 where there is none
}

// meters are the meters of one carrier, made when their key is first seen.
type meters struct {
	key      Key
	readings []quota.Reading
	terms    []quota.Terms // of each reading
	single   []*meter
	paired   [][]*meter // by IP, then by client
}

func newMeters(p Profile, t Throttle) meters {
	m := meters{key: t.Key}
	for _, id := range t.Readings {
		r := reads(id)
		threshold, _ := r.Of(p.Thresholds())
		m.readings = append(m.readings, r)
		m.terms = append(m.terms, quota.Terms{Threshold: threshold, Start: t.Start, End: t.Window})
	}
	return m
}

// of returns the meter that a request falls under, nil where it has none yet.
func (m *meters) of(ip IP, cl Client) *meter {
	row, i := m.single, int(ip)
	switch m.key {
	case ByIP:
	case ByClient:
		i = int(cl)
	case ByIPAndClient:
		if i >= len(m.paired) {
			return nil
		}
		row, i = m.paired[i], int(cl)
	}
	if i >= len(row) {
		return nil
	}
	return row[i]
}

// open returns the meter that a request falls under, made if need be.
func (m *meters) open(ip IP, cl Client) *meter {
	if known := m.of(ip, cl); known != nil {
		return known
	}
	row, i := &m.single, int(ip)
	switch m.key {
	case ByIP:
	case ByClient:
		i = int(cl)
	case ByIPAndClient:
		m.paired = reach(m.paired, i)
		row, i = &m.paired[i], int(cl)
	}
	*row = reach(*row, i)
	(*row)[i] = &meter{rules: m.rules()}
	return (*row)[i]
}

func (m *meters) rules() []quota.Rule {
	rules := make([]quota.Rule, len(m.readings))
	for i, r := range m.readings {
		rules[i] = r.Rule(m.terms[i])
	}
	return rules
}

// judge shows a hit to all rules. It returns the index of the first reading that the hit violates,
// -1 if it violates none, and since when the window was filled.
func (m *meters) judge(now time.Time, k *meter) (reading int, since time.Time) {
	reading = -1
	for i, rule := range k.rules {
		if v := rule.Judge(now); v.Violated && reading < 0 {
			reading, since = i, v.Since
		}
	}
	return reading, since
}

// bites reports whether the ban is in force.
func (k *meter) bites(at int64) bool { return k != nil && k.from <= at && at < k.until }

// count lets a hit count: the rules judge it, and a ban starts or is extended. The answer notes it.
func (c *Carrier) count(now time.Time, r *Request, a *Response) {
	at := now.UnixNano()
	k := c.meters.open(r.IP, r.Client)
	on := at < k.until
	if !on && k.until != 0 {
		k.until = 0
		if c.throttle.Counters == Cleared {
			k.rules = c.meters.rules()
		}
	}
	if clock := int64(c.throttle.Clock); clock != 0 {
		now = unit.Instant(unit.Floor(at, clock))
	}
	reading, since := c.meters.judge(now, k)
	until, changed := c.prolonged(at, k.until, reading >= 0)
	if !changed {
		return
	}
	if reading >= 0 {
		a.Rule, a.Since = c.meters.readings[reading].ID, since
	} else {
		a.Since = unit.Instant(at) // any hit extends: this one
	}
	a.Ban = BanExtended
	if !on {
		a.Ban = BanStarted
		k.from = at + int64(c.throttle.Lag)
	}
	k.until, a.BannedUntil = until, unit.Instant(until)
}

// prolonged is the end of the ban after a hit, and whether the hit starts or extends it; until is
// its end so far, 0 if there is no ban. A hit may extend a ban to where it ends already: two at one
// instant.
func (c *Carrier) prolonged(at, until int64, violated bool) (end int64, changed bool) {
	from := at
	switch {
	case until == 0:
		if !violated {
			return 0, false
		}
	case c.throttle.Extension == NoExtension:
		return until, false
	case c.throttle.Extension == OnAnyHit:
	case !violated:
		return until, false
	case c.throttle.Extension == Stacking:
		from = until
	}
	end = from + int64(c.ban)
	switch c.throttle.End {
	case Sharp:
	case NextSecond:
		end = unit.Ceil(end, second)
	case NextMinute:
		end = unit.Ceil(end, minute)
	}
	return end, true
}
