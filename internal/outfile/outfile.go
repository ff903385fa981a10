// Package outfile is the one writer of files. A regular file is complete or as it was: it is
// written under another name beside, synced, and renamed. What is no regular file, such as a device
// or a pipe, is written into, and never replaced; of a link the target is written, and the link
// stays.
package outfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// IsStdout reports whether the name stands for standard output.
func IsStdout(name string) bool { return name == "-" || name == "/dev/stdout" }

// Write writes the file of that name: write is given what to write to. stdout is where the name of
// standard output leads; nil where names come from nobody. Of a file that could not be written
// nothing is left behind, and a file that was there before stays as it was.
func Write(stdout io.Writer, name string, write func(io.Writer) error) error {
	if stdout != nil && IsStdout(name) {
		return write(stdout)
	}
	info, target, err := look(name)
	switch {
	case err != nil:
		return err
	case info == nil:
		return replace(name, target, 0o644, write)
	case !info.Mode().IsRegular():
		return into(name, write)
	case isStdout(stdout, info):
		return write(stdout) // it leads there: two offsets in a file would overwrite
	}
	target, err = filepath.EvalSymlinks(name)
	if err != nil || !isFile(target, info) {
		return into(name, write) // it has no name, such as /dev/fd/3 of a removed file
	}
	if err := mayOpen(name); err != nil {
		return err
	}
	return replace(name, target, info.Mode().Perm(), write)
}

// look is what lies at a name; nil: nothing does, and a file is made at target.
func look(name string) (info fs.FileInfo, target string, err error) {
	info, err = os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		target, err = dangling(name)
		return nil, target, err
	case err != nil:
		return nil, "", &fs.PathError{Op: "open", Path: name, Err: reason(err)}
	}
	return info, "", nil
}

// Create writes a file that must not exist yet; if it does, errors.Is(err, fs.ErrExist). Of one
// that could not be written nothing is left behind.
func Create(stdout io.Writer, name string, write func(io.Writer) error) error {
	if stdout != nil && IsStdout(name) {
		return write(stdout)
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if err := finish(f, name, write); err != nil {
		_ = os.Remove(name)
		return err
	}
	return nil
}

// replace writes under another name beside the target, which then takes its place.
func replace(name, target string, mode fs.FileMode, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(target), "."+filepath.Base(target)+".*")
	if err != nil {
		return &fs.PathError{Op: "open", Path: name, Err: reason(err)} // not the other name
	}
	err = finish(f, name, write)
	if err == nil {
		err = renamed(name, os.Chmod(f.Name(), mode))
	}
	if err == nil {
		err = renamed(name, os.Rename(f.Name(), target))
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// into writes to what is there already.
func into(name string, write func(io.Writer) error) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	s := &sink{file: f, name: name}
	return s.outcome(write(s), f.Close())
}

// finish writes, syncs and closes the file.
func finish(f *os.File, name string, write func(io.Writer) error) error {
	s := &sink{file: f, name: name}
	err := write(s)
	if err == nil {
		err = s.keep(f.Sync())
	}
	return s.outcome(err, f.Close())
}

// A sink is a file under the name that the user knows.
type sink struct {
	file *os.File
	name string
	err  error // the first, of the file
}

// Write writes to the file.
func (s *sink) Write(p []byte) (int, error) {
	n, err := s.file.Write(p)
	return n, s.keep(err)
}

func (s *sink) keep(err error) error {
	err = renamed(s.name, err)
	if s.err == nil {
		s.err = err
	}
	return err
}

// outcome is the error of a file, or of whoever wrote to it, which does not name the file.
func (s *sink) outcome(written, closed error) error {
	switch {
	case s.err != nil:
		return s.err
	case written != nil:
		return fmt.Errorf("%s: %w", s.name, written)
	}
	return renamed(s.name, closed)
}

// renamed is an error with the name that the user knows.
func renamed(name string, err error) error {
	if err == nil {
		return nil
	}
	return &fs.PathError{Op: "write", Path: name, Err: reason(err)}
}

// reason is what went wrong, without operation and file.
func reason(err error) error {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return path.Err
	}
	if link, ok := errors.AsType[*os.LinkError](err); ok {
		return link.Err
	}
	return err
}

// dangling is where a link leads whose target does not exist; a name that is no link is itself.
func dangling(name string) (string, error) {
	target := name
	for range 40 { // as many links as Linux follows
		next, err := os.Readlink(target)
		if err != nil {
			return target, nil
		}
		if !filepath.IsAbs(next) {
			next = filepath.Join(filepath.Dir(target), next)
		}
		target = next
	}
	return "", &fs.PathError{Op: "open", Path: name, Err: errors.New("too many links")}
}

// mayOpen is the error of a file that must not be written, although its folder may.
func mayOpen(name string) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

func isFile(name string, of fs.FileInfo) bool {
	info, err := os.Stat(name)
	return err == nil && os.SameFile(info, of)
}

// isStdout reports whether standard output is redirected into the file.
func isStdout(stdout io.Writer, file fs.FileInfo) bool {
	out, ok := stdout.(interface{ Stat() (fs.FileInfo, error) })
	if !ok {
		return false
	}
	info, err := out.Stat()
	return err == nil && os.SameFile(info, file)
}
