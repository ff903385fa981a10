package strategies

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Parse reads a strategy written in YAML: what it is about, and its parts, outermost first. The
// strategy is named after the file. A mistake is returned as a *ConfigError.
func Parse(file string, data []byte) (Composition, error) {
	c := Composition{
		Name: strings.TrimSuffix(path.Base(file), path.Ext(file)), File: file, Text: string(data),
	}
	tree, err := parser.ParseBytes(data, 0)
	if err != nil {
		return c, syntaxError(file, err)
	}
	switch {
	case len(tree.Docs) == 0 || tree.Docs[0].Body == nil:
		return c, configError(file, nil, "nothing", "a strategy")
	case len(tree.Docs) > 1:
		return c, configError(file, tree.Docs[1].Start, "a second document", "one strategy to a file")
	}
	at := tree.Docs[0].Body.GetToken()
	entries, ok := mapping(tree.Docs[0].Body)
	switch {
	case !ok:
		return c, configError(file, at, quote(at.Value), `a mapping with "about" and "parts"`)
	case len(entries) == 0:
		return c, configError(file, at, "nothing", "a strategy")
	}
	s := &settings{file: file, part: "a strategy", given: entries, at: entries[0].GetToken()}
	if n := s.value("about"); n != nil {
		c.About = strings.TrimSpace(literal(n))
	}
	nodes := s.list("parts", "[retry, cache]")
	s.finish()
	for _, n := range nodes {
		part, err := parsePart(file, n)
		if err != nil && s.err == nil {
			s.err = err
		}
		c.Parts = append(c.Parts, part)
	}
	if s.err != nil {
		return c, s.err
	}
	if i, problem := misfit(c.Parts); problem != "" {
		at := s.at
		if i < len(nodes) {
			at = nodes[i].GetToken()
		}
		return c, configError(file, at, problem, "parts above, one retry, parts below it")
	}
	return c, nil
}

// parsePart reads one entry of the list: a bare name, or a name with settings.
func parsePart(file string, n ast.Node) (Part, *ConfigError) {
	s := &settings{file: file, at: n.GetToken()}
	if entries, ok := mapping(n); ok {
		switch {
		case len(entries) == 0:
			return nil, configError(file, s.at, "nothing", "the name of a part")
		case len(entries) > 1:
			at := entries[1].Key.GetToken()
			return nil, configError(file, at, quote(at.Value), "one part to a list entry")
		}
		s.at = entries[0].Key.GetToken()
		given, ok := mapping(entries[0].Value)
		if _, null := entries[0].Value.(*ast.NullNode); !ok && !null {
			at := entries[0].Value.GetToken()
			meant := fmt.Sprintf("settings, like %s: {key: value}", s.at.Value)
			return nil, configError(file, at, quote(at.Value), meant)
		}
		s.given = given
	} else if _, ok := n.(ast.ScalarNode); !ok {
		return nil, configError(file, s.at, quote(n.String()), "the name of a part")
	}
	s.part = s.at.Value
	known, ok := kinds[s.part]
	if !ok {
		meant := Meant(s.part, Parts())
		return nil, configError(file, s.at, "unknown part "+quote(s.part), meant)
	}
	part := known.make(s)
	s.finish()
	return part, s.err
}

// mapping returns the entries of a mapping, which the parser hands out in two shapes.
func mapping(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	return nil, false
}

// literal returns the text of a scalar, block scalars included.
func literal(n ast.Node) string {
	if l, ok := n.(*ast.LiteralNode); ok {
		return l.Value.Value
	}
	return n.GetToken().Value
}

func quote(text string) string { return fmt.Sprintf("%q", strings.TrimSpace(text)) }

func syntaxError(file string, err error) error {
	var at *token.Token
	found := err.Error()
	if e, ok := errors.AsType[yaml.Error](err); ok {
		at, found = e.GetToken(), e.GetMessage()
	}
	if again, meant, ok := RepeatedKey(found); ok {
		return configError(file, at, again, meant)
	}
	return configError(file, at, found, "valid YAML")
}
