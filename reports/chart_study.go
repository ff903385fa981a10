package reports

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports/drawing"
)

// A StudyChart is a way to look at a study of many seeds. To add one, register it in a file of this
// package: --charts, lists and documents then have it.
type StudyChart struct {
	Name  string // as files are named after it; no Chart has it
	About string // what it shows
	rank  int    // place among the charts

	// Draw returns nothing where the study has nothing that the chart could show.
	Draw func(*Evidence) []Picture
}

// A Picture is one of those that a chart of a study takes.
type Picture struct {
	Part    string // which of several: the reading, or a number; empty: there is one
	Drawing drawing.Drawing
}

var studyCharts []StudyChart

// registerStudy adds a chart of studies; a second of the same name is a mistake in this package.
func registerStudy(c StudyChart) {
	for _, other := range studyCharts {
		if other.Name == c.Name {
			panic("reports: two charts of studies named " + c.Name)
		}
	}
	studyCharts = append(studyCharts, c)
}

// StudyCharts returns all charts of studies in the order in which they are to be read.
func StudyCharts() []StudyChart {
	return slices.SortedFunc(slices.Values(studyCharts), func(a, b StudyChart) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.Name, b.Name))
	})
}

// WriteStudyCharts puts every chart of the study into the folder, which is made where there is
// none, and returns the names of the files.
func WriteStudyCharts(folder string, e *Evidence) (names []string, err error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	for _, chart := range StudyCharts() {
		for _, picture := range chart.Draw(e) {
			name := e.Study.Plan.Base() + "-" + chart.Name
			if picture.Part != "" {
				name += "-" + picture.Part
			}
			written, err := WritePictures(folder, name, &picture.Drawing)
			if names = append(names, written...); err != nil {
				return names, err
			}
		}
	}
	return names, nil
}

// alone is the scenario of a study of one; of a sweep of several values there is none.
func (e *Evidence) alone() (scenario string, ok bool) {
	all := e.Study.Plan.Scenarios
	return all[0], len(all) == 1
}

// each draws a picture for each reading; those that have nothing to show are left out.
func (e *Evidence) each(draw func(reading string) drawing.Drawing) (all []Picture) {
	for _, reading := range e.Study.Plan.Readings {
		if d := draw(reading); !d.IsZero() {
			all = append(all, Picture{reading, d})
		}
	}
	return all
}

// runs says of which runs a picture is, of how many, and how sure its figures are.
func (e *Evidence) runs(readings []string, sure string) string {
	p := &e.Study.Plan
	what := "reading "
	if len(readings) > 1 {
		what = "readings "
	}
	base := p.Base()
	if p.Varied != nil && len(p.Scenarios) == 1 {
		base = p.Scenarios[0] // with what is set of it
	}
	text := fmt.Sprintf("%s · %s · seeds %d to %d: %s of each", base,
		what+strings.Join(readings, ", "), p.First, p.First+uint64(p.Seeds)-1,
		unit.Counted(p.Seeds, "run"))
	if p.Seeds == 1 {
		sure = "one run: no interval can be given"
	}
	return text + " · " + sure
}

// intervalsAre says what the lines through the dots are.
const intervalsAre = "95 % intervals"
