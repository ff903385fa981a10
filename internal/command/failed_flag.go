package command

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A failing is the flag that repeats what failed, and what it rests on: which strategies failed
// when run or compare was last carried out on a scenario with them.
type failing struct{ only bool }

// failedFile is where that stands, in the folder that keeps runs.
const failedFile = "failed.json"

// failures are the strategies that failed, as they were typed, by the scenario: its name, or the
// path of its file.
type failures map[string][]string

func (f *failing) addFlag(c *cobra.Command) {
	c.Flags().BoolVar(&f.only, "only-failed", false, "of the strategies those alone that failed when "+
		"run or compare was last carried out on\nthe scenario with them")
}

// choose leaves the strategies that failed, where that is asked for. Where none did all are left,
// and that is remarked.
func (f *failing) choose(c *cobra.Command, s *subject, k *cache) error {
	if !f.only {
		return nil
	}
	name, err := k.failedFile()
	if err != nil {
		return err
	}
	if name == "" {
		return errors.New("--only-failed: nothing is kept, and so not what failed")
	}
	all, err := readFailures(name)
	if err != nil {
		return err
	}
	var left []string
	for i, strategy := range s.strategies {
		if slices.Contains(all[s.key()], s.typedName(i)) {
			left = append(left, strategy.Name)
		}
	}
	if len(left) == 0 {
		remark(c, []string{"--only-failed: none of them failed the last time; all are run"})
		return nil
	}
	s.keepOnly(c, left)
	return nil
}

// note keeps which strategies failed, and which no longer do; those that were not run stay as they
// were. That it cannot be kept is remarked: what was asked for does not depend on it.
func (f *failing) note(c *cobra.Command, s *subject, k *cache, of *reports.Evidence) {
	name, err := k.failedFile()
	if err != nil || name == "" || of.Study.Missing() > 0 {
		return
	}
	all, err := readFailures(name)
	if err == nil {
		before, key := slices.Clone(all[s.key()]), s.key()
		failed := of.Failing()
		for i, strategy := range s.strategies {
			typed := s.typedName(i)
			all[key] = slices.DeleteFunc(all[key], func(other string) bool { return other == typed })
			if slices.Contains(failed, strategy.Name) {
				all[key] = append(all[key], typed)
			}
		}
		if slices.Sort(all[key]); slices.Equal(before, all[key]) {
			return
		}
		if len(all[key]) == 0 {
			delete(all, key)
		}
		err = all.write(name)
	}
	if err != nil {
		remark(c, []string{"what failed is not kept: " + err.Error()})
	}
}

// failedFile is the path of the file; empty: nothing is kept.
func (k *cache) failedFile() (string, error) {
	dir, err := k.folder()
	if err != nil || dir == "" {
		return "", err
	}
	return filepath.Join(dir, failedFile), nil
}

// readFailures reads the file; there are none where there is no file.
func readFailures(name string) (failures, error) {
	all := failures{}
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("%s: found %w; meant what this program writes: remove the file", name, err)
	}
	return all, nil
}

func (all failures) write(name string) error {
	var text bytes.Buffer
	if err := json.NewEncoder(&text).Encode(all); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return outfile.Write(nil, name, func(w io.Writer) error {
		_, err := w.Write(text.Bytes())
		return err
	})
}

// key is what the scenario is kept by: its name, or the path of its file.
func (s *subject) key() string {
	if s.isFile() {
		if path, err := filepath.Abs(s.typed); err == nil {
			return path
		}
	}
	return s.typed
}

// typedName is a strategy as it may be typed: its name, or that of its file.
func (s *subject) typedName(i int) string {
	for _, file := range s.files {
		if file.Strategy == s.strategies[i].Name {
			return file.Name
		}
	}
	return s.strategies[i].Name
}

// keepOnly leaves the strategies of these names, as if they had been typed.
func (s *subject) keepOnly(c *cobra.Command, names []string) {
	var typed []string
	for i, strategy := range s.strategies {
		if slices.Contains(names, strategy.Name) {
			typed = append(typed, s.typedName(i))
		}
	}
	s.files = slices.DeleteFunc(s.files, func(file study.Input) bool {
		return !slices.Contains(names, file.Strategy)
	})
	s.strategies = slices.DeleteFunc(s.strategies, func(other spec.Strategy) bool {
		return !slices.Contains(names, other.Name)
	})
	s.names = typed
	for _, flag := range []string{"strategies", "strategy"} { // for the line to repeat
		if f := c.Flags().Lookup(flag); f != nil {
			f.Changed = true
			_ = f.Value.(pflag.SliceValue).Replace(typed) // it has no error
		}
	}
}
