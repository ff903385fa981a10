// Package infer finds which rules are consistent with the answers in a log. A rule is a reading of
// the burst threshold, one of the average, and what the carrier's documents leave open: what
// prolongs a ban, how late it bites, whether the request that violates is answered still, whose
// requests are counted together, and which of them count.
//
// A rule and the instants at which requests arrived determine every answer. The instants are known
// but roughly; so a rule is refuted only where no instants explain the answers. What is computed is
// a bound: it may keep a rule that an exact search would refute, and never refutes one that holds.
package infer

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
)

// A Hit is a request of tokens, and its answer.
type Hit struct {
	From, Until int64 // it arrived at From or later, and before Until; nanoseconds of Unix time
	Status      int   // of the answer; 0 if it is not known
	Client      string
	File        string
	Line        int

	mute bool // its answer is left out of account
}

// Terms are what a carrier's documents say. Nothing of it is inferred.
type Terms struct {
	Thresholds []quota.Threshold
	Ban        time.Duration // how long a ban lasts
}

// MostLag is the longest time that a ban may take to bite. Assumed: no document says that it takes
// any.
const MostLag = time.Minute

// MostWide is the longest time within which a request must be known to have arrived. The answers of
// others are not made use of. Assumed: clients do not wait longer.
const MostWide = time.Minute

// MostHits is how many hits a log may have: each is held with what every reading says of it, which
// takes some 2 kB: 100,000 hits took 209 MB and 9 s of one core.
const MostHits = 500_000

// banned is what a ban answers.
const banned = 403

// Infer tries all rules on the hits of a log. Assumed: the log is whole, so that nothing had been
// asked for long when it begins, save that it may begin within a ban.
func Infer(hits []Hit, terms Terms) *Findings {
	s := newSearch(hits, terms)
	s.run()
	return s.findings()
}
