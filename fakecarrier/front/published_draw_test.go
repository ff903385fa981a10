package front

import (
	"slices"
	"strconv"
	"strings"

	"pgregory.net/rapid"
)

// A drawer draws values as a JSON schema has them.
type drawer struct {
	t    *rapid.T
	defs map[string]any
}

// mostDeep is how deep a value is drawn: below, only what is required.
const mostDeep = 6

// resolved follows references, and takes one of several schemas; an empty one is what is left of an
// example of the document.
func (d *drawer) resolved(schema map[string]any) map[string]any {
	for {
		ref, _ := schema["$ref"].(string)
		if next, ok := d.defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any); ok {
			schema = next
			continue
		}
		some, _ := schema["oneOf"].([]any)
		if some == nil {
			some, _ = schema["anyOf"].([]any)
		}
		some = slices.DeleteFunc(slices.Clone(some), func(one any) bool {
			of, _ := one.(map[string]any)
			return len(of) == 0
		})
		if len(some) == 0 {
			return schema
		}
		schema, _ = rapid.SampledFrom(some).Draw(d.t, "of several").(map[string]any)
	}
}

// value draws a value that the schema allows.
func (d *drawer) value(schema map[string]any, depth int) any {
	schema = d.resolved(schema)
	if choices, _ := schema["enum"].([]any); len(choices) > 0 {
		return rapid.SampledFrom(choices).Draw(d.t, "choice")
	}
	kind, _ := schema["type"].(string)
	if kinds, _ := schema["type"].([]any); len(kinds) > 0 {
		kind, _ = kinds[0].(string)
	}
	switch {
	case kind == "object" || schema["properties"] != nil:
		return d.object(map[string]any{}, schema, depth)
	case kind == "array" || schema["items"] != nil:
		items, _ := schema["items"].(map[string]any)
		least, most := bounds(schema, "minItems", "maxItems", 1, 3)
		if depth > 2*mostDeep {
			return []any{}
		}
		list := make([]any, rapid.IntRange(least, most).Draw(d.t, "elements"))
		for i := range list {
			list[i] = d.value(items, depth+1)
		}
		return list
	case kind == "integer" || kind == "number":
		least, most := bounds(schema, "minimum", "maximum", 0, 1000)
		return rapid.IntRange(least, most).Draw(d.t, "number")
	case kind == "boolean":
		return rapid.Bool().Draw(d.t, "boolean")
	case kind == "null":
		return nil
	}
	return d.text(schema)
}

// text draws a text, often one as short or as long as may be.
func (d *drawer) text(schema map[string]any) string {
	switch schema["format"] {
	case "date", "Date":
		return "2026-03-02"
	case "date-time":
		return "2026-03-02T10:00:00Z"
	}
	least, most := bounds(schema, "minLength", "maxLength", 1, 35)
	long := rapid.OneOf(rapid.Just(least), rapid.Just(most), rapid.IntRange(least, most))
	letter := rapid.SampledFrom([]string{"A", "1", "é", "\""}).Draw(d.t, "letter")
	return strings.Repeat(letter, long.Draw(d.t, "long"))
}

// bounds are those of a schema, where it has any that can be kept.
func bounds(schema map[string]any, least, most string, low, high int) (from, to int) {
	if v, ok := schema[least].(float64); ok && v >= 0 && v < 1e4 {
		low = int(v)
	}
	if v, ok := schema[most].(float64); ok && v < 1e4 {
		high = int(v)
	}
	return low, max(low, high)
}

// object puts what the schema requires into an object, and some of what it allows.
func (d *drawer) object(object, schema map[string]any, depth int) map[string]any {
	properties, _ := schema["properties"].(map[string]any)
	required, _ := schema["required"].([]any)
	for _, name := range sortedNames(properties) {
		of, isSchema := properties[name].(map[string]any)
		if _, there := object[name]; there || !isSchema || len(of) == 0 { // which says nothing
			continue
		}
		wanted := slices.Contains(required, any(name)) && depth < 2*mostDeep
		if wanted || depth < mostDeep && rapid.IntRange(0, 7).Draw(d.t, name) == 0 {
			object[name] = d.value(of, depth+1)
		}
	}
	return object
}

// grown returns a copy of a value with some members that the schema has besides.
func (d *drawer) grown(value any, schema map[string]any, depth int) any {
	schema = d.resolved(schema)
	properties, _ := schema["properties"].(map[string]any)
	switch v := value.(type) {
	case map[string]any:
		object := map[string]any{}
		for _, name := range sortedNames(v) {
			of, _ := properties[name].(map[string]any)
			object[name] = d.grown(v[name], of, depth+1)
		}
		return d.object(object, map[string]any{"properties": schema["properties"]}, depth)
	case []any:
		items, _ := schema["items"].(map[string]any)
		list := make([]any, len(v))
		for i, element := range v {
			list[i] = d.grown(element, items, depth+1)
		}
		return list
	}
	return value
}

// damaged returns a copy of a value of which one place, at any depth, is damaged.
func (d *drawer) damaged(value any) any {
	at := rapid.SampledFrom(everyPlace(value, "")).Draw(d.t, "place")
	if at == "" {
		return rapid.SampledFrom([]any{[]any{}, map[string]any{}, "text", nil, 7}).Draw(d.t, "body")
	}
	odd := rapid.SampledFrom([]any{
		nil, "", " ", "x", strings.Repeat("long ", 2000), -1, 0, 1e300, 1 << 53, 0.1, true,
		[]any{}, []any{nil}, []any{nil, []any{nil}}, map[string]any{}, map[string]any{"a": nil},
		[]any{map[string]any{"a": []any{nil}}}, "${path}", "\x00<\u2028", "999999999999999999999999",
	})
	return replaced(value, at, odd.Draw(d.t, "odd"))
}

// everyPlace lists the pointers into a value, that of itself first.
func everyPlace(value any, at string) (all []string) {
	all = append(all, at)
	switch v := value.(type) {
	case map[string]any:
		for _, name := range sortedNames(v) {
			all = append(all, everyPlace(v[name], at+"/"+name)...)
		}
	case []any:
		for i, element := range v {
			all = append(all, everyPlace(element, at+"/"+strconv.Itoa(i))...)
		}
	}
	return all
}
