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
	"github.com/tokenstorm/tokenstorm/logs"
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
	entries func() []reports.Entry
}{
	{"scenarios", func() []reports.Entry {
		return about(scenarios.Names(), func(name string) string {
			return reports.OneLine(shipped(scenarios.Load(name)).About)
		})
	}},
	{"strategies", func() []reports.Entry {
		return about(spec.Names(), func(name string) string {
			return reports.OneLine(shipped(spec.Lookup(name)).About)
		})
	}},
	{"readings", func() []reports.Entry {
		named := about(namedReadings, func(name string) string {
			return "Stands for " + shipped(throttle.Parse(name)).String() + "."
		})
		return append(named, about(quota.ReadingIDs(), func(id string) string {
			return shipped(quota.LookupReading(id)).About
		})...)
	}},
	{"carriers", func() []reports.Entry { return about(fakecarrier.Profiles(), aboutCarrier) }},
	{"parts", func() []reports.Entry {
		return entries(spec.Parts(), func(p spec.Part) reports.Entry { return reports.Entry(p) })
	}},
	{"faults", func() []reports.Entry { return about(faults.Names(), faults.About) }},
	{"workloads", func() []reports.Entry { return about(workload.Names(), workload.About) }},
	{"figures", func() []reports.Entry {
		return entries(measure.Figures(), func(f measure.Figure) reports.Entry {
			return reports.Entry{Name: f.Name, About: f.Sentence()}
		})
	}},
	{"charts", func() []reports.Entry {
		return append(entries(reports.Charts(), func(c reports.Chart) reports.Entry {
			return reports.Entry{Name: c.Name, About: c.About}
		}), entries(reports.StudyCharts(), func(c reports.StudyChart) reports.Entry {
			return reports.Entry{Name: c.Name, About: c.About}
		})...)
	}},
	{"formats", func() []reports.Entry {
		return entries(logs.Formats(), func(f *logs.Format) reports.Entry {
			return reports.Entry{Name: f.Name, About: f.About}
		})
	}},
}

// entries makes an entry of each.
func entries[T any](all []T, entry func(T) reports.Entry) []reports.Entry {
	made := make([]reports.Entry, len(all))
	for i, one := range all {
		made[i] = entry(one)
	}
	return made
}

// about makes the entries of what has a name and a few words on it.
func about(names []string, about func(name string) string) []reports.Entry {
	return entries(names, func(name string) reports.Entry {
		return reports.Entry{Name: name, About: about(name)}
	})
}

// shipped is what the program brings along under a name: that it can be read is no question.
func shipped[T any](found T, err error) T {
	if err != nil {
		panic(err)
	}
	return found
}

// Listing is what there is of a kind, such as scenarios, with a few words on each: for the command
// list, and for tables of documents.
func Listing(kind string) ([]reports.Entry, error) {
	var kinds []string
	for _, l := range listings {
		if kinds = append(kinds, l.kind); l.kind == kind {
			return l.entries(), nil
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
	var tags []string
	c := &cobra.Command{
		Use:   "list " + strings.Join(kinds, "|"),
		Short: "List what there is, with a few words on each; --json has every word",
		Example: `  tokenstorm list scenarios
  tokenstorm list strategies --json`,
		ValidArgs: kinds,
		Args:      takes(1, 1, "one of "+strings.Join(kinds, ", ")),
		RunE: func(c *cobra.Command, args []string) error {
			entries, err := Listing(args[0])
			if err == nil && len(tags) > 0 {
				entries, err = withTags(args[0], entries, tags)
			}
			if err != nil {
				return err
			}
			return printWhole(c.OutOrStdout(), func(b *bytes.Buffer) error {
				if asJSON {
					return reports.ListJSON(b, entries)
				}
				reports.List(b, entries, formatFor(c.OutOrStdout()).Width)
				return nil
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false,
		"print name and about of each below \"entries\" of a JSON object, and of parts their settings")
	addTags(c, &tags)
	return c
}

// withTags are the entries of scenarios that have the tags.
func withTags(kind string, all []reports.Entry, words []string) (some []reports.Entry, err error) {
	if kind != "scenarios" {
		return nil, fmt.Errorf("found --tags with %s; meant scenarios", kind)
	}
	choice := tagged{words: words}
	for _, e := range all {
		if chosen, err := choice.chooses(shipped(scenarios.Load(e.Name))); err != nil {
			return nil, err
		} else if chosen {
			some = append(some, e)
		}
	}
	return some, choice.err()
}

func aboutCarrier(name string) string {
	p := shipped(fakecarrier.LookupProfile(name))
	return fmt.Sprintf("Tokens live %s, older ones %v; limits: %s.",
		p.Lives(), p.Policy, Limits(&p))
}

// Limits are the meters of a carrier in words: what each counts, how much it allows, and what
// happens beyond that.
func Limits(p *fakecarrier.Profile) string {
	var all []string
	for _, m := range p.Meters {
		all = append(all, m.String())
	}
	return cmp.Or(strings.Join(all, "; "), "none")
}
