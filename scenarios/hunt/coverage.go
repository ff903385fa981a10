package hunt

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// A coverage is which pairs of features were tried together.
type coverage struct {
	pairs map[[2]string]int
	alone map[string]nearness
	whole nearness
	last  int // the scenario that tried a pair first
}

// A nearness is how near scenarios came to breaking anything, added up.
type nearness struct {
	scenarios int
	near      float64
}

func (n nearness) mean() float64 { return n.near / float64(max(1, n.scenarios)) }

// tried adds a scenario, and how near it came.
func (c *coverage) tried(number int, d *draft, near float64) {
	if c.pairs == nil {
		c.pairs, c.alone = map[[2]string]int{}, map[string]nearness{}
	}
	c.whole = nearness{c.whole.scenarios + 1, c.whole.near + near}
	has := d.features()
	for i, f := range has {
		of := c.alone[f]
		c.alone[f] = nearness{of.scenarios + 1, of.near + near}
		for _, g := range has[i+1:] {
			pair := [2]string{f, g}
			if c.pairs[pair] == 0 {
				c.last = number
			}
			c.pairs[pair]++
		}
	}
}

// A Suppressor is a feature with which scenarios come less near to breaking anything.
type Suppressor struct {
	Feature   string  `json:"feature"`
	Scenarios int     `json:"scenarios"` // that had it
	Near      float64 `json:"nearness"`  // how near they came, as a share of what all came
}

// suppressors are those with which scenarios come less than three quarters as near, the strongest
// first, of features that were tried often enough to tell.
func (c *coverage) suppressors() (all []Suppressor) {
	const often, weaker = 20, 0.75 // assumed
	all = []Suppressor{}
	for _, name := range slices.Sorted(maps.Keys(c.alone)) {
		of := c.alone[name]
		if near := of.mean() / c.whole.mean(); of.scenarios >= often && near < weaker {
			all = append(all, Suppressor{name, of.scenarios, near})
		}
	}
	slices.SortStableFunc(all, func(a, b Suppressor) int { return cmp.Compare(a.Near, b.Near) })
	return all[:min(len(all), 5)]
}

// features are those that a draft has, in order.
func (d *draft) features() (all []string) {
	for _, name := range Features() {
		section, key, _ := strings.Cut(name, ".")
		if below := d.find(section); below != nil && below.has(section, key) {
			all = append(all, name)
		}
	}
	return all
}

// has reports whether a section has what a feature adds. Some features share a key with others.
func (d *draft) has(section, key string) bool {
	switch section + "." + key {
	case "start.":
		return true
	case "carrier.refresh":
		return d.find("grant") != nil
	case "carrier.switches":
		return strings.Contains(d.value1("reading"), "=")
	case "carrier.throttles", "carrier.bans":
		m := d.find("meters")
		bans := m != nil && len(m.items) > 0 && strings.Contains(m.items[0].Text(), "ban:")
		return m != nil && bans == (key == "bans")
	case "carrier.service_chance":
		return strings.ContainsAny(d.value1("service_time"), " ")
	case "network.token", "network.api":
		way := d.find(key)
		return way != nil && (len(way.items) > 1 || strings.Contains(way.value1("leg"), " "))
	}
	if d.list {
		return slices.ContainsFunc(d.items, func(item *draft) bool { return item.find(key) != nil })
	}
	return d.find(key) != nil
}

// possible is how many pairs the bounds allow.
func possible(b *Bounds) int {
	n := 0
	for _, f := range features {
		if b.allow(f.name) {
			n++
		}
	}
	return n * (n - 1) / 2
}
