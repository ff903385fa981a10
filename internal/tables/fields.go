package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/scenarios"
)

// A node is a JSON value whose members are in the order in which they were written.
type node struct {
	members []member
	items   []node
	text    string
}

type member struct {
	key   string
	value node
}

// fields renders a table for each mapping of a scenario file, from its schema.
func fields() (string, error) {
	schema, err := scenarios.Schema()
	if err != nil {
		return "", err
	}
	root, err := read(json.NewDecoder(bytes.NewReader(schema)))
	if err != nil {
		return "", err
	}
	var b strings.Builder
	root.sections(&b, root, "")
	return strings.TrimPrefix(b.String(), "\n"), nil
}

// sections renders the mapping at path, and those below it.
func (n node) sections(b *strings.Builder, root node, path string) {
	n = n.mapping(root)
	properties := n.at("properties").members
	if len(properties) == 0 {
		return
	}
	var rows [][]string
	for _, p := range properties {
		required := ""
		if slices.ContainsFunc(n.at("required").items, func(r node) bool { return r.text == p.key }) {
			required = "yes"
		}
		about := p.value.at("description").text
		if about == "" {
			about = p.value.mapping(root).at("description").text
		}
		rows = append(rows, []string{code(p.key), about, required})
	}
	title := path
	if title == "" {
		title = "the file"
	}
	heading := []string{"key", "what it says", "required"}
	fmt.Fprintf(b, "\n### %s\n\n%s", title, markdown(heading, rows))
	for _, p := range properties {
		p.value.sections(b, root, strings.TrimPrefix(path+"."+p.key, "."))
	}
}

// mapping follows references, lists and alternatives to the mapping that n describes, if any.
func (n node) mapping(root node) node {
	for _, step := range []string{"oneOf", "anyOf", "allOf"} {
		for _, alternative := range n.at(step).items {
			if m := alternative.mapping(root); len(m.at("properties").members) > 0 &&
				len(n.at("properties").members) == 0 {
				return m
			}
		}
	}
	if name, ok := strings.CutPrefix(n.at("$ref").text, "#/$defs/"); ok {
		return root.at("$defs").at(name).mapping(root)
	}
	if items := n.at("items"); len(items.members) > 0 {
		return items.mapping(root)
	}
	return n
}

func (n node) at(key string) node {
	for _, m := range n.members {
		if m.key == key {
			return m.value
		}
	}
	return node{}
}

// read reads one value.
func read(in *json.Decoder) (node, error) {
	token, err := in.Token()
	if err != nil {
		return node{}, err
	}
	var n node
	switch token {
	case json.Delim('{'):
		for in.More() {
			key, err := in.Token()
			if err != nil {
				return node{}, err
			}
			value, err := read(in)
			if err != nil {
				return node{}, err
			}
			n.members = append(n.members, member{fmt.Sprint(key), value})
		}
		_, err = in.Token()
	case json.Delim('['):
		for in.More() {
			item, err := read(in)
			if err != nil {
				return node{}, err
			}
			n.items = append(n.items, item)
		}
		_, err = in.Token()
	default:
		n.text = fmt.Sprint(token)
	}
	return n, err
}
