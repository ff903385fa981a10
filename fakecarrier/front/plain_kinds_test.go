package front

import (
	"fmt"
	"regexp"
	"strings"
)

// A plainKinds knows of which kinds the values of a request are: the plain version of what package
// reply does, on the schemas as they stand in the document.
type plainKinds struct {
	defs              map[string]any
	exact, oneForMany bool
}

// kinds knows those of an operation's carrier.
func (o *operationTold) kinds() plainKinds {
	return plainKinds{o.defs, o.profile.Wire.Exact, o.profile.Wire.OneForMany}
}

// A meant is what a value must be like: as one of the schemas, or, where they do not say, as the
// examples.
type meant struct{ schemas, examples []any }

// wrong lists the fields that are of another kind than is meant, in the order of their names. Taken
// is why the first one that is of another kind is taken nonetheless.
func (p plainKinds) wrong(m meant, value any, at string) (fields []string, taken string) {
	m.schemas = p.resolved(m.schemas)
	kind, examples := p.kind(m)
	got := plainKind(value)
	switch {
	case value == nil:
		return nil, "null is nothing"
	case kind == "":
		return nil, "no kind is known"
	case kind == "array" && got != kind && p.oneForMany:
		fields, _ = p.wrong(below(m.schemas, examples, "items", ""), value, at)
		return fields, "one is taken for a list of one"
	case kind != got && !p.exact && reads(kind, value):
		return nil, fmt.Sprintf("a %s reads as a %s", got, kind)
	case kind != got:
		return []string{strings.TrimPrefix(at, ".")}, ""
	}
	switch v := value.(type) {
	case map[string]any:
		for _, name := range sortedNames(v) {
			some, why := p.wrong(below(m.schemas, examples, "properties", name), v[name], at+"."+name)
			fields, taken = append(fields, some...), taken+why
		}
	case []any:
		for i, element := range v {
			some, why := p.wrong(below(m.schemas, examples, "items", ""), element,
				fmt.Sprintf("%s[%d]", at, i))
			fields, taken = append(fields, some...), taken+why
		}
	}
	return fields, taken
}

// kind is the one that is meant, and the examples that are of it; "" if it is not known.
func (p plainKinds) kind(m meant) (kind string, examples []any) {
	kind = only(m.schemas, func(s any) string { return schemaKind(s.(map[string]any)) })
	told := only(m.examples, plainKind)
	if kind == "" || kind == told {
		return told, m.examples
	}
	return kind, nil
}

// only is the kind of all; "" if they differ, or there are none.
func only(all []any, kind func(any) string) (of string) {
	for i, v := range all {
		if k := kind(v); i == 0 {
			of = k
		} else if k != of {
			return ""
		}
	}
	return of
}

// resolved follows references, and puts each of several schemas in the place of them.
func (p plainKinds) resolved(schemas []any) (all []any) {
	for _, s := range schemas {
		schema, _ := s.(map[string]any)
		if ref, ok := schema["$ref"].(string); ok {
			all = append(all, p.resolved([]any{p.defs[strings.TrimPrefix(ref, "#/$defs/")]})...)
			continue
		}
		some, _ := schema["oneOf"].([]any)
		if some = p.resolved(some); len(some) > 0 && schema["properties"] == nil {
			all = append(all, some...)
			continue
		}
		if len(schema) > 0 && schema["type"] != "null" {
			all = append(all, schema)
		}
	}
	return all
}

// below is what is meant for a member of a name, or for the elements of a list.
func below(schemas, examples []any, key, name string) (m meant) {
	for _, s := range schemas {
		of := s.(map[string]any)[key]
		if properties, ok := of.(map[string]any); ok && key == "properties" {
			of = properties[name]
		}
		if of != nil {
			m.schemas = append(m.schemas, of)
		}
	}
	for _, e := range examples {
		switch v := e.(type) {
		case map[string]any:
			if v[name] != nil {
				m.examples = append(m.examples, v[name])
			}
		case []any:
			m.examples = append(m.examples, v...)
		}
	}
	return m
}

// besidesNull makes of several types the one that is not null.
var besidesNull = strings.NewReplacer("[", "", "]", "", " null", "", "null ", "")

// schemaKind is the kind that a schema says, which may be null besides.
func schemaKind(schema map[string]any) string {
	kind := besidesNull.Replace(fmt.Sprint(schema["type"]))
	switch {
	case kind == "array" && schema["properties"] != nil: // which contradicts itself
		return ""
	case kind == "integer":
		return "number"
	case schema["type"] != nil:
		return kind
	case schema["properties"] != nil:
		return "object"
	case schema["items"] != nil:
		return "array"
	}
	return ""
}

// plainKind is the kind of a value, as schemas call it.
func plainKind(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case string:
		return "string"
	case bool:
		return "boolean"
	case map[string]any:
		return "object"
	case []any:
		return "array"
	}
	return "number"
}

var numeral = regexp.MustCompile(`^([-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?)?$`)

// reads reports whether a value that is neither an object nor a list reads as one of the kind.
func reads(kind string, value any) bool {
	text, isText := value.(string)
	text = strings.ToLower(strings.TrimSpace(text))
	switch got := plainKind(value); {
	case got == "object" || got == "array":
		return false
	case kind == "string":
		return true
	case kind == "number":
		return isText && numeral.MatchString(text)
	case kind == "boolean":
		return isText && (text == "" || text == "true" || text == "false")
	}
	return false
}
