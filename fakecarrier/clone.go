package fakecarrier

import (
	"slices"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
)

// Clone returns a carrier in the same state. It answers requests that the original knows nothing
// of: so one finds out what the original would answer.
func (c *Carrier) Clone() *Carrier {
	copied := *c
	copied.callers.keyed = c.callers.clone((*caller).clone)
	copied.limits = c.limits.clone()
	copied.tokens = c.tokens.clone()
	copied.codes.all = slices.Clone(c.codes.all)
	copied.families = c.families.clone()
	return &copied
}

func (k *keyed[T]) clone(value func(T) T) keyed[T] {
	copied := keyed[T]{key: k.key}
	k.each(func(ip IP, cl Client, v T) { copied.set(ip, cl, value(v)) })
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

// clone copies each limit once: one that watches both endpoints is the same for both.
func (by *endpointLimits) clone() (copied endpointLimits) {
	copies := map[*limit]*limit{}
	for e, limits := range by {
		for _, l := range limits {
			if copies[l] == nil {
				copies[l] = &limit{l.keyed.clone(cloneAllowance), l.meter}
			}
			copied[e] = append(copied[e], copies[l])
		}
	}
	return copied
}

func cloneAllowance(a *quota.Allowance) *quota.Allowance {
	if a == nil {
		return nil
	}
	return a.Clone()
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
