package strict

import (
	"fmt"
	"maps"
	"slices"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A converter turns the library's tree into Nodes. It follows aliases and carries out merges.
type converter struct {
	document *Document
	anchors  map[string]*Node
	full     bool // a limit was reached, and reported
}

// placeOf is the place of a node of the library.
func placeOf(n ast.Node) (line, column int) {
	if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 {
		n = m.Values[0].Key
	}
	if p, ok := n.(*ast.MappingValueNode); ok {
		n = p.Key
	}
	return tokenPlace(n.GetToken())
}

func tokenPlace(t *token.Token) (line, column int) {
	if t == nil || t.Position == nil {
		return 1, 1
	}
	return max(t.Position.Line, 1), max(t.Position.Column, 1)
}

func (c *converter) wrong(at ast.Node, found, meant string) {
	if line, column := placeOf(at); !c.full {
		c.document.wrong(line, column, found, meant)
	}
}

// node converts a node. One that it cannot convert becomes a Null.
func (c *converter) node(from ast.Node) *Node {
	line, column := tokenPlace(from.GetToken())
	n := &Node{Line: line, Column: column, size: 1, depth: 1}
	switch from := from.(type) {
	case *ast.AnchorNode:
		n = c.node(from.Value)
		c.anchors[from.Name.String()] = n
		return n
	case *ast.AliasNode:
		return c.alias(from, n)
	case *ast.MappingNode:
		c.mapping(n, from.Values)
	case *ast.MappingValueNode:
		c.mapping(n, []*ast.MappingValueNode{from})
	case *ast.SequenceNode:
		n.Kind = List
		for _, item := range from.Values {
			n.Items = append(n.Items, c.node(item))
			n.grow(n.Items[len(n.Items)-1])
		}
	case *ast.NullNode:
	case *ast.TagNode:
		c.wrong(from, fmt.Sprintf("the tag %s", unit.Shorten(from.GetToken().Value)), "no tag")
	default:
		if !n.scalar(from) {
			c.wrong(from, "what is no value", "a word, a number, a list, or keys and values")
		}
	}
	c.bound(from, n)
	return n
}

// scalar makes n a scalar. It returns false if from is not one.
func (n *Node) scalar(from ast.Node) bool {
	n.Kind, n.Text = Scalar, from.GetToken().Value
	switch from := from.(type) {
	case *ast.StringNode:
		n.Text = from.Value
		quote := from.GetToken().Type
		n.quoted = quote == token.SingleQuoteType || quote == token.DoubleQuoteType
	case *ast.LiteralNode:
		n.Text = from.Value.Value
	case *ast.IntegerNode:
		n.value = from.Value
	case *ast.FloatNode:
		n.value = from.Value
	case *ast.BoolNode:
		n.value = from.Value
	case *ast.InfinityNode, *ast.NanNode:
	default:
		return false
	}
	return true
}

// grow counts a node within n.
func (n *Node) grow(by *Node) {
	n.size = min(n.size+by.size, 2*mostNodes) // of values that aliases double again and again
	n.depth = max(n.depth, by.depth+1)
}

// bound refuses what is too large or too deep, which aliases can make of a small file. The mistake
// is reported once.
func (c *converter) bound(at ast.Node, n *Node) {
	switch {
	case n.size > mostNodes:
		c.wrong(at, fmt.Sprintf("more than %d values", mostNodes), "a smaller file")
	case n.depth > mostDepth:
		c.wrong(at, fmt.Sprintf("more than %d levels", mostDepth), "fewer")
	default:
		return
	}
	*n, c.full = Node{Line: n.Line, Column: n.Column, size: 1, depth: 1}, true
}

// alias returns the node that an alias refers to, or n where no anchor has its name.
func (c *converter) alias(from *ast.AliasNode, n *Node) *Node {
	name := from.Value.String()
	if known, ok := c.anchors[name]; ok {
		return known
	}
	meant := "an anchor further up in the file, such as &" + unit.Shorten(name)
	if near := unit.Nearest(name, slices.Sorted(maps.Keys(c.anchors))); len(near) > 0 {
		meant = fmt.Sprintf(`"*%s"`, near[0])
	}
	c.wrong(from, fmt.Sprintf("the unknown alias *%s", unit.Shorten(name)), meant)
	return n
}

// mapping makes n a mapping: its own keys first, then those that it merges.
func (c *converter) mapping(n *Node, pairs []*ast.MappingValueNode) {
	n.Kind = Mapping
	lines := map[string]int{}
	var merged []*Node
	for _, p := range pairs {
		key, ok := c.key(p)
		if !ok {
			continue
		}
		if _, merge := p.Key.(*ast.MergeKeyNode); merge {
			merged = append(merged, c.sources(p.Value)...)
			continue
		}
		value := c.node(p.Value)
		if line, again := lines[key.Text]; again {
			c.wrong(p.Key, fmt.Sprintf("the key %q once more", unit.Shorten(key.Text)),
				fmt.Sprintf("it once: it stands in line %d", line))
			continue
		}
		lines[key.Text] = key.Line
		n.Pairs = append(n.Pairs, Pair{key, value})
		n.grow(value)
	}
	for _, source := range merged {
		for _, p := range source.Pairs {
			if _, own := lines[p.Key.Text]; !own {
				lines[p.Key.Text] = p.Key.Line
				n.Pairs = append(n.Pairs, p)
				n.grow(p.Value)
			}
		}
	}
}

// key converts a key, which is one word.
func (c *converter) key(p *ast.MappingValueNode) (*Node, bool) {
	line, column := tokenPlace(p.Key.GetToken())
	key := &Node{Line: line, Column: column}
	if _, merge := p.Key.(*ast.MergeKeyNode); merge || key.scalar(p.Key) {
		return key, true
	}
	c.wrong(p.Key, "a key that is not one word", "a word before the colon")
	return key, false
}

// sources are the mappings that a merge key names.
func (c *converter) sources(value ast.Node) []*Node {
	before := len(c.document.mistakes)
	n := c.node(value)
	sources := []*Node{n}
	if n.Kind == List {
		sources = n.Items
	}
	if !slices.ContainsFunc(sources, func(s *Node) bool { return s.Kind != Mapping }) {
		return sources
	}
	if len(c.document.mistakes) == before {
		c.wrong(value, n.String()+" to merge", "keys and values, or an alias of some, such as *name")
	}
	return nil
}
