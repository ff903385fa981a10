package command

import (
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// Remarks stand on standard error, beside the output: what was asked for is carried out all the
// same.

// remark prints each of the texts once.
func remark(c *cobra.Command, texts []string) {
	said := map[string]bool{}
	for _, text := range texts {
		if !said[text] {
			c.PrintErrln("tokenstorm: " + text)
		}
		said[text] = true
	}
}

// remarks warn of what a scenario names and no run of it sees, and of strategies whose lease may
// end under a token request.
func remarks(s *scenarios.Scenario, with []spec.Strategy) []string {
	texts := s.Remarks()
	var wait time.Duration
	for i := range s.Carriers() {
		wait = max(wait, s.Path(uint8(i), fakecarrier.TokenEndpoint).Wait())
	}
	for _, w := range with {
		for _, p := range w.Parts {
			if l, ok := p.(strategies.Lease); ok && !l.Renew && l.Hold < wait {
				texts = append(texts, fmt.Sprintf("%s holds its lease for %s, and a token request may "+
					"take %s: a second node may renew under it; renew: true prolongs it", w.Name,
					unit.FormatDuration(l.Hold), unit.FormatDuration(wait)))
			}
		}
	}
	return texts
}

// useless remarks on flags that were given and cannot matter.
func useless(c *cobra.Command, why string, flags ...string) {
	for _, name := range flags {
		if c.Flags().Changed(name) {
			c.PrintErrf("tokenstorm: --%s has no effect: %s\n", name, why)
		}
	}
}

// remarkVaried remarks on fields and settings that were varied and did not matter: whatever their
// value, the runs were the same, event by event.
func remarkVaried(c *cobra.Command, s *study.Study) {
	variations := s.Plan.Variations()
	if len(variations) == 0 {
		return
	}
	matters := make([]mattering, len(variations))
	values := map[string][]string{} // by scenario
	for _, scenario := range s.Plan.Scenarios {
		values[scenario] = s.Plan.ValuesOf(scenario)
	}
	seed := s.Plan.First
	for r := range s.Results() {
		if r.Outcome == nil || r.Outcome.Digest == "" { // it was asked for its bans alone
			continue
		}
		if r.Seed != seed { // results stand seed by seed
			for k := range matters {
				clear(matters[k].digests)
			}
			seed = r.Seed
		}
		settled := true
		for k := range matters {
			matters[k].add(&r, values[r.Scenario], k)
			settled = settled && matters[k].differ
		}
		if settled {
			return
		}
	}
	for k, v := range variations {
		if m := &matters[k]; m.same && !m.differ {
			c.PrintErrf("tokenstorm: --vary %s has no effect: the runs are the same, event by event\n",
				v.Path)
		}
	}
}

// A mattering is whether it matters what the value of a field is.
type mattering struct {
	digests      map[string]string // of runs under one seed that differ by nothing but the value
	same, differ bool              // some of them
}

// add adds a run with these values, of which the k-th is that of the field.
func (m *mattering) add(r *study.Result, values []string, k int) {
	if m.differ {
		return
	}
	if m.digests == nil {
		m.digests = map[string]string{}
	}
	others := slices.Clone(values)
	others[k] = ""
	run := fmt.Sprint(r.Strategy, r.Reading, others)
	before, again := m.digests[run]
	m.same = m.same || again && before == r.Outcome.Digest
	m.differ = again && before != r.Outcome.Digest
	m.digests[run] = r.Outcome.Digest
}
