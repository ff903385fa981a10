package cells

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"maps"
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

// A place is where a frame stands in a file.
type place struct{ at, size int }

// A reading is what a file holds.
type reading struct {
	head
	cells   map[uint64]place // by seed
	data    []byte
	cut     bool // it ends in the middle of a frame
	damaged int  // frames, the head among them where nothing of the file is of use
}

// read reads the file. The error is that of the file, not of what it holds.
func (f *file) read() (reading, error) {
	data, err := os.ReadFile(f.path)
	return parse(data), err
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

func parse(data []byte) reading {
	r := reading{data: data, cells: map[uint64]place{}}
	first, at, sound := nextFrame(data)
	var err error
	if sound {
		r.head, err = first.head()
	}
	if !sound || err != nil {
		r.damaged = 1
		return r
	}
	for at < len(data) {
		next, size, sound := nextFrame(data[at:])
		_, twice := r.cells[next.seed]
		switch {
		case size == 0:
			r.cut = true
			return r
		case !sound || next.kind != cellFrame || twice:
			r.damaged++
		default:
			r.cells[next.seed] = place{at, size}
		}
		at += size
	}
	return r
}

// sound is the file without what is damaged; nil where that is all.
func (r *reading) sound() []byte {
	if len(r.cells) == 0 {
		return nil
	}
	_, size, _ := nextFrame(r.data)
	b := bytes.Clone(r.data[:size])
	inOrder := func(a, b place) int { return a.at - b.at }
	for _, p := range slices.SortedFunc(maps.Values(r.cells), inOrder) {
		b = append(b, r.data[p.at:p.at+p.size]...)
	}
	return b
}

// cellAt reads one cell; nil where the file is gone, or no longer has it there.
func (f *file) cellAt(p place, seed uint64) *frame {
	in, err := os.Open(f.path)
	if err != nil {
		return nil
	}
	defer in.Close()
	data := make([]byte, p.size)
	if _, err := in.ReadAt(data, int64(p.at)); err != nil {
		return nil
	}
	got, size, sound := nextFrame(data)
	if size != p.size || !sound || got.seed != seed || got.kind != cellFrame {
		return nil
	}
	return &got
}
