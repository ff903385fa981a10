package server

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"
)

// ParseConfig reads a configuration file over what is configured already. The error says at which
// line and column what stands there, and what was meant.
func ParseConfig(file string, data []byte, over Config) (Config, error) {
	over.Listen, over.Trust = nil, nil
	usual := DefaultConfig()
	err := yaml.UnmarshalWithOptions(data, &over, yaml.Strict())
	if err != nil {
		return Config{}, explain(file, err)
	}
	if over.Listen == nil {
		over.Listen = usual.Listen
	}
	if over.Trust == nil {
		over.Trust = usual.Trust
	}
	if err := over.Check(); err != nil {
		return Config{}, fmt.Errorf("%s: %w", file, err)
	}
	return over, nil
}

// explain turns a YAML error into one that says what was meant.
func explain(file string, err error) error {
	line, column, found, meant := 1, 1, err.Error(), "keys as those of `fakecarrier --help`"
	if y, ok := errors.AsType[yaml.Error](err); ok {
		found = y.GetMessage()
		if t := y.GetToken(); t != nil {
			line, column = t.Position.Line, t.Position.Column
		}
	}
	if unknown, ok := errors.AsType[*yaml.UnknownFieldError](err); ok && unknown.Token != nil {
		key := unknown.Token.Value
		known := append(keys(reflect.TypeFor[Config](), "yaml"),
			keys(reflect.TypeFor[Client](), "yaml")...)
		found = fmt.Sprintf("the unknown key %q", key)
		meant = fmt.Sprintf("%q", nearest(key, known))
	}
	return fmt.Errorf("%s:%d:%d: found %s; meant %s", file, line, column, found, meant)
}

// keys are the names that a struct has under a tag, those of embedded structs included.
func keys(t reflect.Type, tag string) (all []string) {
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get(tag), ",")
		switch {
		case f.Anonymous:
			all = append(all, keys(f.Type, tag)...)
		case name != "" && name != "-":
			all = append(all, name)
		}
	}
	return all
}
