package measure

import (
	"encoding/json"
	"maps"
	"slices"
)

// Portions are what parts of a run came to, by name. A part has no name of a run, no digest and no
// events. Its bans are those that its own token requests began, its headroom is that of its own
// token requests, and its lost sessions are those that its own requests lost.
type Portions map[string]*Outcome

// A portion is what JSON has of one of Portions.
type portion struct {
	*Outcome
	// These hide what names a run.
	Scenario       string  `json:"scenario,omitempty"`
	Strategy       string  `json:"strategy,omitempty"`
	Reading        string  `json:"reading,omitempty"`
	Seed           uint64  `json:"seed,omitempty"`
	VirtualSeconds float64 `json:"virtual_seconds,omitempty"`
	Events         uint64  `json:"events,omitempty"`
	Digest         string  `json:"digest,omitempty"`
}

// JSONShape is as what MarshalJSON writes.
func (p Portions) JSONShape() any { return map[string]portion{} }

// MarshalJSON writes each as a run's JSON has it, without what names a run.
func (p Portions) MarshalJSON() ([]byte, error) {
	all := map[string]portion{}
	for _, name := range slices.Sorted(maps.Keys(p)) {
		all[name] = portion{Outcome: p[name]}
	}
	return json.Marshal(all)
}

// flatPortions are Portions as results of a study have them.
type flatPortions map[string]*Outcome

// JSONShape is as what MarshalJSON writes.
func (p flatPortions) JSONShape() any { return map[string]FlatOutcome{} }

// MarshalJSON writes each flat.
func (p flatPortions) MarshalJSON() ([]byte, error) {
	all := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(p)) {
		all[name] = p[name].Flat()
	}
	return json.Marshal(all)
}

// UnmarshalJSON reads what MarshalJSON has written.
func (p *flatPortions) UnmarshalJSON(text []byte) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(text, &all); err != nil {
		return err
	}
	*p = flatPortions{}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		flat := NewFlat()
		if err := json.Unmarshal(all[name], flat); err != nil {
			return err
		}
		(*p)[name] = OutcomeOf(flat)
	}
	return nil
}

// portioned are the Tallies of the parts of a run, by Dimension.
type portioned [][]*Tally

func newPortioned(c Course) (p portioned) {
	for i := range dimensions {
		var all []*Tally
		if !c.part {
			for n := range dimensions[i].names(&c) {
				all = append(all, NewTally(dimensions[i].course(c, n)))
			}
		}
		p = append(p, all)
	}
	return p
}

// any reports whether the run has parts.
func (p portioned) any() bool {
	return slices.ContainsFunc(p, func(all []*Tally) bool { return len(all) > 0 })
}

// add counts a record for the parts that it belongs to. What happens to all belongs to each.
func (p portioned) add(c *Course, r *Record) {
	for i, all := range p {
		if len(all) == 0 {
			continue
		}
		switch d := &dimensions[i]; {
		case d.common(c, r):
			for _, t := range all {
				t.Add(r)
			}
		case d.closed:
			all[d.of(r)].Add(r)
		case d.Index(r) >= 0:
			all[d.Index(r)].Add(r)
		}
	}
}

// close finishes the figures of the parts. Of two parts of one name the second has no records.
func (p portioned) close(c *Course, o *Outcome) {
	for i, all := range p {
		if len(all) == 0 {
			continue
		}
		of, names := Portions{}, dimensions[i].names(c)
		for n, t := range all {
			if _, known := of[names[n]]; !known {
				t.Close()
				of[names[n]] = &t.Outcome
			}
		}
		*dimensions[i].in(o) = of
	}
}
