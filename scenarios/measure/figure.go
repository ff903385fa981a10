package measure

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Figure is a number that every run has, or may have. A file of this package that registers one
// is all that it takes: thresholds, conditions, lists, the schema, the documents and the results
// of studies have it then.
type Figure struct {
	// Name is unique. Who has one is a column of a study: of its CSV, of --precision, of the tables
	// that ask for it. Left out it is Metric.Key, for thresholds alone.
	Name string
	// Metric and Key are how thresholds ask for it: Key below Metric, as count below bans. Left out,
	// thresholds do not.
	Metric, Key string

	About string // one sentence, without a full stop
	Unit  string // "ms", "s" or "min"; empty: a count, or a share
	More  bool   // more is better
	YesNo bool   // 0 or 1: its mean is a probability
	Share bool   // of a whole: 0 to 1, printed in per cent
	Rare  bool   // tables leave it out where no run has one
	Whole bool   // of a whole run alone: its parts have none
	Over  bool   // a share of a threshold, which may be exceeded
	Of    func(o *Outcome) float64

	// In is where JSON has what it is made of. Left out, JSON has the figure itself, below
	// "figures".
	In string
	// Fold, if any, learns the figure from the records of a run; Of is left out then.
	Fold func(c Course) Counter
	// Head is the heading of the figure's column in the table that compare prints; {burst} and
	// {average} stand for the lengths of the carrier's windows. Left out, the table has no such
	// column. Place orders the columns, the most important first: of a table that is too wide the
	// last are left out. Cell prints the figure there; left out, it is printed with its unit.
	Head  string
	Place int
	Cell  func(o *Outcome) string
	// Never is what thresholds take where the run has none: nil: 0.
	Never func(o *Outcome) float64

	id    string // ID returns it
	first bool   // known of a run that was asked for bans alone
	order int    // of the list; 0: after all others, by name
}

// A Counter is the Fold that a figure brings along.
type Counter interface {
	Fold
	Figure() float64 // once the run is over; NaN: this run has none
}

// Metrics are the groups of figures that thresholds ask for, in the order of a scenario's file.
var Metrics = []string{
	"bans", "actions", "token", "api", "latency", "failed_latency", "headroom", "recovery", "sessions",
}

var figures []Figure

// register adds figures. A second one of the same name, or one that cannot be read, is a mistake in
// this package.
func register(list ...Figure) {
	for _, f := range list {
		if f.Metric != "" && f.Key == "" {
			f.Key = f.Name
		}
		f.Name = cmp.Or(f.Name, f.Metric+"."+f.Key)
		f.id = f.Name
		if f.Fold != nil {
			name := f.Name
			f.Of = func(o *Outcome) float64 {
				if v, ok := o.Figures[name]; ok {
					return v
				}
				return math.NaN()
			}
		}
		for _, other := range figures {
			if f.Name == other.Name || f.Metric != "" && f.Condition() == other.Condition() {
				panic("measure: two figures named " + f.Name)
			}
		}
		if f.Of == nil || f.Metric != "" && !slices.Contains(Metrics, f.Metric) {
			panic("measure: nobody can read the figure " + f.Name)
		}
		if of := f.Of; !f.first {
			f.Of = func(o *Outcome) float64 {
				if o.Asked != Everything {
					return math.NaN()
				}
				return of(o)
			}
		}
		figures = append(figures, f)
	}
	slices.SortFunc(figures, func(a, b Figure) int {
		return cmp.Or(cmp.Compare(cmp.Or(a.order, math.MaxInt), cmp.Or(b.order, math.MaxInt)),
			cmp.Compare(a.Name, b.Name))
	})
}

// Figures are all of them, in the order in which lists have them.
func Figures() []Figure { return slices.Clone(figures) }

// Columns are those that studies keep, in the order of their columns.
func Columns() []Figure {
	return slices.DeleteFunc(Figures(), func(f Figure) bool { return !f.Column() })
}

// Shown are those that have a column in the table that compare prints, in their order there.
func Shown() []Figure {
	shown := slices.DeleteFunc(Figures(), func(f Figure) bool { return f.Head == "" })
	slices.SortStableFunc(shown, func(a, b Figure) int {
		return cmp.Compare(cmp.Or(a.Place, math.MaxInt), cmp.Or(b.Place, math.MaxInt))
	})
	return shown
}

// Had are those of the figures that one of these outcomes has; of all but the Rare ones it is
// supposed.
func Had(figures []Figure, outcomes []*Outcome) []Figure {
	return slices.DeleteFunc(figures, func(f Figure) bool {
		return f.Rare && !slices.ContainsFunc(outcomes, func(o *Outcome) bool {
			return o != nil && !math.IsNaN(f.Of(o))
		})
	})
}

// Below are the figures of a metric, by their keys.
func Below(metric string) map[string]Figure {
	below := map[string]Figure{}
	for _, f := range figures {
		if f.Metric == metric {
			below[f.Key] = f
		}
	}
	return below
}

// FigureAt returns the figure that thresholds call so: bans.count.
func FigureAt(condition string) (Figure, bool) {
	i := slices.IndexFunc(figures, func(f Figure) bool {
		return f.Metric != "" && f.Condition() == condition
	})
	if i < 0 {
		return Figure{}, false
	}
	return figures[i], true
}

// Column reports whether studies keep the figure.
func (f *Figure) Column() bool { return f.Name != f.Metric+"."+f.Key }

// Condition is what thresholds call it: bans.count. Empty: nothing.
func (f *Figure) Condition() string {
	if f.Metric == "" {
		return ""
	}
	return f.Metric + "." + f.Key
}

// ID tells a figure, or that of a part of runs, from every other; empty of one that is not
// registered.
func (f *Figure) ID() string { return f.id }

// Sentence says what the figure is, in which unit, and what thresholds call it.
func (f *Figure) Sentence() string {
	text := f.About
	if f.Unit != "" {
		text += ", in " + f.Unit
	}
	if f.Metric != "" && f.Column() {
		text += "; thresholds call it " + f.Condition()
	}
	first, rest := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[rest:] + "."
}

// Compared is what thresholds compare: where the run has no such figure, what is taken instead.
func (f *Figure) Compared(o *Outcome) float64 {
	v := f.Of(o)
	switch {
	case !math.IsNaN(v):
		return v
	case f.Never != nil:
		return f.Never(o)
	}
	return 0
}

// Most is the largest that the figure can be.
func (f *Figure) Most() float64 {
	if f.YesNo || f.Share && !f.Over {
		return 1
	}
	return math.Inf(1)
}

// Bounded reports whether there is a largest that the figure can be.
func (f *Figure) Bounded() bool { return !math.IsInf(f.Most(), 1) }

// FigureNamed returns the column of that name; the error offers the nearest.
func FigureNamed(name string) (Figure, error) {
	var names []string
	for _, f := range Columns() {
		if names = append(names, f.Name); f.Name == name {
			return f, nil
		}
	}
	return Figure{}, fmt.Errorf("no figure %q; %s", name, unit.Suggestion(name, names))
}

// count makes a figure of a count.
func count(of func(o *Outcome) int) func(o *Outcome) float64 {
	return func(o *Outcome) float64 { return float64(of(o)) }
}

func yes(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// share is NaN of none.
func share(n, of int) float64 { return float64(n) / float64(of) }
