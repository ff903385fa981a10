package review

import (
	"slices"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A Review is the answers to the questions of a design review.
type Review struct {
	Command   string `json:"command"` // the line that repeats all of it
	Version   string `json:"version"` // of the program that ran it
	FirstSeed uint64 `json:"first_seed"`
	Seeds     int    `json:"seeds"`    // as asked for; every figure has the n that it got
	Missing   int    `json:"missing"`  // cells that were not run, of an interrupted review
	Failures  int    `json:"failures"` // cells whose run failed; no figure counts them
	// RareMode is what Seeds runs may not have shown.
	RareMode study.Mode `json:"rare_mode"`

	Recommendation Recommendation `json:"recommendation"`
	// Answers are S1, S2, ... of the scenarios that were named, then Q1 to Q10; but those whose
	// studies are missing.
	Answers   []Answer        `json:"answers"`
	Scenarios []ScenarioStudy `json:"scenarios"` // those of S1, S2, ..., then the headline ones
	Capacity  []Capacity      `json:"capacity"`  // frontiers, for a capacity chart
}

// Own are the answers of the scenarios that were named.
func (r *Review) Own() (all []*Answer) {
	for i := range r.Answers {
		if r.Answers[i].Scenario != "" {
			all = append(all, &r.Answers[i])
		}
	}
	return all
}

// Headlines are the sentences of Own. Of no review there are none.
func (r *Review) Headlines() (all []string) {
	if r == nil {
		return nil
	}
	for _, a := range r.Own() {
		all = append(all, a.Headline.Text)
	}
	return all
}

// Illustrate names the pictures of a scenario that was named: files that stand beside the review.
func (r *Review) Illustrate(scenario string, files []string) {
	for i := range r.Scenarios {
		if s := &r.Scenarios[i]; s.Answer != "" && s.Scenario == scenario {
			s.Pictures = files
		}
	}
}

// answer is the one of this ID; nil where there is none.
func (r *Review) answer(id string) *Answer {
	i := slices.IndexFunc(r.Answers, func(a Answer) bool { return a.ID == id })
	if i < 0 {
		return nil
	}
	return &r.Answers[i]
}

// A Recommendation is what Q8 comes to. The sentences that carry it are those of its Answer.
type Recommendation struct {
	Verdict  string   `json:"verdict"`  // PASS, FAIL or INCONCLUSIVE of Strategy, over all headlines
	Strategy string   `json:"strategy"` // empty where no study is there
	About    string   `json:"about"`    // what Strategy does, in its own words
	Tied     []string `json:"tied"`     // strategies that did as well in every headline scenario
	Unshared string   `json:"unshared"` // the best of those that share nothing between nodes
	// UnsharedAbout is what Unshared does.
	UnsharedAbout string `json:"unshared_about"`
	// UnsharedVerdict is that of Unshared, and the standings say what both come to, in a few words.
	UnsharedVerdict  string `json:"unshared_verdict"`
	Standing         string `json:"standing"`
	UnsharedStanding string `json:"unshared_standing"`
}

// An Answer is what the studies come to for a question.
type Answer struct {
	ID         string      `json:"id"`       // S1, S2, ... or Q1 to Q10
	Title      string      `json:"title"`    // two or three words
	Scenario   string      `json:"scenario"` // that was named, of S1, S2, ...; empty: a question
	Question   string      `json:"question"` // as the design review asks it
	Verdict    string      `json:"verdict"`  // PASS, FAIL or INCONCLUSIVE
	Claim      string      `json:"claim"`    // what Verdict says, as a sentence that is true
	Mark       string      `json:"mark"`     // the same in at most four words
	Headline   Figure      `json:"headline"` // at most 30 words
	Figures    []Figure    `json:"figures"`  // what it rests on
	Table      *Table      `json:"table,omitempty"`
	Conditions []Condition `json:"conditions"` // under which the answer changes, or does not
	Commands   []string    `json:"commands"`   // that repeat the numbers
}

// A Figure is a sentence, and the measures in it.
type Figure struct {
	Text     string    `json:"text"`
	Measures []Measure `json:"measures"`
}

// A Measure is an Estimate, and what it is of.
type Measure struct {
	Name     string `json:"name"` // of a study's figure, such as banned or p99
	Unit     string `json:"unit"` // ms, s, min; empty: a count, or a share from 0 to 1
	Scenario string `json:"scenario"`
	Strategy string `json:"strategy"`
	Against  string `json:"against,omitempty"` // a difference, seed by seed, to this strategy
	Reading  string `json:"reading"`
	Estimate
}

// A Condition is an assumption, and what becomes of the answer where it does not hold.
type Condition struct {
	Assumption string `json:"assumption"`
	Reading    string `json:"reading"`   // of the ban rule, that is assumed; empty: something else is
	Changes    bool   `json:"changes"`   // whether the answer is shown to become another
	Undecided  bool   `json:"undecided"` // too few runs to know whether it does
	Then       Figure `json:"then"`
}

// A Table is rows of text, the first column being what a row is of.
type Table struct {
	Caption string     `json:"caption"` // what the cells are, and of how many runs
	Columns []string   `json:"columns"`
	Rows    [][]string `json:"rows"`
}

// A ScenarioStudy is how every strategy fared in a scenario: the matrix of ban probabilities, and
// what a picture of headroom against latency needs.
type ScenarioStudy struct {
	Answer   string              `json:"answer"`   // the ID of the one that it is; empty: a headline
	Scenario string              `json:"scenario"` // the name
	Title    string              `json:"title"`    // what it is about, a few words
	About    string              `json:"about"`
	Varied   []scenarios.Setting `json:"varied"`   // fields that differ from the catalogue's
	Readings []string            `json:"readings"` // the columns; the first is the scenario's own
	Order    string              `json:"order"`    // of the rows: outcome, name or given
	Rows     []Standing          `json:"rows"`
	Alike    []Fold              `json:"alike"` // rows that the runs do not tell apart
	// Decides is what the verdicts are of: banned in; empty where there are several, which the cells
	// then name.
	Decides  string   `json:"decides"`
	Commands []string `json:"commands"`
	Pictures []string `json:"pictures"` // files beside the review
}

// A Fold is some of the rows, of strategies that fail alike: under every reading they have the same
// verdicts, and intervals that overlap.
type Fold struct {
	Strategies []string `json:"strategies"` // in the order of the rows
	Text       string   `json:"text"`       // 22 strategies alike
	Verdicts   []string `json:"verdicts"`   // one for each reading, in their order
	Cells      []string `json:"cells"`      // the same: 75 of 75: > 95.2 %
	Served     string   `json:"served"`     // the means of the least and of the most served
}

// A Standing is one strategy in a scenario.
type Standing struct {
	Strategy string  `json:"strategy"`
	About    string  `json:"about"`   // one sentence
	Outcome  int     `json:"outcome"` // its place by outcome, from 1
	Given    int     `json:"given"`   // its place as strategies were named, from 1
	Cells    []Score `json:"cells"`   // one for each reading, in their order
}

// A Score is what a strategy came to under one reading.
type Score struct {
	Reading string   `json:"reading"`
	Verdict string   `json:"verdict"`     // on what decides: PASS, FAIL or INCONCLUSIVE
	Banned  Chance   `json:"banned"`      // runs with a ban of its own
	Harms   []Harm   `json:"harms"`       // what decides: bans, sessions lost, refusals
	Success Estimate `json:"success"`     // share of the ended actions
	P50     Estimate `json:"p50_ms"`      // the runs' median latency of successes
	P99     Estimate `json:"p99_ms"`      // the same of their 99th percentiles
	Burst   Estimate `json:"burst"`       // fullest burst window as a share of its limit
	Average Estimate `json:"average"`     // fullest window of the average threshold, the same
	Minutes Estimate `json:"banned_min"`  // time banned
	Hits    Estimate `json:"token_calls"` // token requests that reached the carrier
}

// A Harm is in how many runs something befell a strategy.
type Harm struct {
	Is string `json:"is"` // banned in, signed out in, refused with 429 in
	Chance
}

// A Chance is how many runs did something, and the exact 95 % interval of the probability.
type Chance struct {
	Hits int     `json:"hits"`
	N    int     `json:"n"`
	Low  float64 `json:"low"` // 0 to 1
	High float64 `json:"high"`
	Text string  `json:"text"` // the interval in per cent: "< 7.2 %"
}

// An Estimate is a mean or a median over runs with its 95 % interval: the mean of what is a share
// of a whole, else the median. Bounds that the data do not set, and values that no run had, are
// null.
type Estimate struct {
	Of    string   `json:"of"` // mean or median
	Value *float64 `json:"value"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
	Mean  *float64 `json:"mean"` // without an interval where Of is median
	N     int      `json:"n"`
}

// A Capacity is how far strategies carry in a scenario: the last value of a field that each is
// shown to survive, found by bisection.
type Capacity struct {
	Scenario string              `json:"scenario"`
	Title    string              `json:"title"`  // what the edges are compared by, a few words
	Varied   []scenarios.Setting `json:"varied"` // fields that differ from the catalogue's
	Field    string              `json:"field"`  // such as fleet.users
	From     float64             `json:"from"`   // the ends of the range that was searched
	To       float64             `json:"to"`
	Until    string              `json:"until"` // what surviving is not, such as bans.count > 0
	Seeds    int                 `json:"seeds"` // runs of each probe
	Edges    []Edge              `json:"edges"`
	Command  string              `json:"command"` // repeats the runs at Value and Next of every edge
}

// An Edge is where one strategy's survival ends under one reading.
type Edge struct {
	Strategy string   `json:"strategy"`
	Reading  string   `json:"reading"`
	Side     string   `json:"side"` // all, none, largest (up to Value), least (from Value on)
	Value    *float64 `json:"value"`
	There    Chance   `json:"there"`  // at Value
	Next     *float64 `json:"next"`   // the nearest value that is not survived; null: none
	Beyond   Chance   `json:"beyond"` // at Next
	Runs     int      `json:"runs"`
}
