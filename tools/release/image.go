package main

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// nobody is the user and the group of the image: numbers that no system gives to somebody.
const nobody = "65532:65532"

// writeImage writes one image for all processors of Linux as an archive of an OCI layout.
func writeImage(out string, of *release, builds []*build, common []file) error {
	index := mutate.IndexMediaType(empty.Index, types.OCIImageIndex)
	for _, b := range builds {
		if b.System != "linux" {
			continue
		}
		image, err := imageOf(of, b, common)
		if err != nil {
			return err
		}
		index = mutate.AppendManifests(index, mutate.IndexAddendum{Add: image, Descriptor: v1.Descriptor{
			Platform: &v1.Platform{OS: b.System, Architecture: b.Processor},
		}})
	}
	index = mutate.Annotations(index, of.labels()).(v1.ImageIndex)
	folder, err := os.MkdirTemp(builds[0].folder, "image")
	if err != nil {
		return err
	}
	at, err := layout.Write(folder, empty.Index)
	if err != nil {
		return err
	}
	// Podman takes no layout with a second name.
	err = at.AppendIndex(index, layout.WithAnnotations(map[string]string{
		"org.opencontainers.image.ref.name": "tokenstorm:" + of.number(),
		"io.containerd.image.name":          "docker.io/library/tokenstorm:" + of.number(),
	}))
	if err != nil {
		return err
	}
	files, err := filesOf(os.DirFS(folder))
	if err != nil {
		return err
	}
	var archive bytes.Buffer
	if err := tarred(&archive, files, of.time); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, of.file("image.tar")), archive.Bytes(), 0o644)
}

// imageOf is the image for one processor: the programs, the licences, and nothing else.
func imageOf(of *release, b *build, common []file) (v1.Image, error) {
	files := below("usr/bin", b.programs)
	for _, f := range common {
		if f.name == "LICENSE" || f.name == "licences.txt" {
			files = append(files, below("usr/share/doc/tokenstorm", []file{f})...)
		}
	}
	files = append(files, file{"tmp/", 0o1777, nil})
	var archive bytes.Buffer
	if err := tarred(&archive, files, of.time); err != nil {
		return nil, err
	}
	layer, err := tarball.LayerFromOpener(func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(archive.Bytes())), nil
	}, tarball.WithMediaType(types.OCILayer))
	if err != nil {
		return nil, err
	}
	image := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1),
		types.OCIConfigJSON)
	made := v1.History{CreatedBy: "make release", Created: v1.Time{Time: of.time.UTC()}}
	image, err = mutate.Append(image, mutate.Addendum{Layer: layer, History: made})
	if err != nil {
		return nil, err
	}
	config, err := image.ConfigFile()
	if err != nil {
		return nil, err
	}
	config = config.DeepCopy()
	config.OS, config.Architecture, config.Created = b.System, b.Processor, made.Created
	config.Config = v1.Config{
		Entrypoint:   []string{"/usr/bin/fakecarrier"},
		Cmd:          []string{"--listen", "0.0.0.0:8480"},
		Env:          []string{"PATH=/usr/bin", "TOKENSTORM_CACHE=off"}, // nobody has a home for it
		ExposedPorts: map[string]struct{}{"8480/tcp": {}},
		User:         nobody, WorkingDir: "/tmp", Labels: of.labels(),
	}
	return mutate.ConfigFile(image, config)
}

// labels are the annotations that OCI names.
func (r *release) labels() map[string]string {
	return map[string]string{
		"org.opencontainers.image.title":       "tokenstorm",
		"org.opencontainers.image.description": "fake carrier to test OAuth clients against",
		"org.opencontainers.image.version":     r.number(),
		"org.opencontainers.image.revision":    r.commit,
		"org.opencontainers.image.licenses":    "MIT",
		"org.opencontainers.image.created":     r.time.UTC().Format("2006-01-02T15:04:05Z"),
	}
}

// filesOf are the files of a folder and below.
func filesOf(folder fs.FS) (files []file, err error) {
	err = fs.WalkDir(folder, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := fs.ReadFile(folder, name)
		files = append(files, file{name, 0o644, data})
		return err
	})
	return files, err
}
