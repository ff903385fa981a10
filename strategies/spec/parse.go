package spec

import (
	"errors"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A file is what a file of a strategy holds.
type file struct {
	About string  `yaml:"about" doc:"What the strategy does."`
	Parts []entry `yaml:"parts,required" meant:"a list, like parts: [retry, cache]" doc:"Its parts, outermost first."`
}

// An entry is one item of the list: a bare name, or a name with settings.
type entry struct{ strategies.Part }

// kinds are the parts that are registered. They are listed at first use, when all are.
var kinds = sync.OnceValue(func() *strict.Kinds {
	all := strict.NewKinds("part")
	all.Bare = true
	for _, k := range strategies.Kinds() {
		all.Add(strict.UnionKind{Key: k.Name, About: k.About, New: func() any {
			return &settings{part: k.Part}
		}})
	}
	return all
})

// Kinds are those that a file may name.
func (*entry) Kinds() *strict.Kinds { return kinds() }

// Take keeps what was read.
func (e *entry) Take(_ string, value any) { e.Part = value.(*settings).part }

// parts are those of the file.
func (f *file) parts() []strategies.Part {
	parts := make([]strategies.Part, len(f.Parts))
	for i, e := range f.Parts {
		parts[i] = e.Part
	}
	return parts
}

// Check reports parts that stand in a wrong place, once all are known; what is wrong with their
// settings was said when those were read.
func (f *file) Check(at strict.Place) {
	parts := f.parts()
	if len(parts) == 0 || slices.Contains(parts, nil) {
		return
	}
	joined, _ := strategies.Check(parts...).(interface{ Unwrap() []error })
	if joined == nil {
		return
	}
	for _, err := range joined.Unwrap() {
		if wrong, ok := errors.AsType[*strategies.PartError](err); ok && wrong.Field == "" {
			at.Key("parts").Item(wrong.Index).Wrong(wrong.Found, wrong.Meant)
		}
	}
}

// Parse reads a strategy written in YAML: what it is about, and its parts, outermost first. The
// strategy is named after the file. The error holds every mistake of the file and its place.
func Parse(name string, text []byte) (Strategy, error) {
	s := Strategy{Name: strings.TrimSuffix(path.Base(name), path.Ext(name)), File: name}
	var f file
	err := strict.Decode(name, text, &f)
	s.About, s.Parts = strings.TrimSpace(f.About), f.parts()
	return s, err
}
