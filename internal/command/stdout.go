package command

import (
	"errors"
	"io/fs"
	"os"
	"sync"
)

// A stdout is standard output that remembers whether everything could be written: those who write
// to it, such as whoever prints help, do not all ask.
type stdout struct {
	file *os.File
	mu   sync.Mutex
	err  error // the first
}

// Write writes to standard output.
func (s *stdout) Write(p []byte) (int, error) {
	n, err := s.file.Write(p)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.err = err
	}
	return n, err
}

// Fd is by what a terminal is known.
func (s *stdout) Fd() uintptr { return s.file.Fd() }

// Stat is by what a file is known that standard output is redirected to.
func (s *stdout) Stat() (fs.FileInfo, error) { return s.file.Stat() }

// outcome adds what could not be written to the error that a command ended in, and its exit code.
func (s *stdout) outcome(code int, err error) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.err == nil:
		return code, err
	case errors.Is(err, s.err):
		return exitOther, err
	}
	return exitOther, errors.Join(s.err, err)
}
