package cells

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// Reasons say why cells were run, although cells are kept: which part of what they depend on has
// changed. Contestants that were run for one reason are one line.
func (s *Store) Reasons() (lines []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	type group struct {
		reason string
		of     []*shelf
		runs   int
	}
	var groups []*group
	for _, on := range s.inOrder() {
		if on.computed.count() == 0 || on.useless {
			continue
		}
		reason := on.reason()
		at := slices.IndexFunc(groups, func(g *group) bool { return g.reason == reason })
		if at < 0 {
			at, groups = len(groups), append(groups, &group{reason: reason})
		}
		groups[at].of = append(groups[at].of, on)
		groups[at].runs += on.computed.count()
	}
	for _, g := range groups {
		whose := g.of[0].Contestant.String()
		if more := len(g.of) - 1; more > 0 {
			whose += fmt.Sprintf(", and %d more", more)
		}
		lines = append(lines, fmt.Sprintf("%s: %s computed%s", whose, unit.Counted(g.runs, "run"),
			g.reason))
	}
	return lines
}

// inOrder are the shelves in the order in which they were asked for; behind them, by name, those of
// which that order is another one each time.
func (s *Store) inOrder() []*shelf {
	all := slices.Clone(s.shelves)
	slices.SortStableFunc(all, func(a, b *shelf) int {
		switch {
		case a.unplanned && b.unplanned:
			return cmp.Or(strings.Compare(a.Scenario, b.Scenario),
				strings.Compare(a.Strategy, b.Strategy), strings.Compare(a.Reading, b.Reading))
		case a.unplanned:
			return 1
		case b.unplanned:
			return -1
		}
		return 0
	})
	return all
}

// mostChanges is how many changes are named.
const mostChanges = 3

// reason is why cells of the shelf were run, and that it was not for the first time.
func (on *shelf) reason() string {
	switch {
	case on.known:
		if on.computed.count() == 1 {
			return ": seed " + on.computed.String() + " is new"
		}
		return ": seeds " + on.computed.String() + " are new"
	case on.changed == nil:
		return ": new"
	}
	var named []string
	for _, c := range on.changed[:min(len(on.changed), mostChanges)] {
		named = append(named, c.String())
	}
	if more := len(on.changed) - len(named); more > 0 {
		named = append(named, fmt.Sprintf("and %d more", more))
	}
	return " anew: " + strings.Join(named, ", ")
}
