package reports

import (
	"io"
	"path/filepath"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
	"github.com/tokenstorm/tokenstorm/reports/drawing"
)

// WriteCharts puts every chart of one chapter into the folder, which must exist, and returns the
// names of the files. Chapters do not get in each other's way: they may be drawn side by side.
func WriteCharts(folder string, c *Chapter) (names []string, err error) {
	for _, chart := range Charts() {
		d := chart.Draw(c)
		if d.IsZero() {
			continue
		}
		written, err := WritePictures(folder, pictureName(c, chart), &d)
		if names = append(names, written...); err != nil {
			return names, err
		}
	}
	return names, nil
}

func pictureName(c *Chapter, chart Chart) string { return c.Scenario.Name + "-" + chart.Name }

// WritePictures writes a drawing as PNG and as SVG into the folder, and one that would be too small
// there as an SVG for narrow screens, too. It returns the names of the files.
func WritePictures(folder, name string, d *drawing.Drawing) (names []string, err error) {
	type kind struct {
		suffix string
		write  func(io.Writer) error
	}
	kinds := []kind{{".png", d.WritePNG}, {".svg", d.WriteSVG}}
	if d.Narrows() {
		kinds = append(kinds, kind{"-narrow.svg", d.Narrow().WriteSVG})
	}
	for _, kind := range kinds {
		file := name + kind.suffix
		if err := outfile.Write(nil, filepath.Join(folder, file), kind.write); err != nil {
			return names, err
		}
		names = append(names, file)
	}
	return names, nil
}
