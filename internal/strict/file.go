package strict

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// IsFile reports whether a word names a file, and nothing that comes with the program: it has a
// separator, or ends in .yaml.
func IsFile(name string) bool {
	return strings.ContainsRune(name, filepath.Separator) || strings.HasSuffix(name, ".yaml")
}

// AlmostFile is the error of a word that is meant to name a file, and does not; nil of others.
func AlmostFile(name string) error {
	if IsFile(name) || !strings.HasSuffix(name, ".yml") {
		return nil
	}
	return fmt.Errorf("found %s; meant a name, or a file, which ends in .yaml or has its folder "+
		"before it: .%c%s", name, filepath.Separator, name)
}

// Open opens a file that is needed as a whole, and perhaps again. What is no regular file is
// refused before it is opened: a pipe may wait for ever, and gives nothing a second time. The error
// is a *Mistake, or that of the file.
func Open(name string) (*os.File, error) {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return nil, noFile(name, info, "a regular file, which can be read again")
	}
	return os.Open(name)
}

func noFile(name string, info fs.FileInfo, meant string) *Mistake {
	return &Mistake{name, 1, 1, kindOf(info.Mode()), meant}
}

// kindOf says what is no regular file.
func kindOf(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "a folder"
	case mode&fs.ModeNamedPipe != 0:
		return "a pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	}
	return "a device"
}

// Read reads a file once; it may be a pipe, such as a shell makes of <(command). A folder, a device
// or a socket is refused. It stops one byte after MostBytes, so that Parse refuses a file that is
// longer.
func Read(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err == nil && !info.Mode().IsRegular() && info.Mode()&fs.ModeNamedPipe == 0 {
		return nil, noFile(name, info, "a file")
	}
	return ReadAny(name)
}

// ReadAny reads the same of whatever can be read, as secrets are handed over.
func ReadAny(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, MostBytes+1))
}
