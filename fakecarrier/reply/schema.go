package reply

import (
	"errors"
	"slices"
	"strings"
)

// A schemaReader makes shapes of the JSON schemas of a carrier's document. It reads no more of them
// than kinds: how long a text is, and which words it may be, is not checked.
type schemaReader struct {
	operations, defs object
	known            map[string]*shape // by reference
}

// readSchemas reads the document; "" has none.
func readSchemas(document string) (*schemaReader, error) {
	r := &schemaReader{known: map[string]*shape{}}
	if document == "" {
		return r, nil
	}
	value, _ := readJSON([]byte(document))
	all, isObject := value.(object)
	if !isObject {
		return nil, errors.New("found Requests that are no JSON object; meant operations and $defs")
	}
	r.operations, _ = all.at("operations").(object)
	r.defs, _ = all.at("$defs").(object)
	return r, nil
}

// body is the shape of the body of METHOD PATH.
func (r *schemaReader) body(call string) *shape {
	of, _ := r.operations.at(call).(object)
	return r.shape(of.at("body"))
}

func (r *schemaReader) shape(value any) *shape {
	schema, _ := value.(object)
	if ref, ok := schema.at("$ref").(string); ok {
		if s, known := r.known[ref]; known {
			return s
		}
		s := &shape{} // which may be a part of itself
		r.known[ref] = s
		if of := r.shape(r.defs.at(strings.TrimPrefix(ref, "#/$defs/"))); of != nil {
			*s = *of
		}
		return s
	}
	return r.own(schema).and(r.alternatives(schema))
}

// own is what a schema says itself.
func (r *schemaReader) own(schema object) *shape {
	s := &shape{kind: kindOfSchema(schema)}
	switch s.kind {
	case ObjectKind:
		properties, _ := schema.at("properties").(object)
		for _, p := range properties {
			s.members = append(s.members, shapeMember{p.name, r.shape(p.value)})
		}
	case ListKind:
		if items := schema.at("items"); items != nil {
			s.element = r.shape(items)
		}
	case AnyKind, TextKind, NumberKind, BoolKind:
	}
	return s
}

// kindOfSchema is the one kind that a schema allows besides null; AnyKind if it allows several, or
// says none, or contradicts itself: FedEx has a list with properties.
func kindOfSchema(schema object) Kind {
	properties, items := schema.at("properties") != nil, schema.at("items") != nil
	types, several := schema.at("type").([]any)
	if !several {
		types = []any{schema.at("type")}
	}
	types = slices.DeleteFunc(slices.Clone(types), func(t any) bool { return t == "null" })
	switch {
	case len(types) != 1:
		return AnyKind
	case types[0] == nil && properties:
		return ObjectKind
	case types[0] == nil && items:
		return ListKind
	case types[0] == "integer":
		return NumberKind
	case types[0] == "array" && properties:
		return AnyKind
	}
	return Kind(max(0, slices.IndexFunc(kindNames[:], func(n kindName) bool {
		return n.schema == types[0]
	})))
}

// alternatives is the shape of what is as one of several schemas. An empty one, which would allow
// anything, is left out: it stands where the document has an example.
func (r *schemaReader) alternatives(schema object) (s *shape) {
	some, _ := schema.at("oneOf").([]any)
	first := true
	for _, one := range some {
		of, _ := one.(object)
		if len(of) == 0 || of.at("type") == "null" {
			continue
		}
		if first {
			s, first = r.shape(of), false
			continue
		}
		s = s.or(r.shape(of))
	}
	return s
}
