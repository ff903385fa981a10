package hunt

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/workload"
)

// A draft is a scenario's file as a tree: a mapping, a list, or a value as a file writes it.
type draft struct {
	key   string // in a mapping
	value string // of a leaf
	list  bool
	items []*draft
}

func leaf(key, value string) *draft             { return &draft{key: key, value: value} }
func branch(key string, items ...*draft) *draft { return &draft{key: key, items: items} }
func list(key string, items ...*draft) *draft {
	return &draft{key: key, list: true, items: items}
}

// Text is the file.
func (d *draft) Text() string {
	var b strings.Builder
	for _, item := range d.items {
		b.WriteString(item.key + ": ")
		item.write(&b)
		b.WriteByte('\n')
	}
	return b.String()
}

func (d *draft) write(b *strings.Builder) {
	if len(d.items) == 0 && !d.list && d.value != "" {
		b.WriteString(d.value)
		return
	}
	opening, closing := "{", "}"
	if d.list {
		opening, closing = "[", "]"
	}
	b.WriteString(opening)
	for i, item := range d.items {
		if i > 0 {
			b.WriteString(", ")
		}
		if !d.list {
			b.WriteString(item.key + ": ")
		}
		item.write(b)
	}
	b.WriteString(closing)
}

// at is the part below a key, which is put there if there is none.
func (d *draft) at(key string) *draft {
	if below := d.find(key); below != nil {
		return below
	}
	below := &draft{key: key, list: key == "faults" || key == "workload"}
	d.items = append(d.items, below)
	return below
}

// find is the part below a key; nil: there is none.
func (d *draft) find(key string) *draft {
	for _, item := range d.items {
		if item.key == key {
			return item
		}
	}
	return nil
}

// set sets the value of a key, which may be there already.
func (d *draft) set(key, value string) { d.replace(leaf(key, value), key) }

// replace puts a part in the place of those of these keys, and of its own.
func (d *draft) replace(with *draft, keys ...string) {
	d.items = slices.DeleteFunc(d.items, func(item *draft) bool {
		return item.key == with.key || slices.Contains(keys, item.key)
	})
	d.items = append(d.items, with)
}

// prune leaves out what is empty.
func (d *draft) prune() {
	d.items = slices.DeleteFunc(d.items, func(item *draft) bool {
		return item.value == "" && len(item.items) == 0 &&
			slices.Contains([]string{"users", "faults", "carrier", "fleet", "network"}, item.key)
	})
}

// scenario reads the file. The error is what a file of a user's would be refused for, or that there
// is nothing to be learned from a run.
func (d *draft) scenario() (*scenarios.Scenario, error) {
	s, err := scenarios.Parse("hunt.yaml", []byte(d.Text()))
	if err != nil {
		return nil, err
	}
	life, _, err := s.CarrierUnder(s.Carrier.Reading)
	if err != nil {
		return nil, err
	}
	token, api := s.Path(0, fakecarrier.TokenEndpoint), s.Path(0, fakecarrier.APIEndpoint)
	legs := 2 + 2*time.Duration(s.Network.Connect)
	switch answer := legs*token.Leg.Mean() + s.Carrier.Service.Mean(); {
	case s.Events() > mostEvents:
		return nil, errors.New("the run would be too long")
	case 2*answer > token.Wait():
		return nil, errors.New("nobody waits until a token comes")
	case legs*api.Leg.Mean()+s.Carrier.Service.Mean() > api.Wait():
		return nil, errors.New("nobody waits until a call is answered")
	case endless(s):
		return nil, errors.New("somebody clicks again at once, for as long as he fails")
	case life.TokenLife < shortest:
		return nil, errors.New("a token is too old when it comes")
	}
	return s, nil
}

// endless reports whether clicks may follow each other in no time.
func endless(s *scenarios.Scenario) bool {
	if again := s.Users.Again; again != nil && again.After.Mean() < soonest {
		return true
	}
	if asked := s.Users.Message; asked != nil && time.Duration(asked.Wait) < soonest {
		return true
	}
	return slices.ContainsFunc(s.Workload, func(l workload.Load) bool {
		waiting, ok := l.Shape.(*workload.Closed)
		return ok && waiting.Think.Mean() < soonest
	})
}

// soonest is how soon somebody clicks again at the soonest: assumed.
const soonest = 100 * time.Millisecond

// shortest is the least life of a token: twice the margin of what is recommended.
const shortest = time.Minute

// mostEvents is how long a run may be: some 10 ms, on one core.
const mostEvents = 3e4

func (d *draft) clone() *draft {
	copied := *d
	copied.items = make([]*draft, len(d.items))
	for i, item := range d.items {
		copied.items[i] = item.clone()
	}
	return &copied
}

// nodes are d and all below it, from the top.
func (d *draft) nodes() []*draft {
	all := []*draft{d}
	for _, item := range d.items {
		all = append(all, item.nodes()...)
	}
	return all
}
