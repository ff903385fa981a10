package fakecarrier

import (
	"slices"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
)

// Clone returns a carrier in the same state. It answers requests that the original knows nothing
// of: so one finds out what the original would answer. Nobody watches it.
func (c *Carrier) Clone() *Carrier {
	copied := *c
	copied.Unwatch()
	copied.metering = c.metering.clone()
	copied.tokens = c.tokens.clone()
	copied.codes.all = slices.Clone(c.codes.all)
	copied.devices = c.devices.clone()
	copied.families = c.families.clone()
	return &copied
}

func (m *metering) clone() metering {
	copied := metering{list: m.list, issued: m.issued, told: m.told}
	books, limits := map[*banBook]*banBook{}, map[*limit]*limit{}
	for _, b := range m.books {
		of := *b
		of.keyed = b.keyed.clone((*caller).clone)
		books[b] = &of
		copied.books = append(copied.books, &of)
	}
	for e := range m.limits {
		for _, b := range m.changed[e] {
			copied.changed[e] = append(copied.changed[e], books[b])
		}
		for _, b := range m.covered[e] {
			copied.covered[e] = append(copied.covered[e], books[b])
		}
		for _, l := range m.limits[e] {
			if limits[l] == nil { // one that watches both endpoints is the same for both
				of := *l
				of.keyed = l.keyed.clone(cloneRule)
				limits[l] = &of
			}
			copied.limits[e] = append(copied.limits[e], limits[l])
		}
	}
	return copied
}

func (k *caller) clone() *caller {
	if k == nil {
		return nil
	}
	copied := *k
	copied.rules = slices.Clone(k.rules)
	for i, rule := range k.rules {
		copied.rules[i] = rule.Clone()
	}
	return &copied
}

func cloneRule(r quota.Rule) quota.Rule {
	if r == nil {
		return nil
	}
	return r.Clone()
}

func (t *tokens) clone() tokens {
	copied := *t
	copied.newest = slices.Clone(t.newest)
	copied.issued = slices.Clone(t.issued)
	copied.blocks = slices.Clone(t.blocks)
	for i, block := range t.blocks {
		of := *block
		copied.blocks[i] = &of
	}
	return copied
}

func (g *families) clone() families {
	copied := *g
	copied.newest = slices.Clone(g.newest)
	copied.all = slices.Clone(g.all)
	for i, f := range g.all {
		copied.all[i].tokens = slices.Clone(f.tokens)
	}
	return copied
}
