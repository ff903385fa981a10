package scenarios

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/tokenstorm/tokenstorm/strategies"
)

//go:embed catalogue
var catalogue embed.FS

// Names lists the scenarios that come with the program, sorted.
func Names() []string {
	files, err := fs.Glob(catalogue, "catalogue/*.yaml")
	if err != nil {
		panic(err)
	}
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = strings.TrimSuffix(path.Base(f), ".yaml")
	}
	slices.Sort(names)
	return names
}

// Load reads the scenario of that name, or the file if it is a path: has a separator, or ends in
// .yaml. The error of a broken file is a *strategies.ConfigError.
func Load(name string) (*Scenario, error) {
	if slices.Contains(Names(), name) {
		data, err := catalogue.ReadFile("catalogue/" + name + ".yaml")
		if err != nil {
			return nil, err
		}
		return Parse(name+".yaml", data)
	}
	if !strings.ContainsRune(name, filepath.Separator) && !strings.HasSuffix(name, ".yaml") {
		meant := "`tokenstorm list scenarios` names them."
		if near, ok := strategies.Near(name, Names()); ok {
			meant = fmt.Sprintf("did you mean %q?", near)
		}
		return nil, fmt.Errorf("no scenario is called %q; %s A file is named with its .yaml",
			name, meant)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	s, err := parse(name, filepath.Dir(name), data)
	return s, err
}

// Source returns the text of the scenario of that name.
func Source(name string) ([]byte, error) {
	return catalogue.ReadFile("catalogue/" + name + ".yaml")
}

// Parse reads a scenario that names no files but embedded ones.
func Parse(file string, data []byte) (*Scenario, error) { return parse(file, "", data) }

func parse(file, dir string, data []byte) (*Scenario, error) {
	tree, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, explain(&document{file: file}, err)
	}
	s, err := decode(file, dir, tree)
	if err != nil {
		return nil, err
	}
	s.text = data
	return s, nil
}

func decode(file, dir string, tree *ast.File) (*Scenario, error) {
	d := &document{file: file, tree: tree}
	if len(tree.Docs) == 0 || tree.Docs[0].Body == nil {
		return nil, d.wrong("$", "an empty file",
			"a scenario; `tokenstorm init` writes one to start from")
	}
	base := filepath.Base(file)
	s := &Scenario{Name: strings.TrimSuffix(base, filepath.Ext(base)), File: file, dir: dir}
	plain := numbers{anchors: map[string]ast.Node{}}
	if err := plain.check(tree.Docs[0].Body, reflect.TypeFor[Scenario]()); err != nil {
		return nil, explain(d, err)
	}
	if err := yaml.NodeToValue(tree.Docs[0].Body, s, yaml.Strict()); err != nil {
		return nil, explain(d, err)
	}
	if err := s.complete(d); err != nil {
		return nil, err
	}
	return s, nil
}

// explain turns a YAML error into one that says what was meant.
func explain(d *document, err error) error {
	if config, ok := errors.AsType[*strategies.ConfigError](err); ok {
		config.File = d.file
		return config
	}
	out := &strategies.ConfigError{File: d.file, Line: 1, Column: 1, Found: err.Error()}
	if y, ok := errors.AsType[yaml.Error](err); ok {
		out.Found = y.GetMessage()
		if t := y.GetToken(); t != nil {
			out.Line, out.Column = t.Position.Line, t.Position.Column
		}
	}
	out.Meant = "YAML as `tokenstorm schema` describes it"
	if again, meant, ok := strategies.RepeatedKey(out.Found); ok {
		out.Found, out.Meant = again, meant
	}
	if unknown, ok := errors.AsType[*yaml.UnknownFieldError](err); ok && unknown.Token != nil {
		key := unknown.Token.Value
		out.Found = fmt.Sprintf("the unknown key %q", key)
		out.Meant = strategies.Meant(key, keysAt(d.around(unknown.Token)))
	}
	return out
}

// keysAt are the keys that may stand in the mapping at a path such as $.fleet or $.faults[2].ban.
func keysAt(at string) []string {
	t := reflect.TypeFor[Scenario]()
	for _, step := range strings.FieldsFunc(at, func(r rune) bool { return r == '.' })[1:] {
		name, _, _ := strings.Cut(step, "[")
		f, ok := fieldOf(t, name)
		if !ok {
			return nil
		}
		for t = f.Type; t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice; {
			t = t.Elem()
		}
	}
	return keysOf(t)
}

// keysOf are the keys of a mapping that is decoded into a t.
func keysOf(t reflect.Type) []string {
	if t.Kind() != reflect.Struct {
		return nil
	}
	var keys []string
	for f := range t.Fields() {
		if key := keyOf(f); key != "" && key != "-" {
			keys = append(keys, key)
		}
	}
	return keys
}

func keyOf(f reflect.StructField) string {
	key, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	return key
}

func fieldOf(t reflect.Type, key string) (reflect.StructField, bool) {
	if t.Kind() != reflect.Struct {
		return reflect.StructField{}, false
	}
	return t.FieldByNameFunc(func(name string) bool {
		f, _ := t.FieldByName(name)
		return keyOf(f) == key
	})
}

// Wrong is a *strategies.ConfigError about what stands at a path of the scenario's file, such as
// $.fleet.nodes or $.faults[0].restart.
func (s *Scenario) Wrong(at, found, meant string) error {
	tree, err := parser.ParseBytes(s.text, 0)
	if err != nil {
		return errors.New(found + "; meant " + meant) // read before: it was parsed
	}
	return (&document{file: s.File, tree: tree}).wrong(at, found, meant)
}
