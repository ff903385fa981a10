package review

import "github.com/tokenstorm/tokenstorm/scenarios"

// A ScenarioStudy is how every strategy fared in a headline scenario: the matrix of ban
// probabilities, and what a picture of headroom against latency needs.
type ScenarioStudy struct {
	Scenario string              `json:"scenario"` // of the catalogue
	Title    string              `json:"title"`    // what it is about, a few words
	About    string              `json:"about"`
	Varied   []scenarios.Setting `json:"varied"`   // fields that differ from the catalogue's
	Readings []string            `json:"readings"` // the columns; the first is the scenario's own
	Rows     []Standing          `json:"rows"`     // least banned first under the first reading
	Commands []string            `json:"commands"`
}

// A Standing is one strategy in a scenario.
type Standing struct {
	Strategy string  `json:"strategy"`
	About    string  `json:"about"` // one sentence
	Cells    []Score `json:"cells"` // one for each reading, in their order
}

// A Score is what a strategy came to under one reading.
type Score struct {
	Reading string   `json:"reading"`
	Verdict string   `json:"verdict"`     // on never being banned: PASS, FAIL or INCONCLUSIVE
	Banned  Chance   `json:"banned"`      // runs with a ban
	Success Estimate `json:"success"`     // share of the ended actions, mean of the runs
	P50     Estimate `json:"p50_ms"`      // latency of successes, mean of the runs' medians
	P99     Estimate `json:"p99_ms"`      // the same of their 99th percentiles
	Burst   Estimate `json:"burst"`       // fullest 5 s as a share of the threshold, median run
	Average Estimate `json:"average"`     // fullest 120 s, the same
	Minutes Estimate `json:"banned_min"`  // time banned, mean of the runs
	Hits    Estimate `json:"token_calls"` // token requests that reached the carrier, mean
}

// A Chance is how many runs did something, and the exact 95 % interval of the probability.
type Chance struct {
	Hits int     `json:"hits"`
	N    int     `json:"n"`
	Low  float64 `json:"low"` // 0 to 1
	High float64 `json:"high"`
	Text string  `json:"text"` // the interval in per cent: "< 7.2 %"
}

// An Estimate is a mean or median over runs with its 95 % interval; bounds that the data do not
// set, and values that no run had, are null.
type Estimate struct {
	Value *float64 `json:"value"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
	N     int      `json:"n"`
}
