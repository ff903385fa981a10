package scenarios

import (
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A document finds the place of a value, for errors found after decoding.
type document struct {
	file string
	tree *ast.File
}

// node is what stands at a path such as $.fleet.nodes, nil where nothing does.
func (d *document) node(at string) ast.Node {
	p, err := yaml.PathString(at)
	if err != nil {
		panic(err) // paths are ours
	}
	n, err := p.FilterFile(d.tree)
	if err != nil {
		return nil
	}
	return n
}

// wrong is the error that says what is wrong at a path; where nothing stands there, at the key of
// what it is missing from.
func (d *document) wrong(at, found, meant string) error {
	e := &strategies.ConfigError{File: d.file, Line: 1, Column: 1, Found: found, Meant: meant}
	for missing := false; ; missing = true {
		if n := d.node(at); n != nil {
			p := n.GetToken().Position
			if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 {
				p = m.Values[0].Key.GetToken().Position
			}
			if key := d.keyOf(n); missing && key != nil {
				p = key.Position
			}
			e.Line, e.Column = p.Line, p.Column
			return e
		}
		i := strings.LastIndexAny(at, ".[")
		if i <= 0 {
			return e
		}
		at = at[:i]
	}
}

// around is the path of the mapping in which a key stands.
func (d *document) around(key *token.Token) string {
	found := pathFinder{key: key}
	for _, doc := range d.tree.Docs {
		ast.Walk(&found, doc)
	}
	return found.path
}

// A pathFinder looks for the pair whose key is this token.
type pathFinder struct {
	key  *token.Token
	path string
}

// Visit looks at one node.
func (f *pathFinder) Visit(n ast.Node) ast.Visitor {
	if pair, ok := n.(*ast.MappingValueNode); ok {
		if p := pair.Key.GetToken().Position; p.Offset == f.key.Position.Offset {
			at := pair.Key.GetPath()
			f.path = at[:max(0, strings.LastIndexByte(at, '.'))]
		}
	}
	return f
}

// keyOf is the key whose value is this node, nil where it has none.
func (d *document) keyOf(n ast.Node) *token.Token {
	found := keyFinder{value: n}
	for _, doc := range d.tree.Docs {
		ast.Walk(&found, doc)
	}
	return found.key
}

// A keyFinder looks for the pair of this value.
type keyFinder struct {
	value ast.Node
	key   *token.Token
}

// Visit looks at one node.
func (f *keyFinder) Visit(n ast.Node) ast.Visitor {
	if pair, ok := n.(*ast.MappingValueNode); ok && pair.Value == f.value {
		f.key = pair.Key.GetToken()
	}
	return f
}
