package scenarios

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A Runs says which part of a mixed fleet runs another strategy than the compared one.
type Runs struct {
	Nodes     []int  `yaml:"nodes" min:"0" doc:"On these nodes, by number. Default all."`
	Customers []int  `yaml:"customers" min:"0" doc:"For these customers, by number. Default all."`
	Strategy  string `yaml:"strategy,required" meant:"a name that tokenstorm list strategies prints" doc:"Which strategy it runs."`
}

// Names are the strategies that there are, for the key that names one.
func (*Runs) Names(key string) []string {
	if key == "strategy" {
		return spec.Names()
	}
	return nil
}

// Compared is the group of what runs the compared strategy, in expectations.
const Compared = measure.Compared

// Runs returns the strategy that a node runs for a customer; empty: the compared one.
func (f *Fleet) Runs(node, customer int) string {
	for _, r := range f.Mixed {
		if (r.Nodes == nil || slices.Contains(r.Nodes, node)) &&
			(r.Customers == nil || slices.Contains(r.Customers, customer)) {
			return r.Strategy
		}
	}
	return ""
}

// Others are the strategies that a part of the fleet runs beside the compared one, at some time.
func (s *Scenario) Others() []string {
	var names []string
	add := func(name string) {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, r := range s.Fleet.Mixed {
		add(r.Strategy)
	}
	for _, f := range s.Faults {
		if d, ok := f.Kind.(faults.Deployer); ok {
			add(d.Deploys())
		}
	}
	return names
}

// Groups are the groups of a mixed fleet by Record.Group, the first for the strategy of that name,
// which is compared; nil where all run that one.
func (s *Scenario) Groups(compared string) []string {
	others := s.Others()
	if others == nil {
		return nil
	}
	return append([]string{compared}, others...)
}

// mostGroups is how many a record tells apart.
const mostGroups = 255

func (s *Scenario) completeRuns(whole strict.Place, known measure.Sizes) {
	at := whole.Key("fleet").Key("runs")
	if n := len(s.Others()); n > mostGroups {
		at.Wrong(fmt.Sprintf("%d strategies", n), fmt.Sprintf("at most %d", mostGroups))
	}
	for i, r := range s.Fleet.Mixed {
		at := at.Item(i)
		if r.Nodes == nil && r.Customers == nil && at.Sound("nodes", "customers") {
			at.Wrong("neither nodes nor customers", "one of them: the rest runs the compared strategy")
		}
		completeStrategy(at.Key("strategy"), r.Strategy)
		for _, list := range []struct {
			key string
			all []int
			of  int
		}{{"nodes", r.Nodes, known.Nodes}, {"customers", r.Customers, known.Customers}} {
			for n, v := range list.all {
				if v >= list.of {
					at.Key(list.key).Item(n).Wrong(strconv.Itoa(v), fmt.Sprintf("0 to %d", list.of-1))
				}
			}
		}
	}
	for i, f := range s.Faults {
		if d, ok := f.Kind.(faults.Deployer); ok && d.Deploys() != "" {
			completeStrategy(whole.Key("faults").Item(i).Key(f.Key).Key("to"), d.Deploys())
		}
	}
}

// completeStrategy reports a strategy that does not exist.
func completeStrategy(at strict.Place, name string) {
	if _, err := spec.Lookup(name); err == nil || !at.Sound() {
		return
	}
	meant := "a name that `tokenstorm list strategies` prints"
	if near := unit.Nearest(name, spec.Names()); len(near) > 0 {
		meant = unit.Meant(name, near)
	}
	at.Wrong(unit.Quote(name), meant)
}
