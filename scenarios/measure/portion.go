package measure

import (
	"encoding/json"
	"maps"
	"slices"
)

// Portions are what parts of a run came to, by name. A part has no name of a run, no digest and no
// events. Its bans are those that its own token requests began, its headroom is that of its own
// token requests.
type Portions map[string]*Outcome

// MarshalJSON writes each as a run's JSON has it, without what names a run.
func (p Portions) MarshalJSON() ([]byte, error) {
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
	all := map[string]portion{}
	for _, name := range slices.Sorted(maps.Keys(p)) {
		all[name] = portion{Outcome: p[name]}
	}
	return json.Marshal(all)
}

// flatPortions are Portions as results of a study have them.
type flatPortions map[string]*Outcome

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

// A portioned Tally has one for each part of the run.
type portioned struct {
	classes []*Tally // by Record.Class; 0: nil
	groups  []*Tally // by Record.Group
}

func newPortioned(c Course) (p portioned) {
	whole := c
	whole.Classes, whole.Groups = nil, nil
	whole.Sessions = false // a session is of no class, and of no group
	for i := range c.Classes {
		if i == 0 {
			p.classes = append(p.classes, nil)
		}
		p.classes = append(p.classes, NewTally(whole))
	}
	for range c.Groups {
		p.groups = append(p.groups, NewTally(whole))
	}
	return p
}

// add counts a record for the parts that it belongs to. What happens to all belongs to each.
func (p *portioned) add(r *Record) {
	common := r.Kind == FaultBegan || r.Kind == FaultEnded || r.Kind == BanImposed
	for _, of := range []struct {
		all []*Tally
		one uint8
	}{{p.classes, r.Class}, {p.groups, r.Group}} {
		for i, t := range of.all {
			if t != nil && (common || r.By == ByFleet && int(of.one) == i) {
				t.Add(r)
			}
		}
	}
}

// close finishes the figures of the parts.
func (p *portioned) close(c Course, o *Outcome) {
	o.Classes = portions(p.classes, append([]string{""}, c.Classes...))
	o.Groups = portions(p.groups, c.Groups)
}

// portions names them. Of two of one name the second has no records.
func portions(all []*Tally, names []string) Portions {
	if len(all) == 0 {
		return nil
	}
	p := Portions{}
	for i, t := range all {
		if _, known := p[names[i]]; t != nil && !known {
			t.Close()
			p[names[i]] = &t.Outcome
		}
	}
	return p
}
