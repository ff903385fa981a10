package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// programs are the names of the commands.
var programs = []string{"tokenstorm", "fakecarrier"}

// A build is the programs for one system and processor.
type build struct {
	os, arch string
	folder   string
	programs []file // empty until they are read
}

// platforms are the systems and processors that are built for, those that are run here first.
var platforms = [][2]string{
	{"linux", "amd64"}, {"linux", "arm64"}, {"darwin", "amd64"}, {"darwin", "arm64"},
	{"windows", "amd64"}, {"windows", "arm64"},
}

// buildAll builds the programs for each platform below the folder.
func buildAll(work string) (builds []*build, err error) {
	for _, p := range platforms {
		b := &build{os: p[0], arch: p[1], folder: filepath.Join(work, p[0]+"-"+p[1])}
		if err := os.Mkdir(b.folder, 0o755); err != nil {
			return nil, err
		}
		c := exec.Command("go", "build", "-trimpath", "-buildvcs=true", "-ldflags=-s -w",
			"-o", b.folder, "./cmd/tokenstorm", "./cmd/fakecarrier")
		c.Dir, c.Env, c.Stderr = root, b.environment(), os.Stderr
		if err := c.Run(); err != nil {
			return nil, fmt.Errorf("%s on %s: %w", b.os, b.arch, err)
		}
		builds = append(builds, b)
	}
	return builds, nil
}

// environment has all that changes what Go builds, so that the machine's own does not.
func (b *build) environment() []string {
	return append(os.Environ(), "GOOS="+b.os, "GOARCH="+b.arch, "CGO_ENABLED=0", "GOFLAGS=",
		"GOWORK=off", "GOEXPERIMENT=", "GOFIPS140=off", "GOAMD64=v1", "GOARM64=v8.0")
}

// path is where a program is.
func (b *build) path(program string) string {
	return filepath.Join(b.folder, program+b.suffix())
}

// suffix ends the name of a program.
func (b *build) suffix() string {
	if b.os == "windows" {
		return ".exe"
	}
	return ""
}

func (b *build) read() error {
	for _, p := range programs {
		data, err := os.ReadFile(b.path(p))
		if err != nil {
			return err
		}
		b.programs = append(b.programs, file{p + b.suffix(), 0o755, data})
	}
	return nil
}
