package strict

import (
	"fmt"
	"iter"
	"slices"
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
	p.doubt()
}

// Add keeps a mistake of a file that this one names here.
func (p Place) Add(m *Mistake) {
	p.document.mistakes = append(p.document.mistakes, m)
	p.doubt()
}

// doubt notes that what the file means here is not known.
func (p Place) doubt() {
	d := p.document
	if d.doubtful == nil {
		d.doubtful, d.partly = map[string]bool{}, map[string]bool{}
	}
	d.doubtful[p.path] = true
	for path := range upwards(p.path) {
		d.partly[path] = true
	}
}

// upwards are a path, and those of all that it lies in.
func upwards(path string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for yield(path) && path != "" {
			path = path[:max(0, strings.LastIndexAny(path, ".["))]
		}
	}
}

// Missing reports that there is no value for a field.
func (p Place) Missing(f Field) { p.Wrong("no "+p.path, f.wanted()) }

// Sound reports whether nothing is wrong so far with the values of these keys, nor with what stands
// below them; without any, with the value here. A check asks so of each value that it rests on:
// what only follows from another mistake is not told.
func (p Place) Sound(keys ...string) bool {
	if len(keys) == 0 {
		return p.Known() && !p.document.partly[p.path]
	}
	return !slices.ContainsFunc(keys, func(key string) bool { return !p.Key(key).Sound() })
}

// Known reports whether what stands here is of the kind that belongs here, whatever is wrong below.
func (p Place) Known() bool {
	for path := range upwards(p.path) {
		if p.document.doubtful[path] {
			return false
		}
	}
	return true
}

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
	p.node = p.key
	p.Wrong(found, meant)
}
