package study

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A Plan says which cells a study consists of.
type Plan struct {
	Scenarios  []string   `json:"scenarios"`       // names; a varied scenario has one of its own
	Varied     *Varied    `json:"varied,omitzero"` // nil: nothing is set of the scenarios
	Readings   []string   `json:"readings"`        // the first is the one that others are held against
	Strategies []string   `json:"strategies"`
	First      uint64     `json:"first_seed"`
	Seeds      int        `json:"seeds"`              // First, First+1, ...
	Inputs     []Input    `json:"inputs"`             // the files that the names stand for, if any
	Precision  *Precision `json:"precision,omitzero"` // nil: all seeds are run

	Ask measure.Asked `json:"ask,omitempty"` // what is asked of each run
}

// An Input is a file that a plan depends on: results made from different files do not merge.
type Input struct {
	Kind     string `json:"kind"`
	Name     string `json:"name"`               // as it was typed
	Strategy string `json:"strategy,omitempty"` // of the plan, that the file holds
	SHA256   string `json:"sha256"`
}

// Contestants lists who runs under each seed, in order.
func (p *Plan) Contestants() []Contestant {
	var list []Contestant
	for _, scenario := range p.Scenarios {
		for _, reading := range p.Readings {
			for _, strategy := range p.Strategies {
				list = append(list, Contestant{scenario, reading, strategy})
			}
		}
	}
	return list
}

// mostCells is beyond what anybody waits for (assumed); more are a slip, or a damaged file.
const mostCells = 10_000_000

// Check returns what is wrong with the plan.
func (p *Plan) Check() error {
	for _, list := range []struct {
		what  string
		names []string
	}{
		{"scenario", p.Scenarios}, {"reading", p.Readings}, {"strategy", p.Strategies},
	} {
		if len(list.names) == 0 {
			return fmt.Errorf("a study of no %s", list.what)
		}
		for i, name := range list.names {
			if name == "" {
				return fmt.Errorf("a %s without a name", list.what)
			}
			if slices.Contains(list.names[:i], name) {
				return fmt.Errorf("%s %s is named twice", list.what, name)
			}
		}
	}
	if err := p.checkVaried(); err != nil {
		return err
	}
	if p.Seeds < 1 {
		return fmt.Errorf("%d seeds; a study has at least one", p.Seeds)
	}
	if p.First+uint64(p.Seeds-1) < p.First {
		return errors.New("the seeds go beyond the largest number")
	}
	if n := len(p.Contestants()); p.Seeds > mostCells/n {
		return fmt.Errorf("%d seeds of %d cells each; a study has at most %d cells",
			p.Seeds, n, mostCells)
	}
	if err := p.checkAsk(); err != nil || p.Precision == nil {
		return err
	}
	return p.Precision.check(p.Seeds)
}

// sorted returns the plan with its inputs in order, so that equal plans are equal bytes.
func (p *Plan) sorted() Plan {
	q := *p
	q.Inputs = slices.SortedFunc(slices.Values(p.Inputs), func(a, b Input) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name),
			cmp.Compare(a.SHA256, b.SHA256))
	})
	if q.Inputs == nil {
		q.Inputs = []Input{}
	}
	return q
}
