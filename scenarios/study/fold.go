package study

import "github.com/tokenstorm/tokenstorm/scenarios/measure"

// latencies are those of all runs of a contestant: their histograms, of which some are added up
// already.
type latencies struct{ succeeded, failed []measure.Histogram }

// mostApart is how many histograms are held before they are added up: one at a time would touch the
// sum's bars for each run (assumed).
const mostApart = 32

func added(list []measure.Histogram, h measure.Histogram) []measure.Histogram {
	if list = append(list, h); len(list) < mostApart {
		return list
	}
	return append(list[:0], measure.Sum(list...))
}

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
	of.succeeded = added(of.succeeded, r.Outcome.Latencies)
	of.failed = added(of.failed, r.Outcome.FailedLatencies)
	r.Outcome = r.Outcome.Folded()
	return r
}
