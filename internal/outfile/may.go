package outfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// MayWrite returns the error with which Write would fail now, as far as can be told before there is
// anything to be written. It changes nothing: a pipe is not opened, for somebody waits at its end.
func MayWrite(name string) error {
	if IsStdout(name) {
		return nil
	}
	info, target, err := look(name)
	switch {
	case err != nil:
		return err
	case info == nil:
		return mayCreate(name, filepath.Dir(target))
	case info.IsDir():
		return &fs.PathError{Op: "open", Path: name, Err: errors.New("it is a folder")}
	case info.Mode().IsRegular():
		return mayOpen(name)
	}
	return nil
}

// MayFill returns the error of a folder into which no file can be written, or that cannot be made.
// It changes nothing.
func MayFill(folder string) error {
	for at := filepath.Clean(folder); ; at = filepath.Dir(at) {
		info, err := os.Stat(at)
		switch {
		case err == nil && info.IsDir():
			return mayCreate(folder, at)
		case err == nil:
			err = errors.New(at + " is no folder")
		case at != filepath.Dir(at):
			continue
		}
		return &fs.PathError{Op: "mkdir", Path: folder, Err: reason(err)}
	}
}

// mayCreate is the error of a folder in which no file can be made, by the name that the user knows.
func mayCreate(name, folder string) error {
	f, err := os.CreateTemp(folder, ".tokenstorm.*")
	if err == nil {
		err = errors.Join(f.Close(), os.Remove(f.Name()))
	}
	if err != nil {
		return &fs.PathError{Op: "open", Path: name, Err: reason(err)}
	}
	return nil
}
