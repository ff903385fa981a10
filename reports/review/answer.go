package review

// An Answer is what the studies come to for a question.
type Answer struct {
	ID         string      `json:"id"`       // Q1 to Q8
	Title      string      `json:"title"`    // two or three words
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
