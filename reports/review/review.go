package review

// Format is the number of the JSON's format: it grows when a field is renamed or means something
// else.
const Format = 1

// A Review is the answers to the questions of a design review.
type Review struct {
	Format    int    `json:"format"`
	Command   string `json:"command"` // the line that repeats all of it
	Version   string `json:"version"` // of the program that ran it
	FirstSeed uint64 `json:"first_seed"`
	Seeds     int    `json:"seeds"`    // as asked for; every figure has the n that it got
	Missing   int    `json:"missing"`  // cells that were not run, of an interrupted review
	Failures  int    `json:"failures"` // cells whose run failed; no figure counts them

	Recommendation Recommendation  `json:"recommendation"`
	Answers        []Answer        `json:"answers"`   // Q1 to Q8, but those whose studies are missing
	Scenarios      []ScenarioStudy `json:"scenarios"` // the headline scenarios
	Capacity       []Capacity      `json:"capacity"`  // frontiers, for a capacity chart
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
