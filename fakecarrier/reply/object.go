package reply

import (
	"cmp"
	"maps"
	"slices"
)

// An object is one of JSON: its fields by name, each name once. It is smaller than a map, and
// nearly all of them have few fields.
type object []field

type field struct {
	name  string
	value any
}

// newObject returns an object of fields, of which the last of a name counts.
func newObject(fields []field) object {
	slices.SortStableFunc(fields, func(a, b field) int { return cmp.Compare(a.name, b.name) })
	kept := fields[:0]
	for i, f := range fields {
		if i+1 == len(fields) || fields[i+1].name != f.name {
			kept = append(kept, f)
		}
	}
	return kept
}

// at is the value of a field; nil if there is none.
func (o object) at(name string) any {
	for i := range o {
		if o[i].name == name {
			return o[i].value
		}
	}
	return nil
}

// MarshalJSON writes the object, for encoding/json.
func (o object) MarshalJSON() ([]byte, error) { return appendJSON(nil, o), nil }

// objects returns a value of encoding/json with objects in the place of maps.
func objects(value any) any {
	switch v := value.(type) {
	case map[string]any:
		o := make(object, 0, len(v))
		for _, name := range slices.Sorted(maps.Keys(v)) {
			o = append(o, field{name, objects(v[name])})
		}
		return o
	case []any:
		for i, element := range v {
			v[i] = objects(element)
		}
	}
	return value
}
