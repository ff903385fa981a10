package quota

import (
	"fmt"
	"strings"
	"time"
)

// Judges let readings of a carrier's thresholds judge a list of hits in one pass: no ban takes
// effect, nothing is cleared. Windows align to Unix time. A hit's instant is an interval: a stamp
// of whole seconds says that the hit came within that second, and no more. Hits of one interval may
// have come in any order. What is held does not grow with the length of the list, but with the
// number of different stamps within the longest span.
type Judges struct {
	stream   *stream
	families []*family
	passing  []*family // those that look at what happens between hits
	judged   int       // hits
	parted   bool
	order    []place
}

// A family is readings that differ in their limit alone, and what judges them.
type family struct {
	of        Reading
	threshold Threshold
	bounds    bounds
	between   passing // the same bounds, if they look at what happens between hits
	tally     tally
	fullest   Witness   // of the tally's most
	filled    []Witness // of each verdict
}

// place is where the verdict of a reading is.
type place struct {
	reading Reading
	limit   int
	family  *family // nil: the carrier does not have the threshold, or does not enforce it
	verdict int
}

// A Judgement is what one reading says of a list of hits. A placement puts each hit somewhere into
// its interval. Instants are nanoseconds of Unix time.
type Judgement struct {
	Reading        string
	Limit          int   // the number in the sentence
	Certain        bool  // every placement violates the reading
	FirstViolation int64 // by which every placement has; where Certain
	Possible       bool  // some placement does
	FirstPossible  int64 // the earliest violation in any placement; where Possible
	Peak           Range // the smallest limit that the hits do not exceed

	// Exact is that verdict and instants are exact, PeakExact that the peak is. Otherwise what is
	// certain is certain and what is impossible impossible, FirstViolation is no earlier than the
	// true one, FirstPossible no later, and the peak within its range.
	Exact, PeakExact bool

	Filled  Witness // the hits that filled, or may have filled, the first violated window
	Fullest Witness // those of the first window as full as the peak may be; none if that is 0
}

// A Range is a number that is not known better than so.
type Range struct{ AtLeast, AtMost int }

// NewJudges returns judges of these readings, which must be known: it panics otherwise. A reading
// of a threshold that the carrier does not have finds nothing.
func NewJudges(thresholds []Threshold, ids []string) *Judges {
	j := &Judges{}
	families := map[string]*family{}
	keep := int64(0)
	for _, id := range ids {
		r, err := LookupReading(id)
		if err != nil {
			panic("quota: " + err.Error())
		}
		threshold, ok := r.Of(thresholds)
		if !ok || r.Unenforced() {
			j.order = append(j.order, place{reading: r})
			continue
		}
		keep = max(keep, reach(threshold))
		name := strings.TrimSuffix(id, "e") // both comparisons of a reading count alike
		f := families[name]
		if f == nil {
			f = &family{of: r, threshold: threshold}
			families[name] = f
			j.families = append(j.families, f)
		}
		j.order = append(j.order, place{r, r.Limit(threshold), f, len(f.filled)})
		f.tally.verdicts = append(f.tally.verdicts, verdict{full: r.full(threshold)})
		f.filled = append(f.filled, Witness{})
	}
	for _, f := range j.families {
		var fulls []int
		for _, v := range f.tally.verdicts {
			fulls = append(fulls, v.full)
		}
		f.bounds = f.of.bounds(Terms{Threshold: f.threshold}, fulls)
		if between, ok := f.bounds.(passing); ok {
			f.between = between
			j.passing = append(j.passing, f)
		}
	}
	j.stream = newStream(keep)
	j.wake()
	return j
}

// reach is how far back readings look: a span and a bucket, or, of seconds that begin at any
// instant, a span before those that a hit is the first of.
func reach(t Threshold) int64 {
	return int64(t.Span + max(t.Span+2*time.Second, LongestBucket+time.Second))
}

// Hit adds a hit that came at from or later and before until, in nanoseconds of Unix time. Its
// number is the caller's name for it. Hits must be added in the order in which they can have come
// first: it panics otherwise. An instant that is known is an interval of a nanosecond.
func (j *Judges) Hit(from, until, number int64) {
	if until <= from {
		panic(fmt.Sprintf("quota: hit %d ends before it begins", number))
	}
	s := j.stream
	fresh := s.hits == 0
	if !fresh {
		g := s.latest()
		if from == g.from && until-1 == g.last && !s.apart {
			s.join(number)
			return
		}
		if from < g.from {
			panic(fmt.Sprintf("quota: hit %d can have come earlier than the one before it", number))
		}
		fresh = from > g.from
	}
	j.judge()
	if fresh {
		for _, f := range j.passing {
			if from >= f.tally.passes {
				f.between.pass(s, &f.tally, from)
			}
		}
	}
	if !j.parted && until > from+1 {
		j.part()
	}
	if s.full() {
		first := s.outlived(from)
		if first > s.first {
			j.settle()
		}
		s.makeRoom(first)
	}
	grid := s.grid
	s.add(from, until-1, number)
	if s.grid != grid {
		j.wake()
	}
}

// wake lets all be asked of the next hit.
func (j *Judges) wake() {
	for _, f := range j.families {
		f.tally.wake()
	}
}

// judge judges the latest hits. Those of one group are judged together, when no further one comes:
// the last of them says all that the others do.
func (j *Judges) judge() {
	n := j.stream.hits - j.judged
	if n == 0 {
		return
	}
	for _, f := range j.families {
		if j.stream.hits > f.tally.rests {
			f.bounds.hits(j.stream, &f.tally, n)
		}
	}
	j.judged = j.stream.hits
}

// KeepApart lists each hit of a witness by itself, also those of one interval: for who wants to
// know the number of each. What is held grows with the number of hits within the longest span. It
// must be called before the first hit.
func (j *Judges) KeepApart() { j.stream.apart = true }

// Cut returns the judgements of the hits since the last cut, or since the beginning, as far as they
// are known: those of a window, or of seconds in a row, that began before the cut count as well.
func (j *Judges) Cut() []Judgement {
	j.judge()
	all := j.judgements()
	for _, f := range j.families {
		f.tally.least, f.tally.most, f.fullest = mark{}, mark{}, Witness{}
		for i := range f.tally.verdicts {
			v := &f.tally.verdicts[i]
			v.certain, v.possible, f.filled[i] = mark{}, mark{}, Witness{}
		}
	}
	j.wake()
	return all
}

// part tells all that there is more than one placement from now on.
func (j *Judges) part() {
	j.parted = true
	for _, f := range j.families {
		f.tally.parted = true
		if b, ok := f.bounds.(parting); ok {
			b.part(j.stream)
		}
	}
	j.wake()
}

// Judgements ends the list, and returns what each reading says of it, in the order in which they
// were asked for.
func (j *Judges) Judgements() []Judgement {
	j.judge()
	for _, f := range j.passing {
		f.between.end(j.stream, &f.tally)
	}
	return j.judgements()
}

func (j *Judges) judgements() []Judgement {
	j.settle()
	all := make([]Judgement, len(j.order))
	for i, of := range j.order {
		all[i] = Judgement{Reading: of.reading.ID, Limit: of.limit, Exact: true, PeakExact: true}
		if of.family != nil {
			of.family.judge(j.stream, of.verdict, &all[i])
		}
	}
	return all
}

// judge fills in what the family's i-th verdict is.
func (f *family) judge(s *stream, i int, j *Judgement) {
	v := &f.tally.verdicts[i]
	j.Certain, j.FirstViolation = v.certain.hits > 0, v.certain.at
	j.Possible, j.FirstPossible = v.possible.hits > 0, v.possible.at
	j.Peak = Range{f.tally.least.hits, f.tally.most.hits}
	j.Exact, j.PeakExact = f.bounds.exact(s)
	if j.Exact {
		for _, v := range f.tally.verdicts {
			if v.possible.hits == 0 {
				j.Peak.AtMost = min(j.Peak.AtMost, v.full-1)
			}
		}
	}
	j.Exact = j.Exact || !j.Possible
	j.PeakExact = j.PeakExact || j.Peak.AtLeast == j.Peak.AtMost
	j.Filled, j.Fullest = f.filled[i], f.fullest
}

// settle copies the hits behind what was found, before any is let go.
func (j *Judges) settle() {
	for _, f := range j.families {
		if f.fullest.of != f.tally.most {
			f.fullest = j.stream.witness(f.tally.most, false)
		}
		for i, v := range f.tally.verdicts {
			switch filled := &f.filled[i]; {
			case v.certain.hits > 0 && filled.of != v.certain:
				*filled = j.stream.witness(v.certain, true)
			case v.certain.hits == 0 && v.possible.hits > 0 && filled.of != v.possible:
				*filled = j.stream.witness(v.possible, false)
			}
		}
	}
}

// Judge lets readings judge hits whose instants are known. Their numbers are their indices. The
// hits must be in order of time, and the readings known: it panics otherwise.
func Judge(hits []time.Time, thresholds []Threshold, readings []string) []Judgement {
	j := NewJudges(thresholds, readings)
	for i, hit := range hits {
		at := hit.UnixNano()
		j.Hit(at, at+1, int64(i))
	}
	return j.Judgements()
}
