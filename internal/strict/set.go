package strict

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// Set puts a value where a path leads, as if the file said so: fleet.users, workload[0].burst.at.
// Mappings that are not there yet are made. The text is that of a single value in YAML. The error
// says what was found and meant, without a place.
func (d *Document) Set(path, text string) error {
	value, err := Parse(d.File, []byte(text))
	switch {
	case err != nil || value.Root == nil || value.Root.Kind == Null:
		return &unit.Error{Found: "no value", Meant: "one as the file would write it"}
	case value.Root.Kind != Scalar:
		return &unit.Error{Found: fmt.Sprintf("%q", unit.Shorten(text)), Meant: "a single value"}
	}
	if d.Root == nil {
		d.Root = &Node{Kind: Mapping}
	}
	root, err := put(d.Root, steps(path), "", value.Root)
	if err == nil {
		d.Root = root
	}
	return err
}

// steps are the keys and indices of a path.
func steps(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return strings.ContainsRune(".[]", r) })
}

// put returns the node with a value put below it. Nodes are shared by aliases, so that those on the
// way are copied.
func put(n *Node, steps []string, last string, value *Node) (*Node, error) {
	if len(steps) == 0 {
		return value, nil
	}
	step := steps[0]
	next := *n
	switch n.Kind {
	case List:
		i, err := strconv.Atoi(step)
		if err != nil || i < 0 || i >= len(n.Items) {
			return nil, &unit.Error{
				Found: fmt.Sprintf("item [%s] of a list of %d", step, len(n.Items)),
				Meant: "one of them, from [0]",
			}
		}
		below, err := put(n.Items[i], steps[1:], step, value)
		next.Items = slices.Clone(n.Items)
		next.Items[i] = below
		return &next, err
	case Null, Mapping:
	case Scalar:
		return nil, &unit.Error{Found: fmt.Sprintf("%s where %s is to be set", n.String(), step),
			Meant: "a section"}
	}
	if _, err := strconv.Atoi(step); err == nil {
		return nil, &unit.Error{Found: fmt.Sprintf("no list %q", last), Meant: "one that the file has"}
	}
	next.Kind, next.Pairs = Mapping, slices.Clone(n.Pairs)
	i := slices.IndexFunc(next.Pairs, func(p Pair) bool { return p.Key.Text == step })
	if i < 0 {
		i = len(next.Pairs)
		key := &Node{Kind: Scalar, Text: step, Line: n.Line, Column: n.Column}
		next.Pairs = append(next.Pairs, Pair{key, &Node{Line: n.Line, Column: n.Column}})
	}
	below, err := put(next.Pairs[i].Value, steps[1:], step, value)
	next.Pairs[i].Value = below
	return &next, err
}

// CheckPath refuses a path that leads to no single value that a file of the type may have; the
// error offers the nearest. Beside what the type has, a path of the list extra is fine.
func CheckPath(t reflect.Type, path string, extra ...string) error {
	if slices.Contains(extra, path) {
		return nil
	}
	at := ""
	for _, step := range steps(path) {
		t = value(t)
		if t.Kind() == reflect.Slice {
			t, at = t.Elem(), at+"["+step+"]"
			continue
		}
		below := keysOf(t)
		next, ok := below[step]
		if !ok {
			return &unit.Error{Found: fmt.Sprintf("no field %q", step),
				Meant: meantPath(at, step, below, extra)}
		}
		t, at = next, strings.TrimPrefix(at+"."+step, ".")
	}
	if t = value(t); at != path || t.Kind() == reflect.Slice || keysOf(t) != nil {
		meant := fmt.Sprintf("a field such as %q", first(at, t))
		return &unit.Error{Found: "not a single value", Meant: meant}
	}
	return nil
}

// value is the type behind pointers and optionals.
func value(t reflect.Type) reflect.Type {
	for {
		if o, ok := reflect.TypeAssert[optional](reflect.New(t)); ok {
			t = reflect.TypeOf(o.value()).Elem()
			continue
		}
		if t.Kind() != reflect.Pointer {
			return t
		}
		t = t.Elem()
	}
}

// keysOf are the keys that may stand in a mapping of the type, and the types of what they hold; nil
// where the type is not written as a mapping.
func keysOf(t reflect.Type) map[string]reflect.Type {
	if u, ok := reflect.TypeAssert[Union](reflect.New(t)); ok {
		keys := map[string]reflect.Type{}
		for _, key := range u.Kinds().Keys() {
			kind, _ := u.Kinds().Lookup(key)
			keys[key] = reflect.TypeOf(kind.New()).Elem()
		}
		return keys
	}
	if !isSection(t) {
		return nil
	}
	keys := map[string]reflect.Type{}
	for _, f := range fieldsOf(t) {
		keys[f.key] = f.typ
	}
	return keys
}

// meantPath is what was probably meant by a step that is unknown.
func meantPath(at, step string, below map[string]reflect.Type, extra []string) string {
	paths := map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(below)) {
		paths[key] = strings.TrimPrefix(at+"."+key, ".")
	}
	for _, path := range extra {
		if i := strings.LastIndexByte(path, '.'); i > 0 && path[:i] == at {
			paths[path[i+1:]] = path
		}
	}
	if len(paths) == 0 {
		return fmt.Sprintf("%q", at)
	}
	near := unit.Nearest(step, slices.Sorted(maps.Keys(paths)))
	if len(near) == 0 {
		return unit.Meant("", slices.Sorted(maps.Values(paths)))
	}
	for i, key := range near {
		near[i] = fmt.Sprintf("%q", paths[key])
	}
	return unit.Or(near)
}

// first is a path that leads on from one, the first in order.
func first(at string, t reflect.Type) string {
	for t.Kind() == reflect.Slice {
		t, at = value(t.Elem()), at+"[0]"
	}
	for _, key := range slices.Sorted(maps.Keys(keysOf(t))) {
		return strings.TrimPrefix(at+"."+key, ".")
	}
	return at
}
