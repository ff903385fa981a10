package scenarios

import (
	"encoding"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A setting is a field that With set, and its value as written.
type setting struct {
	path, value string
	of          string // the path that was asked for
}

// A Setting is a field that was set to a value: of a scenario by its YAML's path, or of every part
// of its strategies by strategy.PART.SETTING.
type Setting struct {
	Path  string `json:"path"`
	Value string `json:"value"` // as the file would write it
}

func (s Setting) String() string { return s.Path + "=" + s.Value }

// With returns the scenario with one field set to a value, as its file would write it. The path is
// that of the YAML: fleet.users, workload[0].closed.think. What the file leaves out may be set too.
// network.rtt is a round trip: each leg of either way takes half. network.jitter is by how much it
// differs at most, evenly, to either side. The result has the setting among its
// Settings, and path=value behind its name. All checks of a file hold; the error says what was
// meant.
func (s *Scenario) With(path, value string) (*Scenario, error) {
	settings := []setting{{path, value, path}}
	if path == roundTrip || path == jitter {
		var err error
		if settings, err = s.networkSettings(path, value); err != nil {
			return nil, err
		}
	} else if err := checkPath(path); err != nil {
		return nil, err
	}
	settings = slices.Concat(s.settings, settings)
	varied, err := parseVaried(s.File, s.dir, s.text, settings)
	if err != nil {
		if config, ok := errors.AsType[*strategies.ConfigError](err); ok {
			err = fmt.Errorf("found %s; meant %s", config.Found, config.Meant)
		}
		return nil, fmt.Errorf("%s=%s: %w", path, value, err)
	}
	return varied.named(s, Setting{path, value}), nil
}

// WithNote returns the scenario as the variation by a setting of its strategies, which whoever runs
// it sets: of the scenario nothing changes but its name and its Settings.
func (s *Scenario) WithNote(path, value string) *Scenario {
	same := *s
	return same.named(s, Setting{path, value})
}

// named is the scenario as the variation of old by one more setting.
func (s *Scenario) named(old *Scenario, set Setting) *Scenario {
	s.Name = old.Name + " " + set.String()
	s.Settings = append(slices.Clip(old.Settings), set)
	return s
}

// parseVaried reads a scenario with fields set on the way.
func parseVaried(file, dir string, text []byte, settings []setting) (*Scenario, error) {
	tree, err := parser.ParseBytes(text, 0)
	if err != nil {
		return nil, err
	}
	for _, set := range settings {
		value, err := parser.ParseBytes([]byte(set.value), 0)
		if err != nil || len(value.Docs) != 1 || value.Docs[0].Body == nil {
			return nil, errors.New("found no value; meant one as the file would write it")
		}
		if _, scalar := value.Docs[0].Body.(ast.ScalarNode); !scalar {
			return nil, fmt.Errorf("found %q; meant a single value", set.value)
		}
		if err := setNode(tree.Docs[0], steps(set.path), value.Docs[0].Body); err != nil {
			return nil, err
		}
	}
	s, err := decode(file, dir, tree)
	if err != nil {
		return nil, err
	}
	s.text, s.settings = text, settings
	return s, nil
}

// steps are the keys and indices of a path.
func steps(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return strings.ContainsRune(".[]", r) })
}

// setNode puts a value where the steps lead; mappings that are not there yet are made.
func setNode(doc *ast.DocumentNode, steps []string, value ast.Node) error {
	for at, i := doc.Body, 0; ; i++ {
		if list, ok := at.(*ast.SequenceNode); ok {
			n, err := strconv.Atoi(steps[i])
			if err != nil || n < 0 || n >= len(list.Values) {
				return fmt.Errorf("found item [%s] of a list of %d; meant one of them, from [0]",
					steps[i], len(list.Values))
			}
			at = list.Values[n]
			continue
		}
		pairs, ok := at.(*ast.MappingNode)
		if !ok {
			return fmt.Errorf("found %s where %s is to be set; meant a section of the scenario",
				at.String(), steps[i])
		}
		k := slices.IndexFunc(pairs.Values, func(p *ast.MappingValueNode) bool {
			return p.Key.String() == steps[i]
		})
		switch {
		case i == len(steps)-1 && k >= 0:
			pairs.Values[k].Value = value
			return nil
		case k < 0:
			pair, err := newPair(steps[i:], value)
			if err == nil {
				pairs.Values = append(pairs.Values, pair)
			}
			return err
		}
		at = pairs.Values[k].Value
	}
}

// newPair is a key with a value below so many more keys.
func newPair(keys []string, value ast.Node) (*ast.MappingValueNode, error) {
	for i, key := range keys[1:] {
		if _, err := strconv.Atoi(key); err == nil {
			return nil, fmt.Errorf("found no list %q; meant one that the scenario has", keys[i])
		}
	}
	text := strings.Join(keys, ": {") + ": 0" + strings.Repeat("}", len(keys)-1)
	tree, err := parser.ParseBytes([]byte(text), 0)
	if err != nil {
		return nil, err
	}
	whole := tree.Docs[0].Body.(*ast.MappingNode)
	inner := whole.Values[0]
	for range keys[1:] {
		inner = inner.Value.(*ast.MappingNode).Values[0]
	}
	inner.Value = value
	return whole.Values[0], nil
}

// checkPath refuses a path that leads to no single value that a file may have; the error offers the
// nearest.
func checkPath(path string) error {
	t, so := reflect.TypeFor[Scenario](), ""
	for i, step := range steps(path) {
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t.Kind() == reflect.Slice {
			t, so = t.Elem(), so+"["+step+"]"
			continue
		}
		field, ok := fieldOf(t, step)
		if !ok || isScalar(t) {
			return fmt.Errorf("%s: no field %q; meant %s", path, step, meantPath(so, step, t))
		}
		if t = field.Type; i > 0 {
			so += "."
		}
		so += step
	}
	if so != path || !isScalar(t) {
		return fmt.Errorf("%s: not a single value; meant a field such as %q", path,
			somePath(so, t))
	}
	return nil
}

// pathsIn are the paths of the keys below a path whose type is t, by key.
func pathsIn(so string, t reflect.Type) map[string]string {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		if t.Kind() == reflect.Slice {
			so += "[0]"
		}
		t = t.Elem()
	}
	keys := keysOf(t)
	if so == "network" {
		keys = append(keys, "rtt", "jitter")
	}
	paths := map[string]string{}
	for _, key := range keys {
		paths[key] = strings.TrimPrefix(so+"."+key, ".")
	}
	return paths
}

// meantPath is what was probably meant by a step that t lacks.
func meantPath(so, step string, t reflect.Type) string {
	paths := pathsIn(so, t)
	if near, ok := strategies.Near(step, slices.Sorted(maps.Keys(paths))); ok {
		return quote(paths[near])
	}
	if len(paths) == 0 {
		return quote(so)
	}
	return strategies.Meant("", slices.Sorted(maps.Values(paths)))
}

// somePath is a field below a path whose type is t.
func somePath(so string, t reflect.Type) string {
	for _, path := range slices.Sorted(maps.Values(pathsIn(so, t))) {
		return path
	}
	return so
}

// isScalar reports whether a file writes a value of this type as a single one.
func isScalar(t reflect.Type) bool {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if reflect.PointerTo(t).Implements(reflect.TypeFor[yaml.NodeUnmarshaler]()) ||
		reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
		return true
	}
	return t.Kind() != reflect.Struct && t.Kind() != reflect.Slice && t.Kind() != reflect.Map ||
		t == reflect.TypeFor[time.Time]()
}
