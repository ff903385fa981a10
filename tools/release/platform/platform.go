// Package platform builds the programs for the systems and processors that they are released for.
package platform

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Programs are the names of the commands.
var Programs = []string{"tokenstorm", "fakecarrier"}

// A Platform is a system and a processor, as Go names them.
type Platform struct{ System, Processor string }

// All are the platforms of a release, those that programs are run on here first.
var All = []Platform{
	{"linux", "amd64"}, {"linux", "arm64"}, {"darwin", "amd64"}, {"darwin", "arm64"},
	{"windows", "amd64"}, {"windows", "arm64"},
}

// String is the platform as files are named after it.
func (p Platform) String() string { return p.System + "_" + p.Processor }

// File is the name of a program's file.
func (p Platform) File(program string) string {
	if p.System == "windows" {
		return program + ".exe"
	}
	return program
}

// Build builds the programs of the tree into a new folder.
func (p Platform) Build(root, folder string) error {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return err
	}
	if err := os.Mkdir(folder, 0o755); err != nil {
		return err
	}
	command := []string{"build", "-trimpath", "-buildvcs=true", "-ldflags=-s -w", "-o", folder}
	for _, program := range Programs {
		command = append(command, "./cmd/"+program)
	}
	c := exec.Command("go", command...)
	c.Dir, c.Env, c.Stderr = root, p.Environment(), os.Stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("%v: %w", p, err)
	}
	return nil
}

// Environment has all that changes what Go builds, so that the machine's own does not.
func (p Platform) Environment() []string {
	return append(os.Environ(), "GOOS="+p.System, "GOARCH="+p.Processor, "CGO_ENABLED=0", "GOFLAGS=",
		"GOWORK=off", "GOEXPERIMENT=", "GOFIPS140=off", "GOAMD64=v1", "GOARM64=v8.0")
}
