package hunt

import (
	"fmt"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// Name is what a find's file is called: the strategy is the folder's name.
func (f *Find) Name() string {
	words := func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return ' '
	}
	of := strings.Fields(strings.Map(words, f.Signal+" "+f.Cause))
	return strings.Join(of[:min(len(of), 12)], "-")
}

// Entry is the find as a scenario's file: what broke and how it came about in words, the scenario,
// and what is to be expected of the strategy, where a figure of a run can say that.
func (f *Find) Entry(strategy spec.Strategy, because []string, repeat string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s: %s.\n# %s\n", f.Property, f.Signal, f.What)
	for _, line := range append(because, "Found by: "+repeat) {
		fmt.Fprintf(&b, "# %s\n", line)
	}
	named := strategy.Name
	if _, err := spec.Lookup(named); err != nil {
		named = "clairvoyant" // a file names strategies of the catalogue alone
	}
	for _, line := range strings.SplitAfter(f.Text, "\n") {
		key, _, _ := strings.Cut(line, ":")
		switch key {
		case "about":
			line = fmt.Sprintf("about: %q\n", fmt.Sprintf("%s breaks %s: %s, because of: %s.",
				strategy.Name, f.Property, f.Signal, f.Cause))
		case "strategies":
			line = "strategies: [" + named + "]\n"
		}
		b.WriteString(line)
	}
	if named == strategy.Name {
		b.WriteString(f.expectation(b.String(), named))
	}
	return b.String()
}

// expectation is what the file expects that the run does not meet; empty: no figure tells.
func (f *Find) expectation(text, strategy string) string {
	wait := unit.FormatDuration(mostWait(f.Scenario).Round(time.Second))
	for _, figure := range map[string][]string{
		"a ban of its own":                   {`bans: ["count==0"]`},
		"a session lost":                     {`sessions: ["lost==0"]`},
		"not served again":                   {`actions: ["rate>0.5"]`, `recovery: ["metastable==0"]`},
		"waits without bound":                {`latency: ["max<` + wait + `"]`, `actions: ["open==0"]`},
		"token requests":                     {`token: ["requests<20"]`},
		"killed its own tokens":              {`api: ["rejected(killed)<5"]`},
		"calls with tokens that had expired": {`api: ["rejected(expired)==0"]`},
	}[f.Signal] {
		expect := fmt.Sprintf("expect: [{of: [%s], %s}]\n", strategy, figure)
		s, err := scenarios.Parse("entry.yaml", []byte(text+expect))
		if err == nil && unmet(s, strategy) {
			return expect
		}
	}
	return ""
}

func unmet(s *scenarios.Scenario, strategy string) bool {
	with, err := spec.Lookup(strategy)
	if err != nil {
		return false
	}
	w, err := observe(s, &Subject{Strategy: with})
	if err != nil {
		return false
	}
	return len(s.Unmet(&w.tally.Outcome)) > 0
}

// Size is how large the scenario is, in words.
func (f *Find) Size() string {
	fleet := &f.Scenario.Fleet
	return fmt.Sprintf("%s, %s, %s, %s, %s", unit.Counted(fleet.Nodes, "node"),
		unit.Counted(fleet.Customers, "customer"), unit.Counted(fleet.Users, "user"),
		unit.Counted(len(f.Scenario.Faults), "fault"), unit.FormatDuration(f.Scenario.Lasts()))
}
