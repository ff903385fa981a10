package main

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// A file is one of an archive, a package or an image.
type file struct {
	name string // with slashes
	mode fs.FileMode
	data []byte
}

// commonFiles are those that every archive has, beside the programs.
func commonFiles(of *release, licences string) ([]file, error) {
	files := []file{{"licences.txt", 0o644, []byte(licences)}}
	for _, name := range []string{"LICENSE", "README.md", "CHANGELOG.md", "docs/install.md",
		"deploy/systemd/fakecarrier.service", "deploy/systemd/fakecarrier.yaml",
		"deploy/compose/compose.yaml", "deploy/compose/fakecarrier.yaml"} {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return nil, err
		}
		if name == "deploy/compose/compose.yaml" {
			data = bytes.ReplaceAll(data, []byte(":-latest}"), []byte(":-"+of.number()+"}"))
		}
		files = append(files, file{path.Base(name), 0o644, data})
		if folder := path.Base(path.Dir(name)); folder != "docs" && folder != "." {
			files[len(files)-1].name = path.Join(folder, path.Base(name))
		}
	}
	pages, err := manuals(of)
	if err != nil {
		return nil, err
	}
	scripts, err := completions()
	return append(append(files, pages...), scripts...), err
}
