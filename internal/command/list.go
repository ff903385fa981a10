package command

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"

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
	kind    string
	entries func() ([]reports.Entry, error)
}{
	{"scenarios", scenarioEntries}, {"strategies", strategyEntries},
	{"readings", readingEntries}, {"carriers", carrierEntries}, {"parts", partEntries},
	{"faults", func() ([]reports.Entry, error) {
		return entriesOf(faults.Names(), faults.About), nil
	}},
	{"workloads", func() ([]reports.Entry, error) {
		return entriesOf(workload.Names(), workload.About), nil
	}},
	{"figures", figureEntries}, {"charts", chartEntries},
}

// Listing is what there is of a kind, such as scenarios, with a few words on each: for the command
// list, and for tables of documents.
func Listing(kind string) ([]reports.Entry, error) {
	var kinds []string
	for _, l := range listings {
		if kinds = append(kinds, l.kind); l.kind == kind {
			return l.entries()
		}
	}
	return nil, fmt.Errorf("found no list of %q; meant %s", kind, unit.Meant(kind, kinds))
}

func init() { register(newList) }

func newList() *cobra.Command {
	var kinds []string
	for _, l := range listings {
		kinds = append(kinds, l.kind)
	}
	var asJSON bool
	c := &cobra.Command{
		Use:   "list " + strings.Join(kinds, "|"),
		Short: "List what there is, with a few words on each; --json has every word",
		Example: `  tokenstorm list scenarios
  tokenstorm list strategies --json`,
		ValidArgs: kinds,
		Args:      takes(1, 1, "one of "+strings.Join(kinds, ", ")),
		RunE: func(c *cobra.Command, args []string) error {
			entries, err := Listing(args[0])
			if err != nil {
				return err
			}
			return printWhole(c.OutOrStdout(), func(b *bytes.Buffer) error {
				if asJSON {
					return reports.WriteJSON(b, struct {
						Entries []reports.Entry `json:"entries"`
					}{entries})
				}
				reports.List(b, entries, formatFor(c.OutOrStdout()).Width)
				return nil
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false,
		"print name and about of each below \"entries\" of a JSON object, and of parts their settings")
	return c
}

func entriesOf(names []string, about func(name string) string) []reports.Entry {
	var all []reports.Entry
	for _, name := range names {
		all = append(all, reports.Entry{Name: name, About: about(name)})
	}
	return all
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
		all = append(all, reports.Entry{Name: name, About: fmt.Sprintf(
			"Tokens live %s, older ones %v; limits: %s.", unit.FormatDuration(p.TokenLife), p.Policy,
			Limits(&p))})
	}
	return all, nil
}

// Limits are the meters of a carrier in words: what each counts, how much it allows, and what
// happens beyond that.
func Limits(p *fakecarrier.Profile) string {
	hits := map[throttle.Scope]string{
		throttle.TokenScope: "token requests", throttle.APIScope: "API calls",
		throttle.AllScope: "requests",
	}
	of := map[throttle.Key]string{
		throttle.ByIP: "public IP", throttle.ByClient: "client id",
		throttle.ByIPAndClient: "public IP and client id",
	}
	var all []string
	for _, m := range p.Meters {
		most := fmt.Sprintf("%d %s in %s", m.Limit.Hits, hits[m.Watches],
			unit.FormatDuration(m.Limit.Window))
		if m.Threshold != (quota.Threshold{}) {
			most = fmt.Sprintf("%d/s %s during %s", m.Threshold.Rate, hits[m.Watches],
				unit.FormatDuration(m.Threshold.Span))
		}
		beyond := fmt.Sprint(m.Refusal.Status)
		switch {
		case m.Ban != fakecarrier.BanTerms{}:
			beyond = "a ban of " + unit.FormatDuration(m.Ban.For)
		case m.Refusal.RetryAfter:
			beyond += " with Retry-After"
		}
		all = append(all, fmt.Sprintf("%s per %s: %s", most, of[m.Key], beyond))
	}
	return cmp.Or(strings.Join(all, "; "), "none")
}

func partEntries() ([]reports.Entry, error) {
	var all []reports.Entry
	for _, p := range spec.Parts() {
		all = append(all, reports.Entry{Name: p.Name, About: p.About, Settings: p.Settings})
	}
	return all, nil
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
