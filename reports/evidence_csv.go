package reports

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// csvColumns are those of CSV; behind the strategy stand those of measure.Dimensions, which are
// empty in lines of whole runs. An interval of a mean is there where the figure has bounds, of p
// where it is yes or no: the exact one of a probability. diff: the mean difference to the baseline,
// seed by seed.
var csvColumns = append(slices.Concat([]string{"scenario", "reading", "strategy"}, dimensions()),
	"figure", "unit", "n", "mean", "sd", "mean_low", "mean_high", "hits", "p_low", "p_high",
	"median", "median_low", "median_high", "p95", "p95_low", "p95_high",
	"rank", "tied", "verdict", "baseline", "diff_n", "diff", "diff_low", "diff_high", "diff_median",
	"diff_median_low", "diff_median_high", "diff_plus", "diff_minus", "diff_p")

// dimensions are the names of the ways in which runs are cut into parts.
func dimensions() (names []string) {
	for _, d := range measure.Dimensions() {
		names = append(names, d.Name)
	}
	return names
}

// CSV writes a line for each contestant and figure, for each part of its runs and figure, and one
// for each criterion that the contestant was asked to meet. Of a study that was asked for bans
// alone there is no figure but these, and where verdicts were settled none. Of a sweep, columns
// with the values of the varied fields follow.
func (e *Evidence) CSV(w io.Writer) error {
	out := csvWriter(w)
	columns := slices.Clone(csvColumns)
	for _, v := range e.Study.Plan.Variations() {
		columns = append(columns, v.Path)
	}
	_ = out.Write(columns) // Error returns it
	figures := e.figures()
	var among study.Contestant
	var ranks map[string]map[string]study.Place // among these: by the part and the figure, by strategy
	for _, c := range e.Study.Plan.Contestants() {
		values := e.Study.Plan.ValuesOf(c.Scenario)
		if g := (study.Contestant{Scenario: c.Scenario, Reading: c.Reading}); g != among {
			among, ranks = g, map[string]map[string]study.Place{}
		}
		for _, cut := range e.cuts(c) {
			for _, figure := range figures {
				if figure.Whole && cut.part {
					continue
				}
				f, key := cut.of(figure), fmt.Sprintf("%q", append(cut.shared, figure.Name))
				if ranks[key] == nil {
					ranks[key] = e.ranks(among, f)
				}
				_ = out.Write(append(e.csvFigure(c, cut, f, ranks[key][c.Strategy]), values...))
			}
		}
		for _, by := range []study.Criterion{study.NoBan, study.Recovers, study.AsExpected} {
			if r := e.Study.Rule(c, by, study.Required); r.Proportion.N > 0 {
				_ = out.Write(append(e.csvRuling(r), values...))
			}
		}
	}
	out.Flush()
	return out.Error()
}

// csvWriter writes CSV by RFC 4180, whose lines end in CRLF.
func csvWriter(w io.Writer) *csv.Writer {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	return out
}

func (e *Evidence) csvFigure(
	c study.Contestant, of cut, f measure.Figure, place study.Place,
) []string {
	m := e.Study.Mean(c, f)
	median, p95 := e.Study.Quantile(c, f, .5), e.Study.Quantile(c, f, .95)
	row := append([]string{c.Scenario, c.Reading, c.Strategy}, of.names...)
	row = append(row, f.Name, f.Unit, strconv.Itoa(m.N))
	row = append(row, numbersOf(m.Mean, m.SD, m.Interval.Low, m.Interval.High)...)
	if f.YesNo {
		row = append(row, e.csvProportion(e.proportionOf(c, f))...)
	} else {
		row = append(row, "", "", "")
	}
	row = append(row, numbersOf(median.Value, median.Interval.Low, median.Interval.High,
		p95.Value, p95.Interval.Low, p95.Interval.High)...)
	row = append(row, strconv.Itoa(place.Rank), strconv.Itoa(place.Tied), "", e.Baseline)
	d := e.Study.Against(e.Baseline, c, f)
	row = append(row, strconv.Itoa(d.N))
	row = append(row, numbersOf(d.Mean.Mean, d.Interval.Low, d.Interval.High, d.Median.Value,
		d.Median.Interval.Low, d.Median.Interval.High)...)
	return append(append(row, strconv.Itoa(d.Plus), strconv.Itoa(d.Minus)),
		numbersOf(d.P)...)
}

func (e *Evidence) csvRuling(r study.Ruling) []string {
	row := make([]string, len(csvColumns))
	copy(row, []string{r.Scenario, r.Reading, r.Strategy})
	copy(row[slices.Index(csvColumns, "figure"):], []string{r.Criterion, "",
		strconv.Itoa(r.Proportion.N), fmt.Sprintf("%.6g", r.Proportion.Share())})
	copy(row[slices.Index(csvColumns, "hits"):], e.csvProportion(r.Proportion))
	row[slices.Index(csvColumns, "verdict")] = r.Verdict.String()
	return row
}

func (e *Evidence) csvProportion(p study.Proportion) []string {
	i := e.Study.Interval(p)
	return append([]string{strconv.Itoa(p.Hits)}, numbersOf(i.Low, i.High)...)
}

// numbersOf prints numbers to six significant digits; what is not known, or not bounded, is empty.
func numbersOf(values ...float64) []string {
	texts := make([]string, len(values))
	for i, v := range values {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			texts[i] = strconv.FormatFloat(v, 'g', 6, 64)
		}
	}
	return texts
}
