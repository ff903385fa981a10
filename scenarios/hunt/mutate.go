package hunt

import (
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// mutated is a draft that differs from another in a few places: a number or a time is changed, a
// part is left out, a feature is added, a fault is taken over from a third.
func (d *drawer) mutated(from, other *draft) *draft {
	m := from.clone()
	d.measure(m)
	for range one(d, 1, 1, 2, 3) {
		switch d.IntN(6) {
		case 0:
			d.leaveOut(m)
		case 1:
			d.takeOver(m, other)
		case 2:
			d.add(m)
		default:
			d.change(m)
		}
	}
	m.prune()
	return m
}

// measure learns the size of the draft that is mutated.
func (d *drawer) measure(m *draft) {
	d.nodes = max(1, atoi(m.at("fleet").value1("nodes")))
	d.customers = max(1, atoi(m.at("fleet").value1("customers")))
	d.lasts, d.life = time.Hour, time.Hour
	if lasts, err := time.ParseDuration(m.value1("length")); err == nil {
		d.lasts = lasts
	}
	if c := m.find("carrier"); c != nil {
		if life, err := time.ParseDuration(c.value1("token_life")); err == nil {
			d.life = life
		}
	}
}

// value1 is the value below a key; empty: there is none.
func (d *draft) value1(key string) string {
	if below := d.find(key); below != nil {
		return below.value
	}
	return ""
}

func atoi(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}

// leaveOut leaves out a part of some node of the tree. What a scenario needs is refused when it is
// read, and another draft is drawn.
func (d *drawer) leaveOut(m *draft) {
	nodes := m.nodes()
	n := nodes[d.IntN(len(nodes))]
	if len(n.items) > 0 {
		i := d.IntN(len(n.items))
		n.items = slices.Delete(n.items, i, i+1)
	}
}

// takeOver copies a fault of another draft.
func (d *drawer) takeOver(m, other *draft) {
	theirs := other.find("faults")
	if theirs == nil || len(theirs.items) == 0 {
		d.add(m)
		return
	}
	ours := m.at("faults")
	if most := d.bounds.FaultsAtMost; most == nil || len(ours.items) < *most {
		ours.items = append(ours.items, theirs.items[d.IntN(len(theirs.items))].clone())
	}
}

// add adds a feature.
func (d *drawer) add(m *draft) {
	if f := features[d.IntN(len(features))]; d.bounds.allow(f.name) {
		f.draw(d, m)
	}
}

// change changes one value: a time or a number to one nearby, or far away.
func (d *drawer) change(m *draft) {
	var leaves []*draft
	for _, n := range m.nodes() {
		if len(n.items) == 0 && quantity.MatchString(n.value) && n.key != "reading" &&
			n.key != "about" && n.key != "status" {
			leaves = append(leaves, n)
		}
	}
	if len(leaves) == 0 {
		return
	}
	leaf := leaves[d.IntN(len(leaves))]
	all := quantity.FindAllStringIndex(leaf.value, -1)
	at := all[d.IntN(len(all))]
	text := leaf.value[at[0]:at[1]]
	leaf.value = leaf.value[:at[0]] + d.nearby(leaf.key, text) + leaf.value[at[1]:]
	d.keepWithin(m)
}

// nearby is another number, or length of time.
func (d *drawer) nearby(key, text string) string {
	if n, err := strconv.Atoi(text); err == nil {
		return strconv.Itoa(max(0, one(d, n-1, n+1, n*2, n/2)))
	}
	span, err := time.ParseDuration(text)
	switch {
	case err != nil:
		return text
	case key == "at" && d.sometimes(2):
		return d.instant()
	case d.sometimes(3):
		if near := d.beside(time.Millisecond, time.Hour); near > 0 {
			return unit.FormatDuration(near)
		}
	}
	span = one(d, span/2, span*2, span+time.Second, span-time.Second, span+10*time.Second)
	return unit.FormatDuration(max(0, span.Round(time.Millisecond)))
}

// keepWithin keeps a changed draft within the bounds.
func (d *drawer) keepWithin(m *draft) {
	for _, of := range []struct {
		key  string
		most *int
	}{{"nodes", d.bounds.Nodes}, {"customers", d.bounds.Customers}, {"users", d.bounds.Users}} {
		if n := m.at("fleet").find(of.key); n != nil && of.most != nil {
			n.value = strconv.Itoa(min(*of.most, atoi(n.value)))
		}
	}
	if most := time.Duration(d.bounds.Length); most > 0 {
		if now, err := time.ParseDuration(m.value1("length")); err == nil {
			m.set("length", unit.FormatDuration(min(now, most)))
		}
	}
}

// smaller ones are made by leaving things out; see shrink.go. A quantity is a number or a length of
// time in a value.
var quantity = regexp.MustCompile(`\d[0-9a-zµ.]*`)

// plain reports whether a value has quantities that may be changed: a reading's words have not.
func plain(key, value string) bool {
	return key != "reading" && key != "window" && value != "" && value[0] != 'R' && value[0] != 'A'
}
