package cells

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
)

// DefaultLimit is how many bytes a folder holds unless somebody says otherwise: 1 GiB (assumed).
const DefaultLimit int64 = 1 << 30

// A Store is a folder of cells. Several processes may use it at the same time.
type Store struct {
	dir   string
	limit int64            // bytes; beyond it those that were not used for longest go
	now   func() time.Time // when cells are used

	mu      sync.Mutex
	files   []file
	size    int64 // bytes
	broken  bool  // nothing can be written
	remarks []string
	shelves []*shelf // of all Keepers, in the order in which they were asked for
}

// Open opens the folder, which need not exist. The error is that of a folder that cannot be read.
func Open(dir string, limit int64, now func() time.Time) (*Store, error) {
	s := &Store{dir: dir, limit: limit, now: now}
	var err error
	if s.files, err = files(dir); err != nil {
		return nil, err
	}
	for _, f := range s.files {
		s.size += f.size
	}
	return s, nil
}

// String is the folder.
func (s *Store) String() string { return s.dir }

// Remarks are what went wrong since the last call, and cost no more than time.
func (s *Store) Remarks() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	said := s.remarks
	s.remarks = nil
	return said
}

func (s *Store) remark(format string, with ...any) {
	s.remarks = append(s.remarks, fmt.Sprintf(format, with...))
}

// fail notes that nothing more can be written.
func (s *Store) fail(err error) {
	if !s.broken {
		s.remark("runs are not kept in %s: %v", s.dir, err)
	}
	s.broken = true
}

// with lists the files of which is true, those used last first.
func (s *Store) with(is func(*file) bool) (all []file) {
	for i := range s.files {
		if is(&s.files[i]) {
			all = append(all, s.files[i])
		}
	}
	slices.SortFunc(all, func(a, b file) int {
		return cmp.Or(b.used.Compare(a.used), cmp.Compare(a.path, b.path))
	})
	return all
}

// create begins a file of a contestant's cells with the first of them. Nobody sees it before that
// is in it.
func (s *Store) create(h *head, first frame) (path string, err error) {
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return "", err
	}
	out, err := os.CreateTemp(s.dir, beginning+"*")
	if err != nil {
		return "", err
	}
	data := append(h.frame().bytes(), first.bytes()...)
	_, err = out.Write(data)
	err = errors.Join(err, out.Close())
	random := strings.TrimPrefix(filepath.Base(out.Name()), beginning)
	path = filepath.Join(s.dir, name(who(h.Contestant), h.Recipe.key(), random))
	if err == nil {
		err = os.Rename(out.Name(), path)
	}
	if err != nil {
		return "", errors.Join(err, os.Remove(out.Name()))
	}
	s.size += int64(len(data))
	f, _ := parsed(filepath.Base(path))
	f.path, f.size, f.used = path, int64(len(data)), s.now()
	s.files = append(s.files, f)
	return path, nil
}

// append adds a frame to a file by one write.
func (s *Store) append(path string, f frame) error {
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	data := f.bytes()
	_, err = out.Write(data)
	if err := errors.Join(err, out.Close()); err != nil {
		return err
	}
	if s.size += int64(len(data)); s.size > s.limit {
		return s.trim(s.limit / 10 * 9)
	}
	return nil
}

// mend writes a file without what is damaged, or removes it where that is all.
func (s *Store) mend(f *file, r *reading) {
	s.remark("%s: damaged; the runs that it lacks are carried out again", f.path)
	if s.broken {
		return
	}
	var err error
	if len(r.cells) == 0 {
		err = remove(f)
	} else {
		err = outfile.Write(nil, f.path, func(w io.Writer) error { return r.copySound(w, f.path) })
	}
	if err != nil {
		s.fail(err)
	}
}

// use notes that a file was used, so that it is not soon removed. Where that cannot be noted it is,
// which costs no more than time.
func (s *Store) use(f *file) { _ = os.Chtimes(f.path, time.Time{}, s.now()) }

// trim removes files until the rest has no more than so many bytes, first those that were not used
// for longest.
func (s *Store) trim(size int64) error {
	all, err := files(s.dir)
	if err != nil {
		return err
	}
	s.files, s.size = all, 0
	kept, full := []file(nil), false
	for _, f := range s.with(func(*file) bool { return true }) {
		if full = full || s.size+f.size > size; full {
			err = errors.Join(err, remove(&f))
			continue
		}
		s.size += f.size
		kept = append(kept, f)
	}
	s.files = kept
	return err
}

// remove removes a file, if nobody else did.
func remove(f *file) error {
	if err := os.Remove(f.path); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// Folder is where cells are kept unless somebody says otherwise.
func Folder() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "tokenstorm"), nil
}
