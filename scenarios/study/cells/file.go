package cells

import (
	"bufio"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A file is a file of the folder. Its name says whose cells it has, by which recipe, and which
// process wrote it.
type file struct {
	path     string
	who, key string
	size     int64
	used     time.Time
}

// ending is that of the names of files of cells.
const ending = ".cells"

// who is the beginning of the names of a contestant's files, whatever their recipe.
func who(c study.Contestant) string {
	return sumOf([]leaf{{c.Scenario, ""}, {c.Reading, ""}, {c.Strategy, ""}})[:whoDigits]
}

const whoDigits = 16

// name is that of a file; random distinguishes processes.
func name(who, key, random string) string { return who + "-" + key + "-" + random + ending }

// beginning is that of the names of files that are being begun.
const beginning = ".begun-"

// parsed reads a name; false of what is no file of cells.
func parsed(name string) (f file, ok bool) {
	words := strings.Split(strings.TrimSuffix(name, ending), "-")
	if !strings.HasSuffix(name, ending) || len(words) != 3 ||
		len(words[0]) != whoDigits || len(words[1]) != keyDigits {
		return f, false
	}
	f.who, f.key = words[0], words[1]
	return f, true
}

// files lists the files of cells in a folder, by name; none where there is no folder.
func files(dir string) (all []file, err error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, e := range entries {
		f, ok := parsed(e.Name())
		if !ok {
			continue
		}
		info, gone := e.Info()
		if gone != nil || !info.Mode().IsRegular() {
			continue // somebody else pruned it
		}
		f.path, f.size, f.used = filepath.Join(dir, e.Name()), info.Size(), info.ModTime()
		all = append(all, f)
	}
	return all, err
}

// A place is where the frame of a cell stands in a file.
type place struct {
	seed uint64
	at   int64
	size int32
	file int32 // of those of a shelf
}

func bySeed(p place, seed uint64) int { return cmp.Compare(p.seed, seed) }

// A reading is what a file holds.
type reading struct {
	head
	headSize int
	cells    []place // by seed, each once
	cut      bool    // it ends in the middle of a frame
	damaged  int     // frames, the head among them where nothing of the file is of use
}

// read reads where the file has what. The error is that of the file, not of what it holds.
func (f *file) read() (reading, error) {
	in, err := os.Open(f.path)
	if err != nil {
		return reading{}, err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return reading{}, err
	}
	return parse(in, info.Size())
}

// readHead reads what the file says of itself; false where it is of no use.
func (f *file) readHead() (head, bool) {
	in, err := os.Open(f.path)
	if err != nil {
		return head{}, false
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, mostHead))
	first, _, sound := nextFrame(data)
	if err != nil || !sound {
		return head{}, false
	}
	h, err := first.head()
	return h, err == nil
}

// mostHead is more than a head has (assumed).
const mostHead = 1 << 20

// parse reads a file of so many bytes, a frame at a time: there may be more than memory has room
// for. The error is that of in.
func parse(in io.Reader, size int64) (r reading, err error) {
	frames := bufio.NewReaderSize(in, 1<<16)
	var data []byte
	for at := int64(0); at < size; at += int64(len(data)) {
		first, err := frames.Peek(int(min(mostBeginning, size-at)))
		if err != nil && !errors.Is(err, io.EOF) {
			return r, err
		}
		n := frameSize(first, size-at)
		if n == 0 && at > 0 {
			r.cut = true
			break
		}
		data = slices.Grow(data[:0], n)[:n]
		if _, err := io.ReadFull(frames, data); err != nil {
			return r, err
		}
		next, _, sound := nextFrame(data)
		if at == 0 {
			if sound {
				r.head, err = next.head()
			}
			if !sound || err != nil {
				break
			}
		}
		switch {
		case at == 0:
			r.headSize = n
		case sound && next.kind == cellFrame:
			r.cells = append(r.cells, place{seed: next.seed, at: at, size: int32(n)})
		default:
			r.damaged++
		}
	}
	if r.headSize == 0 {
		r.damaged = 1
	}
	slices.SortStableFunc(r.cells, func(a, b place) int { return cmp.Compare(a.seed, b.seed) })
	all := len(r.cells)
	r.cells = slices.CompactFunc(r.cells, func(a, b place) bool { return a.seed == b.seed })
	r.damaged += all - len(r.cells)
	return r, nil
}

// copySound copies what is not damaged of the file, which has some.
func (r *reading) copySound(to io.Writer, path string) error {
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	if _, err := io.CopyN(to, in, int64(r.headSize)); err != nil {
		return err
	}
	inOrder := slices.SortedFunc(slices.Values(r.cells), func(a, b place) int {
		return cmp.Compare(a.at, b.at)
	})
	for _, p := range inOrder {
		if _, err := io.Copy(to, io.NewSectionReader(in, p.at, int64(p.size))); err != nil {
			return err
		}
	}
	return nil
}

// cellAt reads one cell; nil where the file is gone, or no longer has it there.
func (f *file) cellAt(p place) *frame {
	in, err := os.Open(f.path)
	if err != nil {
		return nil
	}
	defer in.Close()
	data := make([]byte, p.size)
	if _, err := in.ReadAt(data, p.at); err != nil {
		return nil
	}
	got, size, sound := nextFrame(data)
	if size != len(data) || !sound || got.seed != p.seed || got.kind != cellFrame {
		return nil
	}
	return &got
}
