package hunt

import (
	"maps"
	"slices"
)

// A kept draft is one that is mutated: it came near to breaking a property, or something happened
// in it that had not happened before.
type kept struct {
	draft *draft
	near  float64
}

// A pool is what a hunt has learned.
type pool struct {
	nearest [][]kept // by rule: those that came nearest and did not break it, the nearest first
	fresh   []kept   // those in which something happened for the first time, the latest last
	marks   marks
	barren  int // scenarios in a row in which nothing new happened
}

// How many drafts are kept of each kind. Assumed.
const (
	keptNear  = 6
	keptFresh = 64
)

// copy is what is known now. Drafts are not changed, so they are shared.
func (p *pool) copy() pool {
	c := *p
	c.fresh, c.nearest = slices.Clone(p.fresh), slices.Clone(p.nearest)
	for i, list := range c.nearest {
		c.nearest[i] = slices.Clone(list)
	}
	return c
}

// learn takes a run into account, in the order of the scenarios. It reports whether anything new
// happened.
func (p *pool) learn(d *draft, v *verdict) (news bool) {
	if p.marks == nil {
		p.marks, p.nearest = marks{}, make([][]kept, len(rules))
	}
	before := len(p.marks)
	maps.Copy(p.marks, v.marks)
	news = len(p.marks) > before
	if p.barren++; news {
		p.barren = 0
		if p.fresh = append(p.fresh, kept{draft: d}); len(p.fresh) > keptFresh {
			p.fresh = p.fresh[1:]
		}
	}
	for i, near := range v.near {
		list := p.nearest[i]
		if near <= 0 || near >= 1 || len(list) == keptNear && near <= list[keptNear-1].near {
			continue
		}
		at, _ := slices.BinarySearchFunc(list, near, func(k kept, n float64) int {
			if k.near >= n {
				return -1
			}
			return 1
		})
		list = slices.Insert(list, at, kept{draft: d, near: near})
		p.nearest[i] = list[:min(len(list), keptNear)]
	}
	return news
}

// choose is a draft to be mutated: one of those nearest to breaking some property, or one of those
// in which something happened first. Nil: there is none.
func (p *pool) choose(d *drawer) *draft {
	of := p.fresh
	if d.sometimes(2) {
		var lists [][]kept
		for _, list := range p.nearest {
			if len(list) > 0 {
				lists = append(lists, list)
			}
		}
		if len(lists) > 0 {
			of = lists[d.IntN(len(lists))]
		}
	}
	if len(of) == 0 {
		return nil
	}
	return of[d.IntN(len(of))].draft
}

// nearestOf is how near the nearest came to breaking a property, and by which signal.
func (p *pool) nearestOf() (near float64, rule int) {
	for i, list := range p.nearest {
		if len(list) > 0 && list[0].near > near {
			near, rule = list[0].near, i
		}
	}
	return near, rule
}
