package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/tokenstorm/tokenstorm/scenarios"
)

// A schema is a JSON object, whose members are in the order in which they were written.
type schema yaml.MapSlice

// fields renders a table for each mapping of a scenario file, from its schema.
func fields() (string, error) {
	text, err := scenarios.Schema()
	if err != nil {
		return "", err
	}
	var root yaml.MapSlice
	if err := yaml.UnmarshalWithOptions(text, &root, yaml.UseOrderedMap()); err != nil {
		return "", err
	}
	var b strings.Builder
	schema(root).sections(&b, schema(root), "")
	return strings.TrimPrefix(b.String(), "\n"), nil
}

// sections renders the mapping at path, and those below it.
func (s schema) sections(b *strings.Builder, root schema, path string) {
	s = s.mapping(root)
	properties := s.at("properties")
	if len(properties) == 0 {
		return
	}
	var rows [][]string
	for _, p := range properties {
		key, below := fmt.Sprint(p.Key), object(p.Value)
		required := ""
		if slices.Contains(s.list("required"), any(key)) {
			required = "yes"
		}
		about := below.text("description")
		if about == "" {
			about = below.mapping(root).text("description")
		}
		rows = append(rows, []string{code(key), about, required})
	}
	title := path
	if title == "" {
		title = "the file"
	}
	heading := []string{"key", "what it says", "required"}
	fmt.Fprintf(b, "\n### %s\n\n%s", title, markdown(heading, rows))
	for _, p := range properties {
		object(p.Value).sections(b, root, strings.TrimPrefix(path+"."+fmt.Sprint(p.Key), "."))
	}
}

// mapping follows references, lists and alternatives to the mapping that s describes, if any.
func (s schema) mapping(root schema) schema {
	if len(s.at("properties")) == 0 {
		for _, step := range []string{"oneOf", "anyOf", "allOf"} {
			for _, alternative := range s.list(step) {
				if m := object(alternative).mapping(root); len(m.at("properties")) > 0 {
					return m
				}
			}
		}
	}
	if name, ok := strings.CutPrefix(s.text("$ref"), "#/$defs/"); ok {
		return root.at("$defs").at(name).mapping(root)
	}
	if items := s.at("items"); len(items) > 0 {
		return items.mapping(root)
	}
	return s
}

// value is the member of that key; nil if there is none.
func (s schema) value(key string) any {
	for _, m := range s {
		if m.Key == key {
			return m.Value
		}
	}
	return nil
}

// at is the object below a key; empty if there is none.
func (s schema) at(key string) schema { return object(s.value(key)) }

func (s schema) list(key string) []any {
	items, _ := s.value(key).([]any)
	return items
}

func (s schema) text(key string) string {
	text, _ := s.value(key).(string)
	return text
}

func object(value any) schema {
	members, _ := value.(yaml.MapSlice)
	return schema(members)
}
