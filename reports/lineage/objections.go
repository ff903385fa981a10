package lineage

import (
	"fmt"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// Objections is the Fold that tells which of the carrier's meters objected to hits, and by what
// count.
type Objections struct {
	all   []*Objector // every meter
	named bool        // there are several carriers
	told  bool        // an objection is not that of a ban by a reading, which Lineage tells
	of    *measure.Course
	from  []int // by carrier: where its meters begin in all
}

// An Objector is a meter that objected.
type Objector struct {
	Carrier string            `json:"carrier,omitempty"` // of several
	Meter   int               `json:"meter"`             // its place in the carrier's list, from 1
	Says    string            `json:"says"`              // what it allows, in words
	Count   int               `json:"objected"`          // to so many hits, as the first in the list
	At      unit.Milliseconds `json:"first_ms"`
	First   Caller            `json:"first"`
	Hits    int               `json:"hits"` // that it had counted by then; 0: records do not tell
	Since   unit.Milliseconds `json:"since_ms"`

	meter fakecarrier.Meter
	hits  map[int]*quota.Window // by whom it counts, until it objects
	edge  bool                  // a ban at the edge keeps hits from it
}

// NewObjections returns the Objections of a run of s with a strategy under a reading.
func NewObjections(s *scenarios.Scenario, strategy, reading string) (*Objections, error) {
	carriers, err := s.CarriersUnder(reading)
	if err != nil {
		return nil, err
	}
	course := s.Course(s.Lasts(), strategy)
	o := &Objections{named: len(carriers) > 1, of: &course}
	for i := range carriers {
		c := &carriers[i]
		o.from = append(o.from, len(o.all))
		edge := false
		for j, m := range c.Profile.MetersUnder(&c.Rules) {
			of := &Objector{
				Meter: j + 1, Says: m.String(), meter: m, hits: map[int]*quota.Window{}, edge: edge,
			}
			if o.named {
				of.Carrier = c.Name
			}
			edge = edge || m.Ban.Edge
			o.all = append(o.all, of)
		}
	}
	o.from = append(o.from, len(o.all))
	return o, nil
}

// Add looks at one record.
func (o *Objections) Add(r *measure.Record) {
	var endpoint fakecarrier.Endpoint
	switch r.Kind {
	case measure.TokenJudged:
		endpoint = fakecarrier.TokenEndpoint
	case measure.APIJudged:
		if r.Reason == fakecarrier.ReasonProxy {
			return // it reached no meter
		}
		endpoint = fakecarrier.APIEndpoint
	case measure.FurtherBan:
		o.object(r)
		return
	default:
		return
	}
	for _, m := range o.all[o.from[r.Carrier]:o.from[r.Carrier+1]] {
		if m.hits != nil && m.counts(r, endpoint) {
			m.window(o.of.Number(m.meter.Key, r)).Add(r.At)
		}
	}
	o.object(r)
}

// counts reports whether the meter counted a hit.
func (m *Objector) counts(r *measure.Record, e fakecarrier.Endpoint) bool {
	served := r.Status == 200 && r.Reason == fakecarrier.ReasonNone
	kept := m.edge && r.Reason == fakecarrier.ReasonBanned
	return fakecarrier.Covers(m.meter.Watches, e) && !kept &&
		(m.meter.Counts == throttle.AllHits || served)
}

// window holds the hits that the meter counted by a number.
func (m *Objector) window(number int) *quota.Window {
	w := m.hits[number]
	if w == nil {
		fresh := quota.NewWindow(quota.LongestWindow, Remembered)
		w = &fresh
		m.hits[number] = w
	}
	return w
}

// object notes which meter objected to the hit, if one did.
func (o *Objections) object(r *measure.Record) {
	if r.Meter == 0 {
		return
	}
	m := o.all[o.from[r.Carrier]+int(r.Meter)-1]
	o.told = o.told || r.Rule == 0
	m.Count++
	if m.Count > 1 {
		return
	}
	m.At, m.Since = unit.Milliseconds(r.At), unit.Milliseconds(r.Since)
	m.First = Caller{Serial: r.Serial, Node: int(r.Node), Customer: int(r.Customer), by: Sender(r.By)}
	byToken := m.meter.Key == fakecarrier.ByRefreshToken || m.meter.Key == fakecarrier.ByGrantType
	if !byToken && m.meter.Path == "" {
		m.Hits = len(m.window(o.of.Number(m.meter.Key, r)).Since(r.Since))
	}
	m.hits = nil
}

// Found are the meters that objected, in the order of the carriers' lists; none where all that did
// are readings that ban.
func (o *Objections) Found() (found []Objector) {
	for _, m := range o.all {
		if m.Count > 0 && o.told {
			found = append(found, *m)
		}
	}
	return found
}

// Name is its place in the carrier's list.
func (m *Objector) Name() string {
	name := fmt.Sprint(m.Meter)
	if m.Carrier != "" {
		name = m.Carrier + " " + name
	}
	return name
}
