package storm

import (
	"cmp"
	"slices"
)

// Bounds of what is drawn: nobody tells more apart in a picture, and a page holds many storms.
// Assumed.
const (
	mostActions = 360
	mostCalls   = 800
	mostHits    = 400
	mostTokens  = 300
)

// A candidate is an action, and how much it has to do with the storm.
type candidate struct {
	Action
	number  uint64
	row     int64
	hits    int // that counted in the window that was filled
	refused int // 401s
	calls   int
}

// chosen returns the actions that get a row, and numbers them: all of them, or first those whose
// hits filled the window, then those that were refused, then the earliest.
func (t *rowMaker) chosen() []Action {
	list := slices.Clone(t.actions)
	slices.SortStableFunc(list, func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(min(b.hits, 1), min(a.hits, 1)),
			cmp.Compare(min(b.refused, 1), min(a.refused, 1)))
	})
	calls, n := 0, 0
	for n < min(len(list), mostActions) && calls+list[n].calls <= mostCalls {
		calls += list[n].calls
		n++
	}
	list = list[:n]
	slices.SortStableFunc(list, func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(a.Began, b.Began), cmp.Compare(a.number, b.number))
	})
	rows := make([]Action, n)
	for i, a := range list {
		rows[i], a.row = a.Action, int64(i)
	}
	return rows
}

// row is the row of an action, or Absent.
func (t *rowMaker) row(action uint64) int64 {
	if a := t.byNumber[action]; a != nil {
		return a.row
	}
	return Absent
}
