package rare

import "slices"

// Levels are the heights that a run passes on its way to a ban, which is the last one.
type Levels []int

// One run in some 5 is to pass from one level to the next (assumed: the best share is about 0.2,
// and hardly matters; L'Ecuyer, Demers and Tuffin, Rare events, splitting, and quasi-Monte Carlo,
// TOMACS 17(2), 2007).
const oneIn = 5

// mostLevels is where the search for levels gives up: each is a fifth as probable as the one below.
// Assumed: one in 1e21 is never.
const mostLevels = 30

// Levels looks for levels by runs that count for nothing else. Where none of the runs from one
// level on comes any nearer to a ban, that level is the last one: ok is false.
func (q *Question) Levels() (levels Levels, ok bool, err error) {
	r := q.from(pilot, 0)
	var from []*entrance
	for len(levels) < mostLevels {
		top, err := q.stage(r, from, banned)
		if err != nil {
			return nil, false, err
		}
		if len(top.reached)*oneIn >= q.Effort {
			return append(levels, banned), true, nil
		}
		next, ok := levels.next(top.highest)
		if !ok && len(top.reached) > 0 { // there is nothing higher but a ban
			return append(levels, banned), true, nil
		}
		if !ok {
			return levels, false, nil
		}
		reached, err := q.stage(r, from, next)
		if err != nil || len(reached.reached) == 0 {
			return levels, false, err
		}
		levels, from = append(levels, next), reached.reached
	}
	return levels, false, nil
}

// next is the height that one in some 5 reaches, or the first above the last level that any does.
func (l Levels) next(highest []int) (level int, ok bool) {
	if len(highest) == 0 {
		return 0, false
	}
	slices.Sort(highest)
	level = highest[len(highest)-max(1, len(highest)/oneIn)]
	if len(l) == 0 || level > l[len(l)-1] {
		return level, level > 0
	}
	i := slices.IndexFunc(highest, func(h int) bool { return h > l[len(l)-1] })
	if i < 0 {
		return 0, false
	}
	return highest[i], true
}
