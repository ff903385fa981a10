package study

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/gofrs/flock"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
)

// A hold keeps other processes from a file, by a lock on another file beside it, which names the
// holder. The system frees the lock of a process that ends, whatever the file then says.
type hold struct{ lock *flock.Flock }

// Hold keeps other processes from a file that one alone may write, until release is called. The
// error names the holder where another has it.
func Hold(name string) (release func() error, err error) {
	h, err := holdFile(name)
	if err != nil {
		return nil, err
	}
	return h.release, nil
}

// holdFile holds the file of that name. The error is a *strict.Mistake where another has it.
func holdFile(name string) (*hold, error) {
	path := name + ".lock"
	if err := mayHold(path); err != nil {
		return nil, err
	}
	lock, err := outfile.TryLock(path)
	switch {
	case err != nil:
		return nil, err
	case lock == nil:
		return nil, misplaced(name, 1, "a journal that "+holderIn(path)+" writes",
			"one of its own for each process")
	}
	return &hold{lock}, nameHolder(path)
}

// mayHold is an error where something else has the name.
func mayHold(path string) error {
	switch info, err := os.Lstat(path); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return misplaced(path, 1, "no regular file", "the lock of a journal, or nothing")
	}
	text, err := os.ReadFile(path)
	if err == nil && len(text) > 0 && !bytes.HasPrefix(text, []byte("process ")) {
		err = misplaced(path, 1, "what no journal wrote", "the lock of a journal, or nothing")
	}
	return err
}

// nameHolder writes who holds it.
func nameHolder(path string) error {
	host, err := os.Hostname()
	if err != nil {
		host = "an unknown host"
	}
	return os.WriteFile(path, fmt.Appendf(nil, "process %d on %s\n", os.Getpid(), host), 0o644)
}

// holderIn is who holds it, in words.
func holderIn(path string) string {
	text, err := os.ReadFile(path)
	if holder := strings.TrimSpace(string(text)); err == nil && holder != "" {
		return holder
	}
	return "another process"
}

// release lets others hold it.
func (h *hold) release() error {
	return errors.Join(os.Remove(h.lock.Path()), h.lock.Unlock())
}
