package command

import (
	"fmt"
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
	for k, v := range s.Plan.Variations() {
		digests := map[string]string{} // of runs that differ by nothing but this value
		same, differ := false, false
		for _, r := range s.Results {
			if r.Outcome == nil {
				continue
			}
			values := s.Plan.ValuesOf(r.Scenario)
			values[k] = ""
			run := fmt.Sprint(r.Contestant.Strategy, r.Reading, r.Seed, values)
			before, again := digests[run]
			same = same || again && before == r.Outcome.Digest
			differ = differ || again && before != r.Outcome.Digest
			digests[run] = r.Outcome.Digest
		}
		if same && !differ {
			c.PrintErrf("tokenstorm: --vary %s has no effect: the runs are the same, event by event\n",
				v.Path)
		}
	}
}
