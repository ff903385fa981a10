package command

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/workload"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// listings are what can be listed, in the order in which help names them.
var listings = []struct {
	name    string
	entries func() ([]reports.Entry, error)
}{
	{"scenarios", scenarioEntries}, {"strategies", strategyEntries},
	{"readings", readingEntries}, {"carriers", carrierEntries}, {"parts", partEntries},
	{"faults", faultEntries}, {"workloads", workloadEntries}, {"figures", figureEntries},
	{"charts", chartEntries},
}

func init() { register(newList) }

func newList() *cobra.Command {
	var names []string
	for _, l := range listings {
		names = append(names, l.name)
	}
	var asJSON bool
	c := &cobra.Command{
		Use:   "list " + strings.Join(names, "|"),
		Short: "List what there is, with a few words on each; --json has all that is said",
		Example: `  tokenstorm list scenarios
  tokenstorm list strategies --json`,
		ValidArgs: names,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 && slices.Contains(names, args[0]) {
				return nil
			}
			err := fmt.Errorf("list takes one of %s", strings.Join(names, ", "))
			if len(args) == 1 {
				if len(unit.Nearest(args[0], names)) > 0 {
					err = fmt.Errorf("%w; %s", err, unit.Suggestion(args[0], names))
				}
			}
			return err
		},
		RunE: func(c *cobra.Command, args []string) error {
			entries, err := listings[slices.Index(names, args[0])].entries()
			if err != nil {
				return err
			}
			var b bytes.Buffer
			if asJSON {
				err = reports.WriteJSON(&b, entries)
			} else {
				reports.List(&b, entries, formatFor(c.OutOrStdout()).Width)
			}
			if err != nil {
				return err
			}
			_, err = c.OutOrStdout().Write(b.Bytes())
			return err
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false,
		"print a JSON array of name and about, and of parts their settings")
	return c
}

func scenarioEntries() ([]reports.Entry, error) {
	var all []reports.Entry
	for _, name := range scenarios.Names() {
		s, err := scenarios.Load(name)
		if err != nil {
			return nil, err
		}
		all = append(all, reports.Entry{Name: name, About: reports.OneLine(s.About)})
	}
	return all, nil
}

func strategyEntries() ([]reports.Entry, error) {
	var all []reports.Entry
	for _, name := range spec.Names() {
		s, err := spec.Lookup(name)
		if err != nil {
			return nil, err
		}
		all = append(all, reports.Entry{Name: name, About: reports.OneLine(s.About)})
	}
	return all, nil
}

func readingEntries() ([]reports.Entry, error) {
	var all []reports.Entry
	for _, name := range namedReadings {
		t, err := throttle.Parse(name)
		if err != nil {
			return nil, err
		}
		all = append(all, reports.Entry{Name: name, About: "Stands for " + t.String() + "."})
	}
	for _, r := range quota.Readings() {
		all = append(all, reports.Entry{Name: r.ID, About: r.About})
	}
	return all, nil
}

func carrierEntries() ([]reports.Entry, error) {
	var all []reports.Entry
	for _, name := range fakecarrier.Profiles() {
		p, err := fakecarrier.LookupProfile(name)
		if err != nil {
			return nil, err
		}
		all = append(all, reports.Entry{Name: name, About: carrierSentence(&p)})
	}
	return all, nil
}

func carrierSentence(p *fakecarrier.Profile) string {
	return fmt.Sprintf("Tokens live %v and are said to live %v, policy %v%s%s.", p.TokenLife,
		p.ExpiresIn.Truncate(time.Second), p.Policy, bansClause(p), limitsClause(p))
}

// bansClause says what the carrier bans for.
func bansClause(p *fakecarrier.Profile) string {
	var limits []string
	var ban fakecarrier.BanTerms
	for _, m := range p.Meters {
		if m.Ban == (fakecarrier.BanTerms{}) {
			continue
		}
		ban = m.Ban
		if m.Threshold == (quota.Threshold{}) {
			limits = append(limits, fmt.Sprintf("%d in %v", m.Limit.Hits, m.Limit.Window))
		} else {
			limits = append(limits, fmt.Sprintf("%d/s during %v", m.Threshold.Rate, m.Threshold.Span))
		}
	}
	if len(limits) == 0 {
		return "; no ban"
	}
	return fmt.Sprintf("; thresholds of token hits %s, ban %v", strings.Join(limits, " and "), ban.For)
}

// limitsClause says which limits on the requests of a client id are answered with which status.
func limitsClause(p *fakecarrier.Profile) string {
	var limits []string
	watched := map[throttle.Scope]string{
		throttle.AllScope:   "API calls and token requests together",
		throttle.APIScope:   "API calls alone",
		throttle.TokenScope: "token requests alone",
	}
	var last *fakecarrier.Meter
	for i := range p.Meters {
		if m := &p.Meters[i]; m.Refusal != (fakecarrier.Refusal{}) {
			limits = append(limits, fmt.Sprintf("%d in %v", m.Limit.Hits, m.Limit.Window))
			last = m
		}
	}
	if last == nil {
		return ""
	}
	return fmt.Sprintf("; %d beyond %s, %s", last.Refusal.Status, strings.Join(limits, " or "),
		watched[last.Watches])
}

func partEntries() ([]reports.Entry, error) {
	var all []reports.Entry
	for _, p := range spec.Parts() {
		all = append(all, reports.Entry{Name: p.Name, About: p.About, Settings: p.Settings})
	}
	return all, nil
}

func faultEntries() ([]reports.Entry, error) {
	return entriesOf(faults.Names(), faults.About), nil
}

func workloadEntries() ([]reports.Entry, error) {
	return entriesOf(workload.Names(), workload.About), nil
}

func entriesOf(names []string, about func(string) string) []reports.Entry {
	var all []reports.Entry
	for _, name := range names {
		all = append(all, reports.Entry{Name: name, About: about(name)})
	}
	return all
}

func figureEntries() ([]reports.Entry, error) {
	var all []reports.Entry
	for _, f := range measure.Figures() {
		all = append(all, reports.Entry{Name: f.Name, About: f.Sentence()})
	}
	return all, nil
}

func chartEntries() ([]reports.Entry, error) {
	var all []reports.Entry
	for _, c := range reports.Charts() {
		all = append(all, reports.Entry{Name: c.Name, About: c.About})
	}
	return all, nil
}
