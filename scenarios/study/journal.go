package study

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// A Journal is a file that keeps the results of a study as they finish, in whatever order. A
// process that is killed loses the cells under way and, of the file, at most its last line.
type Journal struct {
	file *os.File
	kept map[Cell]Result
}

// OpenJournal opens the journal of the study that h heads, or begins it. What a killed process
// left of a last line is cut off. The error is a *strict.Mistake where the file is of
// another study or damaged elsewhere, or that of the file.
func OpenJournal(path string, h Header) (*Journal, error) {
	if err := h.check(); err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	fresh := errors.Is(err, fs.ErrNotExist)
	if err == nil && !info.Mode().IsRegular() {
		return nil, misplaced(path, 1, "no regular file", "one, which is read and goes on to be written")
	}
	data, err := os.ReadFile(path)
	if err != nil && !fresh {
		return nil, err
	}
	kept, whole, err := readJournal(path, data, h)
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, err
	}
	j := &Journal{file: file, kept: kept}
	if err = file.Truncate(int64(whole)); err == nil && whole == 0 {
		err = j.line(h)
	}
	if err != nil {
		err = errors.Join(err, file.Close())
		if fresh {
			err = errors.Join(err, os.Remove(path))
		}
		return nil, err
	}
	return j, nil
}

// readJournal returns what the journal keeps, and how many bytes its whole lines have.
func readJournal(name string, data []byte, h Header) (map[Cell]Result, int, error) {
	kept := map[Cell]Result{}
	lines, rest := wholeLines(data)
	if len(lines) == 0 {
		return kept, 0, nil
	}
	s := &Study{Name: name}
	if err := s.readHeader(lines[0]); err != nil {
		return nil, 0, err
	}
	if err := s.fits(&Study{Name: "this study", Header: h}); err != nil {
		return nil, 0, err
	}
	if s.Shard != h.Shard {
		return nil, 0, misplaced(name, 1, s.Shard.told(), h.Shard.told())
	}
	own := map[Cell]bool{}
	for _, c := range h.Cells() {
		own[c] = true
	}
	for i, line := range lines[1:] {
		var r Result
		if err := readResult(name, i+2, line, &r); err != nil {
			return nil, 0, err
		}
		if !own[r.Cell] {
			return nil, 0, misplaced(name, i+2, r.Cell.String(), "a cell of this study")
		}
		if delete(kept, r.Cell); r.Outcome != nil {
			kept[r.Cell] = r
		}
	}
	return kept, len(data) - len(rest), nil
}

// Kept returns how many finished cells the journal had when it was opened. Cells that failed are
// not among them: they are run again.
func (j *Journal) Kept() int { return len(j.kept) }

// keep appends one result.
func (j *Journal) keep(r *Result) error {
	if err := j.line(r); err != nil {
		return fmt.Errorf("%s of %s: %w", j.file.Name(), r.Cell, err)
	}
	return nil
}

// line appends one line by one write, so that lines do not mix.
func (j *Journal) line(v any) error {
	line, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings and integers
	}
	_, err = j.file.Write(append(line, '\n'))
	return err
}

// Close closes the file.
func (j *Journal) Close() error { return j.file.Close() }
