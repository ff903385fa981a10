package scenarios

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
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
// .yaml. The error of a broken file is of type Mistakes.
func Load(name string) (*Scenario, error) {
	if slices.Contains(Names(), name) {
		data, err := Source(name)
		if err != nil {
			return nil, err
		}
		return Parse(name+".yaml", data)
	}
	if !strict.IsFile(name) {
		if err := strict.AlmostFile(name); err != nil {
			return nil, err
		}
		meant := "`tokenstorm list scenarios` names them."
		if near := unit.Nearest(name, Names()); len(near) > 0 {
			meant = fmt.Sprintf("did you mean %s?", unit.Meant(name, near))
		}
		return nil, fmt.Errorf("no scenario is called %q; %s A file is named with its .yaml",
			name, meant)
	}
	data, err := strict.Read(name)
	if err != nil {
		return nil, err
	}
	return read(name, beside{dir: filepath.Dir(name)}, data, nil)
}

// Source returns the text of the scenario of that name.
func Source(name string) ([]byte, error) {
	return catalogue.ReadFile("catalogue/" + name + ".yaml")
}

// Text returns the file that the scenario was read from, as it was written, and below it, as
// comments, the values that With has set since.
func (s *Scenario) Text() string {
	var b strings.Builder
	b.Write(s.text)
	for _, set := range s.written {
		fmt.Fprintf(&b, "# varied: %s=%s\n", set.Path, set.Value)
	}
	return b.String()
}

// Parse reads a scenario that names no files but embedded ones. The error is of type Mistakes.
func Parse(file string, data []byte) (*Scenario, error) {
	return read(file, beside{}, data, nil)
}

// ParseWith reads a scenario whose recorded arrivals are files, by the names that it has for them:
// no other file is read. The error is of type Mistakes.
func ParseWith(file string, data []byte, files map[string][]byte) (*Scenario, error) {
	return read(file, beside{files: files}, data, nil)
}

// beside is where files lie that a scenario names: in a folder, or in files, by name; the zero
// value: they are embedded.
type beside struct {
	dir   string
	files map[string][]byte
}

// read reads a scenario with fields set on the way.
func read(file string, from beside, text []byte, settings []Setting) (*Scenario, error) {
	d, err := strict.Parse(file, text)
	if err != nil {
		return nil, err
	}
	if d.Root == nil {
		d.Place().Wrong("an empty file", "a scenario; `tokenstorm init` writes one to start from")
		return nil, d.Err()
	}
	for _, set := range settings {
		if err := d.Set(set.Path, set.Value); err != nil {
			return nil, err
		}
	}
	base := filepath.Base(file)
	name := strings.TrimSuffix(base, filepath.Ext(base))
	s := &Scenario{Name: name, File: file, beside: from, text: text}
	d.Begins("epoch", Epoch)
	d.Decode(s)
	s.root = d.Root
	s.TimesOfDay = d.TimesOfDay()
	s.complete(d.Place())
	if err := d.Err(); err != nil {
		return nil, err
	}
	return s, nil
}

// Wrong is the error about the value at a path of the scenario's file, such as fleet.nodes or
// faults[0].restart.
func (s *Scenario) Wrong(at, found, meant string) error {
	d, err := strict.Parse(s.File, s.text)
	if err != nil {
		return errors.New(found + "; meant " + meant) // it was read before
	}
	d.Place().At(strings.TrimPrefix(at, "$.")).Wrong(found, meant)
	return d.Err()
}

// open opens a file that the scenario names: beside the scenario, or held or embedded with it.
func (s *Scenario) open(file string) (io.ReadCloser, string, error) {
	if data, held := s.beside.files[file]; held {
		return io.NopCloser(bytes.NewReader(data)), file, nil
	}
	if s.beside.files != nil {
		return nil, file, fs.ErrNotExist
	}
	if s.beside.dir == "" {
		f, err := catalogue.Open("catalogue/" + file)
		return f, file, err
	}
	name := file
	if !filepath.IsAbs(name) {
		name = filepath.Join(s.beside.dir, file)
	}
	f, err := strict.Open(name)
	if err != nil {
		return nil, name, err
	}
	return f, name, nil
}
