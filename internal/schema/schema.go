// Package schema has the JSON schemas of what the program reads and prints: a schema as data, the
// schema of what encoding/json writes of a Go type, and the list of all JSON that is printed, each
// with the number of its format.
package schema

import (
	"bytes"
	"encoding/json"
	"errors"
)

// Dialect is the version of JSON Schema in which all are written.
const Dialect = "https://json-schema.org/draft/2020-12/schema"

// A Schema is a JSON schema, its keywords in the order in which they are written.
type Schema struct {
	Dialect       string     `json:"$schema,omitempty"`
	Title         string     `json:"title,omitempty"`
	Description   string     `json:"description,omitempty"`
	Ref           string     `json:"$ref,omitempty"`
	Type          string     `json:"type,omitempty"`
	AnyOf         []*Schema  `json:"anyOf,omitempty"`
	AllOf         []*Schema  `json:"allOf,omitempty"`
	OneOf         []*Schema  `json:"oneOf,omitempty"`
	Const         any        `json:"const,omitempty"`
	Enum          []any      `json:"enum,omitempty"`
	Format        string     `json:"format,omitempty"`
	Pattern       string     `json:"pattern,omitempty"`
	MinLength     int        `json:"minLength,omitempty"`
	Minimum       *float64   `json:"minimum,omitempty"`
	Maximum       *float64   `json:"maximum,omitempty"`
	Items         *Schema    `json:"items,omitempty"`
	MinItems      int        `json:"minItems,omitempty"`
	MaxItems      int        `json:"maxItems,omitempty"`
	Properties    Properties `json:"properties,omitempty"`
	Required      []string   `json:"required,omitempty"`
	MinProperties int        `json:"minProperties,omitempty"`
	MaxProperties int        `json:"maxProperties,omitempty"`
	PropertyNames *Schema    `json:"propertyNames,omitempty"`
	Additional    any        `json:"additionalProperties,omitempty"` // false, or a *Schema
	Default       any        `json:"default,omitempty"`
	Definitions   Properties `json:"$defs,omitempty"`
}

// A Property is a name and the schema of what may stand there.
type Property struct {
	Name string
	*Schema
}

// Properties are written as one object, in their order.
type Properties []Property

// MarshalJSON writes the object.
func (p Properties) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, each := range p {
		if i > 0 {
			b.WriteByte(',')
		}
		err := errors.Join(encode(&b, each.Name, ""), b.WriteByte(':'), encode(&b, each.Schema, ""))
		if err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// Text is the schema as its file has it.
func (s *Schema) Text() ([]byte, error) {
	var b bytes.Buffer
	err := encode(&b, s, "  ")
	return b.Bytes(), err
}

func encode(b *bytes.Buffer, v any, indent string) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	return e.Encode(v)
}
