package reports

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Write puts the summary and every chart, as PNG and SVG, into the folder, which is made if there
// is none, and returns the names of the files. A file is complete or not there: it is written under
// another name first.
func Write(folder, command string, chapters []Chapter) ([]string, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	var names []string
	seen := map[string]bool{}
	for i := range chapters {
		c := &chapters[i]
		if seen[c.Scenario.Name] {
			return names, fmt.Errorf("reports: two chapters of scenario %s", c.Scenario.Name)
		}
		seen[c.Scenario.Name] = true
		written, err := WriteCharts(folder, c)
		names = append(names, written...)
		if err != nil {
			return names, err
		}
	}
	err := WriteFile(filepath.Join(folder, "summary.md"), func(w io.Writer) error {
		return Summary(w, command, chapters)
	})
	return append(names, "summary.md"), err
}

// WriteCharts puts every chart of one chapter into the folder, which must exist, and returns the
// names of the files. Chapters do not get in each other's way: they may be drawn side by side.
func WriteCharts(folder string, c *Chapter) ([]string, error) {
	var names []string
	for _, chart := range Charts() {
		picture := chart.Draw(c)
		if picture.IsZero() {
			continue
		}
		for _, kind := range []struct {
			suffix string
			write  func(io.Writer) error
		}{{".png", picture.WritePNG}, {".svg", picture.WriteSVG}} {
			name := pictureName(c, chart) + kind.suffix
			if err := WriteFile(filepath.Join(folder, name), kind.write); err != nil {
				return names, err
			}
			names = append(names, name)
		}
	}
	return names, nil
}

func pictureName(c *Chapter, chart Chart) string { return c.Scenario.Name + "-" + chart.Name }

// WriteFile writes a file under a temporary name in the same folder, and renames it once it is
// complete.
func WriteFile(name string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return &fs.PathError{Op: path.Op, Path: name, Err: path.Err} // not the other name
	}
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	if err = write(f); err != nil {
		_ = f.Close()
		return fmt.Errorf("%s: %w", name, err)
	}
	if err = f.Chmod(0o644); err != nil {
		_ = f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
