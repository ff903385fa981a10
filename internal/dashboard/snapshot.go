package dashboard

import (
	"bytes"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/schema"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A snapshot is how a study stands at an instant.
type snapshot struct {
	Scenario string             `json:"scenario"` // as it was typed
	Command  string             `json:"command"`  // that repeats the study
	Version  string             `json:"version"`  // of the program
	State    state              `json:"state"`
	Workers  int                `json:"workers"`    // runs that are carried out at once; 0: not known
	Elapsed  unit.Milliseconds  `json:"elapsed_ms"` // since it began
	Left     *unit.Milliseconds `json:"left_ms"`    // null: nothing is known of it yet
	Runs     runs               `json:"runs"`
	// Speed is how many runs were carried out a second, in each span of speed_every_ms since the
	// study began.
	Speed       []float64         `json:"speed"`
	SpeedEvery  unit.Milliseconds `json:"speed_every_ms"`
	PerSecond   float64           `json:"runs_per_s"` // in the last ten seconds
	Contestants []standing        `json:"contestants"`
}

// A state is whether a study is under way.
type state = unit.Enum[stateNames]

type stateNames struct{}

// Names are those of the states. Of one that is interrupted runs are missing.
func (stateNames) Names() []string { return []string{"running", "done", "interrupted"} }

const (
	running state = iota
	done
	interrupted
)

// runs count the runs of a study.
type runs struct {
	All      int  `json:"all"`
	AtMost   bool `json:"at_most"` // it may end before all are done
	Done     int  `json:"done"`
	Failed   int  `json:"failed"`
	Computed int  `json:"computed"` // the others were kept from an earlier study
}

// A standing is what the runs of a contestant came to.
type standing struct {
	study.Contestant
	N      int `json:"n"` // runs that ended
	Banned int `json:"banned"`
	Failed int `json:"failed"`
	// Low and High are bounds of the probability of a ban, with 95 % confidence: while the study runs
	// such as hold at every look, then those that are printed.
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	Text string  `json:"text"` // the same in percent, rounded outward
	// Verdict is PASS, FAIL or INCONCLUSIVE on what the scenario expects, or on bans where these alone
	// are asked for; null: nothing is expected.
	Verdict *study.Verdict `json:"verdict"`
	Past    []point        `json:"past"` // how the interval narrowed
}

// A point of the past: how many runs had ended, and the bounds then.
type point [3]float64

var format = schema.Object[snapshot]("dashboard", 1,
	"How a study stands while it is carried out, as --dashboard serves it at /study.json.")

// growth is by how much the number of runs grows between two points of the past (assumed: 10,000
// runs have some ninety).
const growth = 1.1

// A newsroom makes editions of how a study stands.
type newsroom struct {
	past  [][]point // of each contestant
	speed speed
}

// edit makes the next edition: of a study that ended as it is printed.
func (n *newsroom) edit(d *Dashboard, ended *study.Study) edition {
	now := time.Now()
	count := d.of.Count()
	s := snapshot{
		Scenario: d.about.Scenario, Command: d.about.Command, Version: d.about.Version,
		Workers: d.about.Workers(), Elapsed: unit.Milliseconds(now.Sub(d.begun).Round(time.Millisecond)),
		Runs: runs{count.All, count.AtMost, count.Done, count.Failed, count.Computed},
	}
	n.speed.add(now.Sub(d.begun), count.Computed)
	s.Speed, s.SpeedEvery, s.PerSecond = n.speed.shown()
	standings := d.of.Standings()
	if ended != nil {
		s.State, standings = done, ended.Standings()
		s.Runs.All, s.Runs.AtMost = ended.Len(), false
		if ended.Missing() > 0 {
			s.State = interrupted
		}
	} else if left, known := d.of.Left(now); known {
		left := unit.Milliseconds(left.Round(time.Millisecond))
		s.Left = &left
	}
	return n.print(s, standings, ended != nil)
}

// print is the edition of a snapshot, to which it adds the standings.
func (n *newsroom) print(s snapshot, standings []study.Standing, last bool) edition {
	if n.past == nil {
		n.past = make([][]point, len(standings))
	}
	whole := s
	s.Contestants, whole.Contestants = []standing{}, []standing{}
	for k := range standings {
		of, before := shown(&standings[k]), len(n.past[k])
		if due(n.past[k], of.N, last) {
			n.past[k] = append(n.past[k], point{float64(of.N), of.Low, of.High})
		}
		of.Past = slices.Clone(n.past[k][before:])
		if of.Past == nil {
			of.Past = []point{}
		}
		s.Contestants = append(s.Contestants, of)
		of.Past = slices.Clip(append([]point{}, n.past[k]...))
		whole.Contestants = append(whole.Contestants, of)
	}
	return edition{news: encoded(s), whole: sync.OnceValue(func() []byte { return encoded(whole) })}
}

// due reports whether the past has a point of so many runs, which are the last ones or not.
func due(past []point, n int, last bool) bool {
	if len(past) == 0 {
		return n > 0
	}
	before := past[len(past)-1][0]
	return float64(n) >= math.Floor(before*growth)+1 || last
}

func shown(s *study.Standing) standing {
	of := standing{
		Contestant: s.Contestant, N: s.Banned.N, Banned: s.Banned.Hits, Failed: s.Failed,
		Low: s.Interval.Low, High: s.Interval.High, Text: s.Text,
	}
	if s.Judged {
		of.Verdict = &s.Verdict
	}
	return of
}

// encoded is the snapshot on one line, as it may stand in a page: < is written as \u003c.
func encoded(s snapshot) []byte {
	line, err := format.Line(s)
	if err != nil {
		panic("dashboard: a snapshot is no JSON: " + err.Error()) // it has nothing that is none
	}
	return bytes.ReplaceAll(line[:len(line)-1], []byte("<"), []byte(`\u003c`))
}
