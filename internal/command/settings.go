package command

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// Settings are values of flags that are not typed. What is typed comes first, then the environment,
// then the file .tokenstorm.yaml, then what a flag is by default. A flag that is set so is in every
// other respect one that was typed: the line that repeats a command has it.

// settingsPrefix begins the names of the environment's variables: TOKENSTORM_SEEDS, or
// TOKENSTORM_COMPARE_SEEDS of one command alone, is --seeds.
const settingsPrefix = "TOKENSTORM_"

// otherVariables have the prefix and are no flags.
var otherVariables = []string{adminTokenVariable, cacheVariable}

// excluding are flags of which one stands in the place of the other: where the one comes first, the
// other, which comes later, says nothing.
var excluding = map[string]string{
	"reading": "readings", "readings": "reading", "json": "format", "format": "json",
}

// A settling is how the flags of a command are set that are not typed.
type settling struct {
	c       *cobra.Command
	seeds   bool     // --seeds is to be set, else the others
	decided []string // flags
	told    []string // which are set, to what, and by what
}

// settle sets the flags of the command that are not typed, and says which, and by what.
func settle(c *cobra.Command) error {
	file, err := findSettings(c.Context())
	if err != nil || !hasSettings(c) {
		return err
	}
	s := &settling{c: c}
	for _, s.seeds = range []bool{true, false} { // which others may be set hangs on it
		if err := s.readEnvironment(); err != nil {
			return err
		}
		if file == nil {
			continue
		}
		if err := file.set(s); err != nil {
			return err
		}
	}
	if watchesOver(c) {
		return nil // each time that it is carried out, it says so
	}
	if len(s.told) > 0 {
		remark(c, []string{"settings: " + unit.Printable(strings.Join(s.told, ", "))})
	}
	remark(c, unknownVariables(c.Root()))
	return nil
}

// set sets a flag to values, of which only a list has several. A switch that is off is as if it
// were not there.
func (s *settling) set(f *pflag.Flag, from string, values ...string) error {
	s.decided = append(s.decided, f.Name)
	if off, err := strconv.ParseBool(values[0]); f.Value.Type() == "bool" && err == nil && !off {
		return nil
	}
	for _, value := range values {
		if err := s.c.Flags().Set(f.Name, value); err != nil {
			return err
		}
	}
	if !slices.Contains(elsewhere, f.Name) {
		s.told = append(s.told, fmt.Sprintf("--%s %s (%s)", f.Name, valueOf(f), from))
	}
	return nil
}

// valueOf is the value of a flag, as it is typed.
func valueOf(f *pflag.Flag) string {
	if list, ok := f.Value.(pflag.SliceValue); ok {
		return commaList(list.GetSlice())
	}
	return f.Value.String()
}

// needsSeeds is the annotation of flags that need --seeds: they are set where that is.
const needsSeeds = "needs --seeds"

// open are the flags that are not decided on, and in whose place none stands.
func (s *settling) open() (flags []*pflag.Flag) {
	s.c.Flags().VisitAll(func(f *pflag.Flag) {
		other := s.c.Flags().Lookup(excluding[f.Name])
		_, needs := f.Annotations[needsSeeds]
		if !f.Changed && isSetting(f) && !slices.Contains(s.decided, f.Name) &&
			(f.Name == "seeds") == s.seeds && (!needs || s.c.Flags().Changed("seeds")) &&
			(other == nil || !other.Changed) {
			flags = append(flags, f)
		}
	})
	return flags
}

// isSetting reports whether the flag may be set without being typed.
func isSetting(f *pflag.Flag) bool { return f.Name != "help" && f.Name != "version" }

// readEnvironment sets the flags that have a variable of their own.
func (s *settling) readEnvironment() error {
	for _, f := range s.open() {
		for _, name := range variables(s.c, f) {
			value := os.Getenv(name)
			if value == "" {
				continue
			}
			noteSetting(s.c.Context(), f, "$"+name)
			if err := s.set(f, "$"+name, meantValueOf(f, value)); err != nil {
				return fmt.Errorf("found $%s %q; meant %s", name, value, meant(f))
			}
			break
		}
	}
	return nil
}

// meantValueOf is the value that a text stands for: true is that of a flag which may stand without
// one.
func meantValueOf(f *pflag.Flag, text string) string {
	if text == "true" && f.NoOptDefVal != "" {
		return f.NoOptDefVal
	}
	return text
}

// variables are those of the environment that a flag may be set by; the first comes first.
func variables(c *cobra.Command, f *pflag.Flag) []string {
	upper := func(name string) string {
		return strings.ToUpper(strings.NewReplacer("-", "_", " ", "_").Replace(name))
	}
	_, command, _ := strings.Cut(c.CommandPath(), " ")
	names := []string{settingsPrefix + upper(command) + "_" + upper(f.Name)}
	if meansOneThing(c.Root(), f.Name) {
		names = append(names, settingsPrefix+upper(f.Name))
	}
	return names
}

// meansOneThing reports whether the flag of that name is of one kind in every command that has it,
// and none that says where to write. A word and a list of words are of one kind.
func meansOneThing(root *cobra.Command, name string) bool {
	kind := ""
	one := name != "out"
	eachCommand(root, func(c *cobra.Command) {
		if f := c.Flags().Lookup(name); f != nil {
			is := strings.TrimSuffix(f.Value.Type(), "Slice")
			one, kind = one && (kind == "" || kind == is), is
		}
	})
	return one
}

// eachCommand visits the commands below one whose flags may be set, in the order of their names.
func eachCommand(of *cobra.Command, visit func(c *cobra.Command)) {
	for _, c := range of.Commands() {
		if hasSettings(c) {
			visit(c)
			eachCommand(c, visit)
		}
	}
}

// hasSettings reports whether the command's flags may be set: serve has a file of its own.
func hasSettings(c *cobra.Command) bool { return c.Name() != "serve" }

// unknownVariables says which variables have the prefix and set nothing, where it seems that they
// should.
func unknownVariables(root *cobra.Command) (texts []string) {
	var names []string
	for _, each := range os.Environ() {
		name, value, _ := strings.Cut(each, "=")
		if strings.HasPrefix(name, settingsPrefix) && value != "" &&
			!slices.Contains(otherVariables, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	known := slices.Clone(otherVariables)
	eachCommand(root, func(c *cobra.Command) {
		c.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, variables(c, f)...) })
	})
	for _, name := range names {
		near := unit.Nearest(name, known)
		if !slices.Contains(known, name) && len(near) > 0 {
			texts = append(texts, fmt.Sprintf("$%s has no effect; meant $%s", unit.Printable(name),
				near[0]))
		}
	}
	return texts
}

// findSettings reads the settings' file, if there is one; nil: there is none.
func findSettings(ctx context.Context) (*settingsFile, error) {
	folder, err := os.Getwd()
	if err != nil {
		return nil, nil //nolint:nilerr,nilnil // a folder that is gone has no file
	}
	name := settingsIn(folder)
	if name == "" {
		return nil, nil //nolint:nilnil // as the comment says
	}
	noteInputs(ctx, name)
	return readSettings(folder, name)
}
