package study

import "github.com/tokenstorm/tokenstorm/scenarios/measure"

// latencies are those of all runs of a contestant.
type latencies struct{ succeeded, failed measure.Histogram }

// folded is what a study holds of a result: of one that is folded the latencies go to those of its
// contestant, in whatever order.
func (s *Study) folded(r Result) Result {
	if !s.Folded || r.Outcome == nil {
		return r
	}
	if s.latencies == nil {
		s.latencies = map[Contestant]*latencies{}
	}
	of := s.latencies[r.Contestant]
	if of == nil {
		of = &latencies{}
		s.latencies[r.Contestant] = of
	}
	of.succeeded = measure.Sum(of.succeeded, r.Outcome.Latencies)
	of.failed = measure.Sum(of.failed, r.Outcome.FailedLatencies)
	r.Outcome = r.Outcome.Folded()
	return r
}
