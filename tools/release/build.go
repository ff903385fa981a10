package main

import (
	"os"
	"path/filepath"

	"github.com/tokenstorm/tokenstorm/tools/release/platform"
)

// A build is the programs for one platform.
type build struct {
	platform.Platform
	folder   string
	programs []file // empty until they are read
}

// buildAll builds the programs for each platform below the folder.
func buildAll(work string) (builds []*build, err error) {
	for _, p := range platform.All {
		b := &build{Platform: p, folder: filepath.Join(work, p.String())}
		if err := p.Build(root, b.folder); err != nil {
			return nil, err
		}
		builds = append(builds, b)
	}
	return builds, nil
}

// path is where a program is.
func (b *build) path(program string) string { return filepath.Join(b.folder, b.File(program)) }

// read reads the programs, which must be of the platform.
func (b *build) read() error {
	for _, p := range platform.Programs {
		data, err := os.ReadFile(b.path(p))
		if err != nil {
			return err
		}
		if err := b.Check(data); err != nil {
			return err
		}
		b.programs = append(b.programs, file{b.File(p), 0o755, data})
	}
	return nil
}
