package command

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// settingsName is that of the file that has settings: keys are flags, of every command that has
// them, or commands, below which are flags of that command alone.
const settingsName = ".tokenstorm.yaml"

// A settingsFile is the file as it was read.
type settingsFile struct {
	document *strict.Document
	folder   string // from where the program runs to the file's
}

// settingsIn is the path of the file for a folder: that of the folder itself, or of the nearest
// folder above it within the same repository. Empty: there is none.
func settingsIn(folder string) string {
	found := ""
	for at := folder; ; at = filepath.Dir(at) {
		name := filepath.Join(at, settingsName)
		if found == "" && exists(name) {
			if at == folder {
				return name
			}
			found = name
		}
		if exists(filepath.Join(at, ".git")) {
			return found
		}
		if at == filepath.Dir(at) {
			return "" // in no repository
		}
	}
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// readSettings reads the file for who runs in a folder. All of it is checked, whatever the command.
func readSettings(folder, name string) (*settingsFile, error) {
	if near, err := filepath.Rel(folder, name); err == nil {
		name = near
	}
	text, err := strict.Read(name)
	if err != nil {
		return nil, err
	}
	document, err := strict.Parse(name, text)
	if err != nil {
		return nil, err
	}
	s := &settingsFile{document: document, folder: filepath.Dir(name)}
	if document.Root != nil {
		s.check(newRoot())
	}
	return s, document.Err()
}

// check sets all flags of the commands, which nobody runs.
func (s *settingsFile) check(root *cobra.Command) {
	top := s.document.Place()
	if top.Node().Kind != strict.Mapping {
		top.Wrong(top.Node().String(), "keys and values")
		return
	}
	var known []string
	flags := map[string]*pflag.Flag{}
	commands := map[string]*cobra.Command{}
	for _, c := range root.Commands() {
		if !hasSettings(c) {
			continue
		}
		known, commands[c.Name()] = append(known, c.Name()), c
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if isSetting(f) && meansOneThing(root, f.Name) {
				known, flags[f.Name] = append(known, f.Name), f
			}
		})
	}
	for _, pair := range top.Node().Pairs {
		at, key := top.Key(pair.Key.Text), pair.Key.Text
		switch below := commands[key]; {
		case below != nil && (pair.Value.Kind == strict.Mapping || flags[key] == nil):
			s.checkBelow(at, below)
		case flags[key] != nil:
			s.try(at, flags[key])
		default:
			at.WrongKey(fmt.Sprintf("the unknown key %q", unit.Shorten(key)), s.meant(root, key, known))
		}
	}
}

// meant says where a key may stand, or which is like it.
func (s *settingsFile) meant(root *cobra.Command, key string, known []string) string {
	var below []string
	for _, c := range root.Commands() {
		if f := c.Flags().Lookup(key); f != nil && isSetting(f) {
			below = append(below, c.Name())
		}
	}
	if len(below) > 0 {
		return "it below a command, for it means another thing in each: " + unit.Or(below)
	}
	slices.Sort(known)
	return unit.Meant(key, slices.Compact(known))
}

// checkBelow sets the flags of one command.
func (s *settingsFile) checkBelow(at strict.Place, c *cobra.Command) {
	if at.Node().Kind != strict.Mapping {
		at.Wrong(at.Node().String(), "flags of "+c.Name()+" and their values")
		return
	}
	var known []string
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if isSetting(f) {
			known = append(known, f.Name)
		}
	})
	for _, pair := range at.Node().Pairs {
		key := pair.Key.Text
		if !slices.Contains(known, key) {
			at.Key(key).WrongKey(fmt.Sprintf("the unknown key %q", unit.Shorten(key)),
				unit.Meant(key, known))
			continue
		}
		s.try(at.Key(key), c.Flags().Lookup(key))
	}
}

// set sets the flags of the command that are open.
func (s *settingsFile) set(to *settling) error {
	if s.document.Root == nil {
		return nil
	}
	for _, f := range to.open() {
		at := s.document.Place().Key(to.c.Name()).Key(f.Name)
		if !at.Given() && meansOneThing(to.c.Root(), f.Name) {
			at = s.document.Place().Key(f.Name)
		}
		if !at.Given() || at.Node().Kind == strict.Mapping {
			continue
		}
		from := fmt.Sprintf("%s:%d", s.document.File, at.Node().Line)
		noteSetting(to.c.Context(), f, fmt.Sprintf("%s:%d", from, at.Node().Column))
		if err := to.set(f, from, s.valuesOf(at, f)...); err != nil {
			at.Wrong(at.Node().String(), meant(f))
		}
	}
	return s.document.Err()
}

// try sets a flag that nobody reads.
func (s *settingsFile) try(at strict.Place, f *pflag.Flag) {
	for _, value := range s.valuesOf(at, f) {
		if err := f.Value.Set(value); err != nil {
			at.Wrong(at.Node().String(), meant(f))
		}
	}
}

// valuesOf are the values that a flag is to be set to, one after the other; none: what stands at
// the place is none for it, which is reported.
func (s *settingsFile) valuesOf(at strict.Place, f *pflag.Flag) []string {
	node, kind := at.Node(), f.Value.Type()
	_, isList := f.Value.(pflag.SliceValue)
	var values []string
	switch {
	case node.Kind == strict.Scalar && kind == "stringSlice":
		values = strings.Split(node.Text, ",")
	case node.Kind == strict.Scalar:
		values = []string{node.Text}
	case node.Kind == strict.List && isList:
		for i, item := range node.Items {
			if item.Kind != strict.Scalar {
				at.Item(i).Wrong(item.String(), "a value")
				return nil
			}
			values = append(values, item.Text)
		}
	}
	if len(values) == 0 {
		at.Wrong(node.String(), meant(f))
		return nil
	}
	for i, value := range values {
		values[i] = s.beside(f.Name, meantValueOf(f, value))
	}
	if kind == "stringSlice" {
		return []string{commaList(values)}
	}
	return values
}

// pathFlags name files; of the others strategies and scenarios may.
var pathFlags = []string{
	"save", "extract", "records", "output", "charts", "journal", "rejects", "junit", "baseline",
	"out", "graveyard", "within", "creds", "tlsca", "tlscert", "tlskey", "admin-token-file",
}

// beside is the value of a flag: a file is named as it lies beside the settings' file.
func (s *settingsFile) beside(flag, value string) string {
	named := slices.Contains([]string{"strategies", "strategy", "scenarios"}, flag) &&
		strict.IsFile(value)
	if !named && !slices.Contains(pathFlags, flag) || filepath.IsAbs(value) || value == "-" {
		return value
	}
	return filepath.Join(s.folder, value)
}
