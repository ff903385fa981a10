package study

import "math"

// A Mode is a way in which a share of all runs goes, unlike the others.
type Mode struct {
	Runs   int     `json:"runs"`
	Share  float64 `json:"share"`  // of all runs that there could be
	Unseen float64 `json:"unseen"` // the chance that none of Runs goes that way
}

// RareMode is a mode that so many runs may well not have shown: of 30 %, 10 %, 3 %, 1 % and so on
// the first that stays unseen with a chance of at least 10 %.
func RareMode(runs int) Mode {
	m := Mode{Runs: runs}
	for k := 1; m.Unseen < .1; k++ {
		for _, digit := range []float64{3, 1} {
			m.Share = digit / math.Pow10(k)
			if m.Unseen = math.Pow(1-m.Share, float64(runs)); m.Unseen >= .1 {
				break
			}
		}
	}
	return m
}

// Fewest is how many runs ended of the contestant of whom the fewest did.
func (s *Study) Fewest() int {
	fewest := s.Plan.Seeds
	for _, c := range s.Plan.Contestants() {
		fewest = min(fewest, s.Ended(c))
	}
	return fewest
}
