package cells

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// An Entry is what a folder has of a contestant that depends on the same.
type Entry struct {
	study.Contestant
	Program string
	Runs    int
	Seeds   string // 1 to 30, 41
	Bytes   int64
	Used    time.Time // last
	Damaged bool      // some of it cannot be read

	files []file
}

// List lists what the folder has, by scenario, strategy, reading, and last use.
func (s *Store) List() ([]Entry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Entry
	kept := map[int]*seeds{} // by entry
	at := map[string]int{}
	for _, f := range s.with(func(*file) bool { return true }) {
		r, err := f.read()
		if errors.Is(err, os.ErrNotExist) {
			continue // somebody removed it
		}
		if err != nil {
			return nil, err
		}
		i, known := at[f.who+f.key]
		if !known {
			i = len(all)
			at[f.who+f.key], kept[i] = i, &seeds{}
			all = append(all, Entry{Contestant: r.Contestant, Program: r.Recipe.value(programLeaf),
				Used: f.used})
		}
		e := &all[i]
		e.files, e.Bytes = append(e.files, f), e.Bytes+f.size
		e.Damaged = e.Damaged || r.damaged > 0
		for _, p := range r.cells {
			kept[i].add(p.seed)
		}
	}
	for i := range all {
		all[i].Runs, all[i].Seeds = kept[i].count(), kept[i].String()
	}
	slices.SortStableFunc(all, func(a, b Entry) int {
		return cmp.Or(strings.Compare(a.Scenario, b.Scenario), strings.Compare(a.Strategy, b.Strategy),
			strings.Compare(a.Reading, b.Reading), b.Used.Compare(a.Used))
	})
	return all, nil
}

// Remove removes entries, and returns how many bytes they had.
func (s *Store) Remove(entries []Entry) (bytes int64, err error) {
	for i := range entries {
		for _, f := range entries[i].files {
			if e := remove(&f); e != nil {
				err = errors.Join(err, e)
				continue
			}
			bytes += f.size
		}
	}
	return bytes, errors.Join(err, s.sweep())
}

// Trim removes what was not used for longest until the rest has no more than so many bytes, and
// returns how many bytes that was.
func (s *Store) Trim(most int64) (bytes int64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := s.size
	err = s.trim(most)
	return before - s.size, errors.Join(err, s.sweep())
}

// sweep removes files that somebody began an hour ago, and was killed.
func (s *Store) sweep() error {
	begun, err := filepath.Glob(filepath.Join(s.dir, beginning+"*"))
	for _, path := range begun {
		if info, gone := os.Stat(path); gone == nil && s.now().Sub(info.ModTime()) > time.Hour {
			err = errors.Join(err, remove(&file{path: path}))
		}
	}
	return err
}

// value is that of a leaf, empty where there is none.
func (r recipe) value(path string) string {
	i := slices.IndexFunc(r, func(l leaf) bool { return l.path == path })
	if i < 0 {
		return ""
	}
	return r[i].value
}
