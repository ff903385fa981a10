package command

import (
	"errors"
	"os"
	"sync"
)

// A stdout is standard output that remembers whether everything could be written: those who write
// to it, such as whoever prints help, do not all ask.
type stdout struct {
	*os.File
	mu  sync.Mutex
	err error // the first
}

// Write writes to standard output.
func (s *stdout) Write(p []byte) (int, error) {
	n, err := s.File.Write(p)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.err = err
	}
	return n, err
}

// WriteString writes to standard output.
func (s *stdout) WriteString(text string) (int, error) { return s.Write([]byte(text)) }

// outcome adds what could not be written to the error that a command ended in.
func (s *stdout) outcome(err error, code int) (error, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.err == nil:
		return err, code
	case errors.Is(err, s.err):
		return err, exitOther
	}
	return errors.Join(s.err, err), exitOther
}
