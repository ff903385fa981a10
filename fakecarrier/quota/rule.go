package quota

// A Rule judges the hits of one meter. A hit is its instant, in nanoseconds of Unix time: whose
// hits a meter counts is the meter's affair. Time never goes back.
type Rule interface {
	Judge(at int64) Verdict
	// Clone returns a copy, which judges hits that the original knows nothing of.
	Clone() Rule
}

// A Verdict is what a Rule says of a hit. The zero Verdict is innocence. Instants are nanoseconds
// of Unix time.
type Verdict struct {
	Violated bool
	At       int64 // the moment of violation; before the hit for R5 only, which hits merely reveal
	Since    int64 // the hits that filled the window are those from Since to At
}

// violated is the Verdict of a violation at the instant at, of a window filled since then.
func violated(at, since int64) Verdict {
	return Verdict{Violated: true, At: at, Since: since}
}
