package reports

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// evidence is a study made by hand: of forty seeds, naive is banned under most, lock under the
// literal reading alone, and one run of lock failed.
func evidence() *Evidence {
	s := study.New(study.Header{Plan: study.Plan{
		Scenarios: []string{"calm"}, Readings: []string{"akamai", "literal"},
		Strategies: []string{"naive", "lock"}, First: 1, Seeds: 80,
	}})
	for c := range s.Cells() {
		o := &measure.Outcome{
			Actions: measure.Actions{Started: 100, Succeeded: 99, Failed: 1},
			Token:   measure.TokenCount{Requests: 10 + int(c.Seed%7)},
			Headroom: measure.Headroom{
				BurstPeak: 3, BurstLimit: 15, AveragePeak: 20 + int(c.Seed%5), AverageLimit: 120,
			},
			Judged: c.Reading == "akamai",
		}
		if c.Strategy == "naive" && c.Seed%8 != 0 || c.Strategy == "lock" && c.Reading == "literal" {
			o.Bans.Count, o.Bans.Banned, o.Actions.Succeeded, o.Actions.Failed = 1, 10*time.Minute, 60, 40
			o.Recovery = measure.Recovery{
				Triggered: true, Recovered: c.Seed%3 > 0, Metastable: c.Seed%3 == 0,
				Took: time.Duration(c.Seed) * time.Second,
			}
			o.Unmet = []string{"bans count==0"}
		}
		r := study.Result{Cell: c, Outcome: o}
		if c.Seed == 7 && c.Strategy == "lock" && c.Reading == "akamai" {
			r.Outcome, r.Error = nil, "no luck"
		}
		put(s, r)
	}
	return &Evidence{Study: s, Baseline: "naive"}
}

func TestEvidence(t *testing.T) {
	for name, write := range map[string]func(*Evidence, *bytes.Buffer) error{
		"evidence.txt": func(e *Evidence, b *bytes.Buffer) error {
			e.Table(b, Format{})
			return nil
		},
		"evidence.md": func(e *Evidence, b *bytes.Buffer) error {
			e.Table(b, Format{Markdown: true})
			return nil
		},
		"evidence.csv": func(e *Evidence, b *bytes.Buffer) error { return e.CSV(b) },
		"evidence.xml": func(e *Evidence, b *bytes.Buffer) error {
			return e.JUnit(b, "tokenstorm it", nil)
		},
		"evidence-annotations.txt": func(e *Evidence, b *bytes.Buffer) error {
			return e.Annotations(b, "a,b.yaml", "tokenstorm it --share 100%")
		},
		"evidence-summary.md": func(e *Evidence, b *bytes.Buffer) error {
			return e.StepSummary(b, "tokenstorm it", func(*bytes.Buffer) {})
		},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			require.NoError(t, write(evidence(), &b))
			golden(t, name, b.Bytes())
		})
	}
	require.True(t, evidence().Failed())
}

// divided is a study made by hand whose runs have classes, groups and sessions.
func divided() *Evidence {
	s := study.New(study.Header{Plan: study.Plan{
		Scenarios: []string{"town"}, Readings: []string{"akamai"},
		Strategies: []string{"naive", "lock"}, First: 1, Seeds: 10,
	}})
	for c := range s.Cells() {
		lost, n := 0, int(c.Seed)
		if c.Strategy == "naive" {
			lost = n % 3
		}
		part := func(succeeded, failed, lost int) *measure.Outcome {
			first := time.Duration(n) * time.Second
			o := &measure.Outcome{
				Actions:  measure.Actions{Started: 10, Succeeded: succeeded, Failed: failed},
				Sessions: &measure.Sessions{Lost: lost, LostFor: time.Duration(lost) * time.Minute},
			}
			if lost > 0 {
				o.Sessions.First = &first
			}
			return o
		}
		o := part(16, 4, lost)
		o.Strategy = c.Strategy
		o.Classes = measure.Portions{"labels": part(9, 1, 0), "clicks": part(7, 3, lost)}
		o.Groups = measure.Portions{"naive": part(8, 2, lost)}
		if c.Strategy != "naive" {
			o.Groups[c.Strategy] = part(8, 2, 0)
		}
		put(s, study.Result{Cell: c, Outcome: o})
	}
	return &Evidence{Study: s, Baseline: "naive"}
}

func TestEvidenceOfParts(t *testing.T) {
	var table, lines bytes.Buffer
	divided().Table(&table, Format{})
	golden(t, "evidence-parts.txt", table.Bytes())
	require.NoError(t, divided().CSV(&lines))
	golden(t, "evidence-parts.csv", lines.Bytes())
}

// lone is a study of one strategy, and of so many runs.
func lone(runs int, of func(i int) *measure.Outcome) (*Evidence, study.Contestant) {
	s := study.New(study.Header{Plan: study.Plan{
		Scenarios: []string{"calm"}, Readings: []string{"akamai"}, Strategies: []string{"naive"},
		Seeds: runs,
	}})
	for c := range s.Cells() {
		put(s, study.Result{Cell: c, Outcome: of(int(c.Seed))})
	}
	return &Evidence{Study: s}, s.Plan.Contestants()[0]
}

func TestMetastable(t *testing.T) {
	for _, test := range []struct {
		want string
		runs []measure.Recovery
	}{
		{"–", []measure.Recovery{{}, {}}},
		{"trigger lasts", []measure.Recovery{{}, {Triggered: true, Ongoing: true}}},
		{"too little to tell", []measure.Recovery{{Triggered: true, Ongoing: true}, {Triggered: true}}},
		{"1 of 2: 1.2 to 98.8 %", []measure.Recovery{
			{Triggered: true, Recovered: true}, {Triggered: true, Metastable: true}, {Triggered: true},
		}},
	} {
		e, c := lone(len(test.runs), func(i int) *measure.Outcome {
			return &measure.Outcome{Recovery: test.runs[i]}
		})
		require.Equal(t, test.want, e.metastable(c))
	}
}

// Of five runs the least and the greatest contain the median in 15 of 16 studies, which is too few.
func TestIntervalOfFewRuns(t *testing.T) {
	requests := []int{10, 11, 14, 12, 10, 10}
	of := func(i int) *measure.Outcome {
		return &measure.Outcome{Token: measure.TokenCount{Requests: requests[i]}}
	}
	e, c := lone(5, of)
	require.Equal(t, "11.4", e.mean(c, "token_requests"))
	require.Equal(t, "11 (n = 5)", e.estimate(c, "token_requests"))
	e, _ = lone(6, of)
	require.Equal(t, "10 (10 to 14)", e.estimate(c, "token_requests"))
	require.Equal(t, "14 (≥ 11)", e.quantile(c, "token_requests", .9))
}

func TestQuantities(t *testing.T) {
	for _, test := range []struct {
		figure string
		value  float64
		want   string
	}{
		{"banned", .25, "25 %"}, {"banned_minutes", 9.876, "9.88 min"}, {"p99", 1234, "1.23 s"},
		{"recovery", 90, "90 s"}, {"killed", 12345.4, "12,345"}, {"killed", -3.21, "−3.21"},
		{"burst", 28.9, "2890 %"},
	} {
		require.Equal(t, test.want, Quantity(figureOf(test.figure), test.value), test.figure)
	}
}
