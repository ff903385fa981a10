package reports

import (
	"io"
	"path/filepath"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
)

// WriteCharts puts every chart of one chapter into the folder, which must exist, and returns the
// names of the files. Chapters do not get in each other's way: they may be drawn side by side.
func WriteCharts(folder string, c *Chapter) ([]string, error) {
	var names []string
	for _, chart := range Charts() {
		d := chart.Draw(c)
		if d.IsZero() {
			continue
		}
		for _, kind := range []struct {
			suffix string
			write  func(io.Writer) error
		}{{".png", d.WritePNG}, {".svg", d.WriteSVG}} {
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
