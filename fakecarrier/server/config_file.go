package server

import (
	"errors"
	"fmt"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A configFile is a configuration file, whose keys are settings.
type configFile struct {
	name    string
	known   []setting
	values  []value
	clients []Client
}

// read reads the one document that the file has. The error says at which line and column what
// stands there, and what was meant.
func (f *configFile) read(data []byte) error {
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return f.unreadable(err)
	}
	var root ast.Node
	for _, document := range file.Docs {
		switch {
		case document.Body == nil || document.Body.Type() == ast.CommentType:
		case root != nil:
			return f.wrong(document.Body, "another document; meant one")
		default:
			root = document.Body
		}
	}
	if root == nil || root.Type() == ast.NullType {
		return nil // all is usual
	}
	return f.mapping(root, f.entry)
}

// unreadable is what the YAML parser found.
func (f *configFile) unreadable(err error) error {
	line, column, found := 1, 1, err.Error()
	if y, ok := errors.AsType[yaml.Error](err); ok {
		found = y.GetMessage()
		if t := y.GetToken(); t != nil {
			line, column = t.Position.Line, t.Position.Column
		}
	}
	return fmt.Errorf("%s:%d:%d: found %s; meant YAML", f.name, line, column, found)
}

// place is where a node stands.
func (f *configFile) place(n ast.Node) string {
	at := n.GetToken().Position
	return fmt.Sprintf("%s:%d:%d", f.name, at.Line, at.Column)
}

func (f *configFile) wrong(n ast.Node, format string, args ...any) error {
	return fmt.Errorf("%s: found %s", f.place(n), fmt.Sprintf(format, args...))
}

// mapping yields the keys of a mapping and their values.
func (f *configFile) mapping(n ast.Node, entry func(key string, at, value ast.Node) error) error {
	m, ok := n.(ast.MapNode)
	if !ok {
		return f.wrong(n, "%s; meant keys and values", kindOf(n))
	}
	for i := m.MapRange(); i.Next(); {
		key, err := f.text(i.Key())
		if err != nil {
			return err
		}
		if err := entry(key, i.Key(), i.Value()); err != nil {
			return err
		}
	}
	return nil
}

// entry reads one key.
func (f *configFile) entry(key string, at, n ast.Node) error {
	if key == "clients" {
		return f.list(n, f.client)
	}
	names := []string{"clients"}
	for _, s := range f.known {
		names = append(names, s.name)
		if s.name != key {
			continue
		}
		take := func(n ast.Node) error {
			text, err := f.text(n)
			f.values = append(f.values, value{setting: s, text: text, place: f.place(n)})
			return err
		}
		if s.reset == nil || n.Type() != ast.SequenceType {
			return take(n)
		}
		f.values = append(f.values, value{setting: s, place: f.place(n), empty: true})
		return f.list(n, take)
	}
	return f.wrong(at, "the unknown key %q; meant %s", key, unit.Meant(key, names))
}

// list yields the elements of a list.
func (f *configFile) list(n ast.Node, element func(ast.Node) error) error {
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		return f.wrong(n, "%s; meant a list", kindOf(n))
	}
	for _, n := range list.Values {
		if err := element(n); err != nil {
			return err
		}
	}
	return nil
}

// client reads the credentials of one client.
func (f *configFile) client(n ast.Node) error {
	var c Client
	err := f.mapping(n, func(key string, at, n ast.Node) (err error) {
		switch key {
		case "id":
			c.ID, err = f.text(n)
		case "secret":
			c.Secret, err = f.text(n)
		case "blocked":
			b, ok := n.(*ast.BoolNode)
			if !ok {
				return f.wrong(n, "%s; meant true or false", kindOf(n))
			}
			c.Blocked = b.Value
		default:
			return f.wrong(at, "the unknown key %q; meant %s", key,
				unit.Meant(key, []string{"id", "secret", "blocked"}))
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case c.ID == "":
		return f.wrong(n, "a client without an id; meant one")
	case c.Secret == "":
		return f.wrong(n, "client %q without a secret; meant one", c.ID)
	}
	for _, other := range f.clients {
		if other.ID == c.ID {
			return f.wrong(n, "client %q a second time; meant once", c.ID)
		}
	}
	f.clients = append(f.clients, c)
	return nil
}

// text is a scalar as it is written.
func (f *configFile) text(n ast.Node) (string, error) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, nil
	case *ast.LiteralNode:
		return n.Value.Value, nil
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, nil
	}
	return "", f.wrong(n, "%s; meant a plain value", kindOf(n))
}

// kindOf is what a node is, in words.
func kindOf(n ast.Node) string {
	switch n.Type() {
	case ast.NullType:
		return "nothing"
	case ast.SequenceType:
		return "a list"
	case ast.MappingType, ast.MappingValueType:
		return "keys and values"
	case ast.StringType, ast.LiteralType, ast.IntegerType, ast.FloatType, ast.BoolType:
		return fmt.Sprintf("%q", n.GetToken().Value)
	default:
		return fmt.Sprintf("a YAML %s", n.Type())
	}
}
