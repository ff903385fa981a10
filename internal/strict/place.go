package strict

import (
	"fmt"
	"strconv"
	"strings"
)

// A Place is a value of a document, or the gap where one is missing.
type Place struct {
	document *Document
	path     string // fleet.nodes, faults[0].ban
	node     *Node  // nil: there is no value
	key      *Node  // of the value, or of what it is missing from
}

// Place returns the place of the whole document.
func (d *Document) Place() Place { return Place{document: d, node: d.Root, key: d.Root} }

// Key returns the place of a key's value.
func (p Place) Key(key string) Place {
	below := Place{document: p.document, path: strings.TrimPrefix(p.path+"."+key, "."), key: p.key}
	if pair := p.node.pair(key); pair != nil {
		below.node, below.key = pair.Value, pair.Key
	}
	return below
}

// Item returns the place of an item of a list.
func (p Place) Item(i int) Place {
	below := Place{document: p.document, path: fmt.Sprintf("%s[%d]", p.path, i), key: p.key}
	if p.node != nil && i < len(p.node.Items) {
		below.node, below.key = p.node.Items[i], p.node.Items[i]
	}
	return below
}

// Given reports whether there is a value.
func (p Place) Given() bool { return p.node != nil && p.node.Kind != Null }

// Node returns the value, nil if there is none.
func (p Place) Node() *Node { return p.node }

// Wrong reports a mistake. A missing value has the place of the key that it is missing from.
func (p Place) Wrong(found, meant string) {
	line, column := 1, 1
	switch {
	case p.node != nil:
		line, column = p.node.place()
	case p.key != nil:
		line, column = p.key.place()
	}
	p.document.wrong(line, column, found, meant)
}

// Add keeps a mistake of a file that this one names.
func (p Place) Add(m *Mistake) { p.document.mistakes = append(p.document.mistakes, m) }

// Missing reports that there is no value for a field.
func (p Place) Missing(f Field) { p.Wrong("no "+p.path, f.wanted()) }

// Sound reports whether the whole file has no mistake so far. A check of several values asks first,
// so that it does not report a consequence of another mistake.
func (p Place) Sound() bool { return len(p.document.mistakes) == 0 }

// At returns the place to which a path leads: faults[0].ban.at.
func (p Place) At(path string) Place {
	for _, step := range steps(path) {
		if i, err := strconv.Atoi(step); err == nil {
			p = p.Item(i)
		} else {
			p = p.Key(step)
		}
	}
	return p
}

// WrongKey reports a mistake in the key itself.
func (p Place) WrongKey(found, meant string) {
	Place{document: p.document, node: p.key}.Wrong(found, meant)
}
