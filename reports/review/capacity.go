package review

import "github.com/tokenstorm/tokenstorm/scenarios"

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
