package reports

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// runsOf is a study of a plan in which each run comes to what is said of its cell.
func runsOf(p study.Plan, of func(study.Cell) *measure.Outcome) *Evidence {
	s := study.New(study.Header{Plan: p})
	for c := range s.Cells() {
		put(s, study.Result{Cell: c, Outcome: of(c)})
	}
	return &Evidence{Study: s, Baseline: p.Strategies[0]}
}

func put(s *study.Study, r study.Result) {
	if err := s.Put(r); err != nil {
		panic(err)
	}
}

// took are the latencies of two hundred actions around a middle.
func took(middle time.Duration, seed uint64) measure.Histogram {
	var r measure.Recorder
	for i := range 200 {
		r.Add(middle + time.Duration(i)*middle/100 + time.Duration(seed)*time.Millisecond)
	}
	return r.Histogram()
}

// duel is a study of three strategies under two readings: safe is never banned, lock under the
// second reading alone, storm always, and nothing of it succeeds.
func duel(seeds int, readings ...string) *Evidence {
	return runsOf(study.Plan{Scenarios: []string{"duel"}, Readings: readings,
		Strategies: []string{"storm", "lock", "safe"}, First: 1, Seeds: seeds,
	}, func(c study.Cell) *measure.Outcome {
		o := &measure.Outcome{
			Actions: measure.Actions{Started: 200, Succeeded: 200},
			Token:   measure.TokenCount{Requests: 10 + int(c.Seed%7)},
			Headroom: measure.Headroom{
				BurstPeak: 3, BurstLimit: 15, AveragePeak: 20 + int(c.Seed%5), AverageLimit: 120,
			},
			Latencies: took(100*time.Millisecond, c.Seed), Slowest: time.Hour,
		}
		switch {
		case c.Strategy == "storm":
			o.Bans.Count, o.Token.Requests, o.Headroom.AveragePeak = 1, 9000+int(c.Seed), 4000
			o.Actions.Succeeded, o.Actions.Failed = 0, 200
			o.Latencies, o.FailedLatencies = measure.Histogram{}, took(time.Second, c.Seed)
		case c.Strategy == "lock" && c.Reading != readings[0]:
			o.Bans.Count, o.Actions.Succeeded, o.Actions.Failed = 1, 150+int(c.Seed%9), 20
		}
		return o
	})
}

// grown is a sweep of one number: the more users, the likelier a ban of storm, and none of safe.
func grown() *Evidence {
	p := study.Plan{Readings: []string{"akamai"}, Strategies: []string{"storm", "safe"}, First: 1,
		Seeds: 80, Varied: &study.Varied{Scenario: "duel"}}
	users := map[string]uint64{}
	for i, n := range []string{"10", "20", "40", "60"} {
		name := "duel fleet.users=" + n
		users[name] = uint64(i)
		p.Scenarios = append(p.Scenarios, name)
		p.Varied.Settings = append(p.Varied.Settings,
			[]scenarios.Setting{{Path: "fleet.users", Value: n}})
	}
	return runsOf(p, func(c study.Cell) *measure.Outcome {
		o := &measure.Outcome{
			Actions: measure.Actions{Started: 200, Succeeded: 200},
			Token:   measure.TokenCount{Requests: int(10 + c.Seed%7 + 10*users[c.Scenario])},
		}
		if c.Strategy == "storm" && c.Seed%4 < users[c.Scenario] {
			o.Bans.Count = 1
		}
		return o
	})
}

// pictures are those of all charts of a study, by the names of their files.
func pictures(e *Evidence) map[string]drawing.Drawing {
	all := map[string]drawing.Drawing{}
	for _, chart := range StudyCharts() {
		for _, p := range chart.Draw(e) {
			name := chart.Name
			if p.Part != "" {
				name += "-" + p.Part
			}
			all[name] = p.Drawing
		}
	}
	return all
}

func TestStudyCharts(t *testing.T) {
	var not []string // what the study has nothing to show of
	of := func(name string, e *Evidence, want ...string) {
		drawn := pictures(e)
		for _, picture := range want {
			require.Contains(t, drawn, picture)
			golden(t, "study-"+name+"-"+picture+".svg", svg(t, drawn[picture]))
		}
		for _, picture := range not {
			require.NotContains(t, drawn, picture)
		}
	}
	not = []string{"sessions", "heatmap-akamai"}
	of("duel", duel(80, "akamai", "literal"), "banned", "success", "p99", "requests",
		"plane-akamai", "plane-literal", "price-akamai", "latencies-akamai", "latencies-literal")
	not = []string{"sessions-akamai", "p99-akamai", "plane-akamai", "price-akamai", "latencies-akamai",
		"banned"}
	of("grown", grown(), "banned-akamai", "success-akamai", "requests-akamai", "heatmap-akamai")
	not = []string{"p99", "plane-akamai", "price-akamai", "latencies-akamai"}
	of("town", divided(), "banned", "success", "requests", "sessions")
}

// A chart that is not asked a question has no picture, and no study makes one panic: one strategy
// or many, one run or many, one reading or more than stand side by side.
func TestStudyChartsOfAnyStudy(t *testing.T) {
	seven := []string{"a", "b", "c", "d", "e", "f", "g"}
	for seeds, readings := range map[int][]string{1: {"a"}, 2: seven[:3], 5: seven[:6], 6: seven} {
		e := duel(seeds, readings...)
		for name, d := range pictures(e) {
			require.NotEmpty(t, d.Table.Lines, name)
			require.Contains(t, d.Subtitle, fmt.Sprintf("seeds 1 to %d", seeds))
			require.Equal(t, seeds == 1, strings.Contains(d.Subtitle, "one run"), d.Subtitle)
			var b bytes.Buffer
			require.NoError(t, d.WritePNG(&b), name)
		}
		if len(readings) == len(seven) {
			require.Len(t, pictures(e)["banned-1"].Panels, mostPanels)
			require.Len(t, pictures(e)["banned-2"].Panels, 1)
		}
	}
	failed := duel(4, "a")
	for c := range failed.Study.Cells() {
		put(failed.Study, study.Result{Cell: c})
	}
	require.Empty(t, pictures(failed), "no run, no picture")
}

// Verdicts can be told apart by their shapes alone, and the words say them too.
func TestVerdictsHaveShapes(t *testing.T) {
	shapes := map[string]drawing.Shape{}
	for _, p := range pictures(duel(80, "akamai"))["banned"].Panels {
		for _, m := range p.Marks {
			if _, verdict, ok := strings.Cut(m.Hover, ")  "); ok {
				shapes[verdict] = m.Shape
			}
		}
	}
	require.Equal(t, map[string]drawing.Shape{"PASS": drawing.Dot, "FAIL": drawing.Cross}, shapes)
	few := pictures(duel(5, "akamai"))["banned"]
	require.Equal(t, drawing.Ring, few.Panels[0].Marks[2].Shape)
	require.Contains(t, few.Panels[0].Marks[2].Hover, "INCONCLUSIVE")
}

// Shares of runs lie on an axis of per cent, whatever the figure is counted in.
func TestSharesOfRunsAreInPerCent(t *testing.T) {
	for _, m := range pictures(divided())["sessions"].Panels[0].Marks {
		if strings.HasPrefix(m.Hover, "7 of 10") {
			require.InDelta(t, 70, m.X, 1e-9)
			return
		}
	}
	t.Fatal("naive loses a session under seven of ten seeds")
}

func TestStudyChartsAreWritten(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new")
	names, err := WriteStudyCharts(folder, grown())
	require.NoError(t, err)
	require.Contains(t, names, "duel-banned-akamai.svg")
	require.Contains(t, names, "duel-heatmap-akamai.png")
	for _, name := range names {
		_, err := os.Stat(filepath.Join(folder, name))
		require.NoError(t, err)
	}
}

func TestChartsOfStudiesNamedTwice(t *testing.T) {
	require.PanicsWithValue(t, "reports: two charts of studies named plane", func() {
		registerStudy(StudyChart{Name: "plane"})
	})
	for _, of := range StudyCharts() {
		for _, chart := range Charts() {
			require.NotEqual(t, chart.Name, of.Name, "their files would be the same")
		}
	}
}
