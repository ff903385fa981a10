package page

import (
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios"
)

// timeline is what happened when. Each row has a number for each bin of the run; in it a negative
// number -n says that the one before it comes n times more.
type timeline struct {
	Bin     float64     `json:"bin_ms"`
	Burst   []int       `json:"burst"`   // hits in the fullest 5 s that ended in the bin
	Average []int       `json:"average"` // the same of 120 s
	Refused []int       `json:"refused"` // 401s
	Bans    []banSpan   `json:"bans"`
	Faults  []faultSpan `json:"faults"`
}

type banSpan struct {
	From       float64 `json:"from_ms"`
	Until      float64 `json:"until_ms"`
	Extensions int     `json:"extensions"`
}

type faultSpan struct {
	Name  string  `json:"name"`
	From  float64 `json:"from_ms"`
	Until float64 `json:"until_ms"`
}

func timelineOf(t *reports.Timeline, s *scenarios.Scenario) *timeline {
	if t == nil {
		return nil
	}
	told := &timeline{
		Bin: milliseconds(t.Bin), Burst: runs(t.Burst()), Average: runs(t.Average()),
		Refused: runs(t.Refused()), Bans: []banSpan{}, Faults: []faultSpan{},
	}
	for _, b := range t.Bans() {
		told.Bans = append(told.Bans,
			banSpan{milliseconds(b.From), milliseconds(b.Until), b.Extensions})
	}
	for _, f := range t.Faults {
		told.Faults = append(told.Faults, faultSpan{
			reports.FaultName(s, f.Fault), milliseconds(f.From), milliseconds(f.End(s)),
		})
	}
	return told
}

// runs shortens repetitions.
func runs(counts []int) []int {
	var short []int
	for i, n := range counts {
		last := len(short) - 1
		switch {
		case i == 0 || n != counts[i-1]:
			short = append(short, n)
		case short[last] < 0:
			short[last]--
		default:
			short = append(short, -1)
		}
	}
	return short
}
