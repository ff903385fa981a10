package page

import (
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/reports/review"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// picture is one of those that a chart of a study takes.
type picture struct {
	Chart   string          `json:"chart"` // the name
	Part    string          `json:"part"`  // which of several: the reading; empty: there is one
	Drawing drawing.Drawing `json:"drawing"`
}

// picturesOf are the charts of a study: of a scenario that was named all there are, of others the
// plane under the first reading.
func picturesOf(s *review.ScenarioStudy, of *study.Study) []picture {
	e, all := reports.Evidence{Study: of}, []picture{}
	if s.Answer == "" {
		if plane := e.Plane(s.Readings[0]); !plane.IsZero() {
			all = append(all, picture{Chart: "plane", Drawing: plane})
		}
		return all
	}
	for i, name := range study.Orders {
		if name == s.Order {
			e.Order = study.Order(i)
		}
	}
	for _, chart := range reports.StudyCharts() {
		for _, drawn := range chart.Draw(&e) {
			all = append(all, picture{chart.Name, drawn.Part, drawn.Drawing})
		}
	}
	return all
}
