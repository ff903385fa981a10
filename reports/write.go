package reports

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
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
	err := outfile.Write(nil, filepath.Join(folder, "summary.md"), func(w io.Writer) error {
		return Summary(w, command, chapters)
	})
	return append(names, "summary.md"), err
}

// WriteCharts puts every chart of one chapter into the folder, which must exist, and returns the
// names of the files. Chapters do not get in each other's way: they may be drawn side by side.
func WriteCharts(folder string, c *Chapter) ([]string, error) {
	var names []string
	for _, chart := range Charts() {
		picture := chart.Draw(c).Picture()
		if picture.IsZero() {
			continue
		}
		for _, kind := range []struct {
			suffix string
			write  func(io.Writer) error
		}{{".png", picture.WritePNG}, {".svg", picture.WriteSVG}} {
			name := pictureName(c, chart) + kind.suffix
			if err := outfile.Write(nil, filepath.Join(folder, name), kind.write); err != nil {
				return names, err
			}
			names = append(names, name)
		}
	}
	return names, nil
}

func pictureName(c *Chapter, chart Chart) string { return c.Scenario.Name + "-" + chart.Name }
