package outfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"runtime"
)

// A Scratch has bytes that are too many for memory, in a temporary file that nobody else sees: it
// is removed as soon as it is open, and its bytes are gone with the process, however that ends.
// Where the system removes no open file, such as on Windows, it is removed with the Scratch. What
// is added is written by the page: of less than one no file is made. The zero Scratch is empty.
type Scratch struct {
	file *os.File // nil: nothing was written yet
	size int64    // of the file
	page []byte   // what was added since
	err  error    // the first
}

// scratchPage is how many bytes are written at once (assumed).
const scratchPage = 1 << 20

// Size is how many bytes were added.
func (s *Scratch) Size() int64 { return s.size + int64(len(s.page)) }

// Held is how many bytes of memory it takes.
func (s *Scratch) Held() int { return cap(s.page) }

// Add appends bytes. Where they begin is the size before. After an error every other call fails.
func (s *Scratch) Add(p []byte) error {
	if s.err != nil {
		return s.err
	}
	if s.page = append(s.page, p...); len(s.page) >= scratchPage {
		s.err = s.write()
	}
	return s.err
}

// ReadAt reads bytes that were added by one call, or a part of them.
func (s *Scratch) ReadAt(p []byte, at int64) (n int, err error) {
	if at >= s.size {
		if n = copy(p, s.page[min(at-s.size, int64(len(s.page))):]); n < len(p) {
			err = io.ErrUnexpectedEOF
		}
		return n, err
	}
	return s.file.ReadAt(p, at)
}

// write writes the page.
func (s *Scratch) write() error {
	if s.file == nil {
		if err := s.open(); err != nil {
			return err
		}
	}
	if _, err := s.file.WriteAt(s.page, s.size); err != nil {
		return renamed(s.file.Name(), err)
	}
	s.size, s.page = s.size+int64(len(s.page)), s.page[:0]
	return nil
}

func (s *Scratch) open() error {
	file, err := os.CreateTemp("", "tokenstorm-*")
	if err != nil {
		return err
	}
	if err := os.Remove(file.Name()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		runtime.AddCleanup(s, func(file *os.File) {
			_ = file.Close()
			_ = os.Remove(file.Name())
		}, file)
	}
	s.file = file
	return nil
}
