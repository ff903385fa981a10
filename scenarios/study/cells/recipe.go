package cells

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A recipe is all that the cells of a contestant depend on beside their seeds.
type recipe []leaf

// The leaves of a recipe that are of neither the scenario nor the strategy.
const (
	programLeaf = "program"
	readingLeaf = "reading"
	askedLeaf   = "asked"
	nameLeaf    = "name of the strategy"
	partsLeaf   = "strategy"
)

// silent are the fields of a scenario that no run depends on: what it is called and where it lies,
// what is written about it, its tags, whom it compares, what it expects, and what it refuses to
// run.
var silent = map[string]bool{
	"Name": true, "File": true, "Settings": true, "TimesOfDay": true, "beside": true, "text": true,
	"root": true, "written": true,
	"about": true, "trigger": true, "outcome": true, "strategies": true, "expect": true,
	"max_events": true, "tags": true,
}

// leavesOf lists what runs depend on of a scenario. The error is of what has values that cannot be
// compared, such as functions.
func leavesOf(s *scenarios.Scenario) ([]leaf, error) {
	w := &walk{without: silent}
	err := w.value("", reflect.ValueOf(s).Elem(), 0)
	return w.leaves, err
}

// recipeOf is the recipe of a contestant, whose scenario has these leaves. The error is as that of
// leavesOf, of a part that is not ours.
func recipeOf(
	program, reading, asked string, s *scenarios.Scenario, of []leaf, with spec.Strategy,
) (recipe, error) {
	w := &walk{}
	w.add(programLeaf, program)
	w.add(readingLeaf, reading)
	w.add(askedLeaf, asked)
	if s.Others() != nil {
		w.add(nameLeaf, with.Name) // a part of the run is called so
	}
	w.leaves = append(w.leaves, of...)
	for i, part := range with.Parts {
		path := fmt.Sprintf("%s[%d]", partsLeaf, i)
		w.add(path, reflect.TypeOf(part).String())
		if err := w.value(path, reflect.ValueOf(part), 0); err != nil {
			return nil, err
		}
	}
	return w.leaves, nil
}

// key is what distinguishes the recipe from every other.
func (r recipe) key() string { return sumOf(r)[:keyDigits] }

const keyDigits = 32

// A change is a leaf that two recipes have of different values, or one of them has alone.
type change struct {
	path, was, is string
	before, now   bool
}

func (c change) String() string {
	switch {
	case c.path == programLeaf:
		return "another version of this program kept them"
	case c.path == askedLeaf:
		return fmt.Sprintf("before, %s was asked, now %s", inFull(c.was), inFull(c.is))
	case !c.before:
		return fmt.Sprintf("%s is now %s", c.path, shortened(c.is))
	case !c.now:
		return fmt.Sprintf("%s was %s, and is gone", c.path, shortened(c.was))
	}
	return fmt.Sprintf("%s was %s, is %s", c.path, shortened(c.was), shortened(c.is))
}

// inFull is what is asked of a run, in a sentence.
func inFull(asked string) string {
	if asked == string(measure.BansAlone) {
		return "bans alone"
	}
	return asked
}

// shortened is a value on a line.
func shortened(text string) string {
	const most = 60
	if text = strings.ReplaceAll(text, "\n", " "); len(text) > most {
		return strings.ToValidUTF8(text[:most], "") + "..."
	}
	return cmp.Or(text, `""`)
}

// since lists what differs from another recipe, the most telling first: of a value and its parts,
// which differ as well, the value alone.
func (r recipe) since(was recipe) []change {
	before, now := map[string]string{}, map[string]string{}
	for _, l := range was {
		before[l.path] = l.value
	}
	for _, l := range r {
		now[l.path] = l.value
	}
	var all []change
	for _, l := range r {
		if old, known := before[l.path]; !known || old != l.value {
			all = append(all, change{l.path, old, l.value, known, true})
		}
	}
	for _, l := range was {
		if _, known := now[l.path]; !known {
			all = append(all, change{l.path, l.value, "", true, false})
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(c change) bool {
		return slices.ContainsFunc(all, func(d change) bool {
			rest, below := strings.CutPrefix(c.path, d.path)
			return below && rest != "" && (rest[0] == '.' || rest[0] == '[')
		})
	})
}
