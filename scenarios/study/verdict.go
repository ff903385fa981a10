package study

import (
	"fmt"
	"math"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A Verdict is whether the data settle a question, and how.
type Verdict uint8

// The verdicts.
const (
	Inconclusive Verdict = iota
	Pass
	Fail
)

func (v Verdict) String() string { return v.Names()[v] }

// Names are those of all verdicts.
func (Verdict) Names() []string { return []string{"INCONCLUSIVE", "PASS", "FAIL"} }

// MarshalText writes the name.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// Required is the share of runs that must meet a criterion, where nothing else is said: 1 in 20 may
// fail (assumed).
const Required = 0.95

// Judge reports whether the probability is at least required: PASS where all of its 95 % interval
// is, FAIL where none of it is, else INCONCLUSIVE. With 0.95 required it takes 72 runs to PASS, all
// of which meet the criterion, and 2 to FAIL, neither of which does.
func (p Proportion) Judge(required float64) Verdict {
	return p.Interval(Confidence).verdict(required) // of no runs 0 to 1
}

func (i Interval) verdict(required float64) Verdict {
	switch {
	case i.Low >= required:
		return Pass
	case i.High < required:
		return Fail
	}
	return Inconclusive
}

// A Criterion is what a run meets or does not.
type Criterion struct {
	Name string
	Met  func(o *measure.Outcome) bool
	Asks func(o *measure.Outcome) bool // whether the run is asked at all; nil: every run is

	tabled bool // a table of runs has it
}

func (c Criterion) applies(o *measure.Outcome) bool { return c.Asks == nil || c.Asks(o) }

// number is 1 of a run that meets it, 0 of one that does not, NaN of one that is not asked.
func (c Criterion) number(o *measure.Outcome) float64 {
	switch {
	case !c.applies(o):
		return math.NaN()
	case c.Met(o):
		return 1
	}
	return 0
}

// id is the ID of its column; empty: there is none.
func (c Criterion) id() string {
	if !c.tabled {
		return ""
	}
	return "\x00" + c.Name
}

// The criteria: safety, liveness, sessions, throttles, and what the scenario expects.
var (
	NoBan = Criterion{
		Name: "never banned", tabled: true,
		Met: func(o *measure.Outcome) bool { return o.Bans.Count == 0 },
	}
	Recovers = Criterion{
		Name: "recovers", tabled: true,
		Met: func(o *measure.Outcome) bool { return o.Recovery.Recovered },
		Asks: func(o *measure.Outcome) bool {
			r := o.Recovery
			return r.Triggered && !r.Ongoing && (r.Recovered || r.Metastable)
		},
	}
	KeepsSessions = Criterion{
		Name: "loses no session", tabled: true,
		Met:  func(o *measure.Outcome) bool { return o.Sessions.Lost == 0 },
		Asks: func(o *measure.Outcome) bool { return o.Sessions != nil },
	}
	NeverThrottled = Criterion{
		Name: "never throttled", tabled: true,
		Met:  func(o *measure.Outcome) bool { return o.Token.Status.TooMany == 0 },
		Asks: func(o *measure.Outcome) bool { return o.Asked == measure.Everything },
	}
	AsExpected = Criterion{
		Name: "as the scenario expects", tabled: true,
		Met:  func(o *measure.Outcome) bool { return len(o.Unmet) == 0 },
		Asks: func(o *measure.Outcome) bool { return o.Judged },
	}
)

// TroubleEnds is met by a run whose trigger ended before the run did; it is none that verdicts are
// on.
var TroubleEnds = Criterion{
	Name: "trouble ends", tabled: true,
	Met:  func(o *measure.Outcome) bool { return !o.Recovery.Ongoing },
	Asks: func(o *measure.Outcome) bool { return o.Recovery.Triggered },
}

// tabled are those that tables have.
var tabled = append(Criteria(), TroubleEnds)

// Criteria are all that verdicts are on.
func Criteria() []Criterion {
	return []Criterion{NoBan, Recovers, KeepsSessions, NeverThrottled, AsExpected}
}

// A Ruling is the verdict on a contestant, and what it rests on.
type Ruling struct {
	Contestant
	Criterion  string
	Required   float64
	Proportion Proportion
	Interval   Interval // of its probability
	Verdict    Verdict
}

func (r Ruling) String() string {
	return fmt.Sprintf("%s %s: %s in %d of %d runs (%s), %g %% required", r.Verdict, r.Contestant,
		r.Criterion, r.Proportion.Hits, r.Proportion.N, r.Proportion.within(r.Interval), 100*r.Required)
}

// Rule judges a contestant by a criterion.
func (s *Study) Rule(c Contestant, by Criterion, required float64) Ruling {
	p := s.Proportion(c, by)
	i := s.Interval(p)
	return Ruling{c, by.Name, required, p, i, i.verdict(required)}
}

// A Row is the verdicts on one strategy in one scenario under each reading of the plan, in its
// order.
type Row struct {
	Scenario, Strategy string
	Rulings            []Ruling
}

// Flips lists the readings under which the verdict is the opposite of that under the plan's first
// reading that has one. INCONCLUSIVE is no opposite.
func (r *Row) Flips() []string {
	var readings []string
	first := Inconclusive
	for i := range r.Rulings {
		v := r.Rulings[i].Verdict
		if first == Inconclusive {
			first = v
		}
		if v != first && v != Inconclusive {
			readings = append(readings, r.Rulings[i].Reading)
		}
	}
	return readings
}

// Matrix judges every strategy in every scenario under every reading.
func (s *Study) Matrix(by Criterion, required float64) []Row {
	var rows []Row
	for _, scenario := range s.Plan.Scenarios {
		for _, strategy := range s.Plan.Strategies {
			row := Row{Scenario: scenario, Strategy: strategy}
			for _, reading := range s.Plan.Readings {
				c := Contestant{scenario, reading, strategy}
				row.Rulings = append(row.Rulings, s.Rule(c, by, required))
			}
			rows = append(rows, row)
		}
	}
	return rows
}
