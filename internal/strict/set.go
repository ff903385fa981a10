package strict

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// Set sets the value at a path, such as fleet.users or workload[0].burst.at, as if the file had it.
// Mappings that are missing on the way are added. The text is a single value of YAML. The error has
// no place.
func (d *Document) Set(path, text string) error {
	value, err := Parse(d.File, []byte(text))
	switch {
	case err != nil || value.Root == nil || value.Root.Kind == Null:
		return &unit.Error{Found: "no value", Meant: "one as the file would write it"}
	case value.Root.Kind != Scalar:
		return &unit.Error{Found: fmt.Sprintf("%q", unit.Shorten(text)), Meant: "a single value"}
	}
	at := steps(path)
	if strings.NewReplacer("[", ".", "]", "").Replace(path) != strings.Join(at, ".") || path == "" {
		return &unit.Error{Found: fmt.Sprintf("the path %q", unit.Shorten(path)),
			Meant: "one such as fleet.users or workload[0].burst.at"}
	}
	if d.Root == nil {
		d.Root = &Node{Kind: Mapping}
	}
	root, err := put(d.Root, at, "", value.Root)
	if err == nil {
		d.Root = root
	}
	return err
}

// steps are the keys and indices of a path.
func steps(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return strings.ContainsRune(".[]", r) })
}

// put returns a copy of n with a value set below it. Aliases share nodes, so all nodes on the way
// are copied.
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
