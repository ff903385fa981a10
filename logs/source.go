package logs

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Source is a file of a log.
type Source struct {
	Name string
	Open func() (io.ReadCloser, error)
	Once bool // it can be opened once only: a pipe
}

// Files returns the sources of the files of these names: paths, patterns as access.log*, or - for
// standard input. A file that comes twice, perhaps by a link, is refused: its hits would count
// double.
func Files(names []string, stdin io.Reader) (sources []Source, err error) {
	var seen []os.FileInfo
	for _, name := range names {
		if name == "-" {
			sources = append(sources, Source{Name: "stdin", Once: true,
				Open: func() (io.ReadCloser, error) { return io.NopCloser(stdin), nil }})
			continue
		}
		found := []string{name}
		if _, err := os.Stat(name); err != nil && strings.ContainsAny(name, "*?[") {
			if matches, bad := filepath.Glob(name); bad == nil && len(matches) > 0 {
				found = matches
			}
		}
		for _, file := range found {
			info, err := os.Stat(file)
			if err != nil {
				_, err = os.Open(file)
				return nil, err
			}
			for _, earlier := range seen {
				if info.Mode().IsRegular() && os.SameFile(earlier, info) {
					return nil, &unit.Error{Found: file + ", which is " + earlier.Name() + " again",
						Meant: "each file once"}
				}
			}
			seen = append(seen, info)
			sources = append(sources, Source{Name: file, Once: !info.Mode().IsRegular(),
				Open: func() (io.ReadCloser, error) { return os.Open(file) }})
		}
	}
	return sources, nil
}
