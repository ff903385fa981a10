package study

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A Journal is a file that keeps the results of a study as they finish, in whatever order. A
// process that is killed loses the cells under way and, of the file, at most its last line; a
// machine that loses its power the last unsynced lines. While it is open no other process opens it.
type Journal struct {
	file     *os.File
	hold     *hold
	kept     *Study // what it had when it was opened
	size     int    // finished cells of that
	unsynced int    // lines
}

// mostUnsynced is how many lines wait to be synced: each costs some milliseconds (assumed).
const mostUnsynced = 64

// OpenJournal opens the journal of the study, or begins it. What a killed process
// left of a last line is cut off. The error is a *strict.Mistake where the file is of
// another study, or damaged elsewhere, or another process writes it; or that of the file.
func (h Header) OpenJournal(path string) (*Journal, error) {
	if err := h.check(); err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		return nil, misplaced(path, 1, "no regular file", "one, which is read and then continued")
	}
	held, err := holdFile(path)
	if err != nil {
		return nil, err
	}
	j, err := h.openJournal(path)
	if err != nil {
		return nil, errors.Join(err, held.release())
	}
	j.hold = held
	return j, nil
}

// openJournal opens the file, which nobody else writes.
func (h Header) openJournal(path string) (*Journal, error) {
	_, err := os.Stat(path)
	fresh := errors.Is(err, fs.ErrNotExist)
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o644)
	if err != nil {
		return nil, err
	}
	j := &Journal{file: file}
	if err := j.begin(h); err != nil {
		err = errors.Join(err, file.Close())
		if fresh {
			err = errors.Join(err, os.Remove(path))
		}
		return nil, err
	}
	return j, nil
}

// begin reads what the journal has, cuts off what is no whole line, and writes the header where
// there is none.
func (j *Journal) begin(h Header) error {
	l, err := load(j.file.Name(), j.file, h.continues, (*Study).anyCell)
	if err != nil {
		return err
	}
	if j.kept = l.study; j.kept == nil {
		j.kept = New(h)
	} else if h.Plan.Settles() {
		j.kept.settled()
	}
	j.kept.Name = j.file.Name()
	for i := range j.kept.Len() {
		if j.kept.kept.place(i).ended() {
			j.size++
		}
	}
	if err = j.file.Truncate(l.size); err == nil && l.size == 0 {
		_, err = j.file.Write(sealedLine(h))
	}
	return err
}

// continues is an error where a journal is of another study.
func (h Header) continues(s *Study) error {
	if err := s.fits(&Study{Name: "this study", Header: h}); err != nil {
		return err
	}
	if s.Shard != h.Shard {
		return misplaced(s.Name, 1, s.Shard.phrase(), h.Shard.phrase())
	}
	return nil
}

// Size returns how many finished cells the journal had when it was opened. Cells that failed are
// not among them: they are run again.
func (j *Journal) Size() int { return j.size }

// Kept is the outcome of a cell that the journal had when it was opened.
func (j *Journal) Kept(c Cell) *measure.Outcome {
	i := j.kept.kept.find(c)
	if i < 0 {
		return nil
	}
	return j.kept.Result(i).Outcome
}

// Audit computes some of the cells that it kept again, as Study's Audit does.
func (j *Journal) Audit(run Runner, parallel func(n int, do func(i int))) Audit {
	return j.kept.Audit(AuditedShare, run, parallel)
}

// Keep appends one result, by one write, so that lines do not mix.
func (j *Journal) Keep(r *Result) error {
	_, err := j.file.Write(sealedLine(r.line()))
	if j.unsynced++; err == nil && j.unsynced >= mostUnsynced {
		err, j.unsynced = j.file.Sync(), 0
	}
	if err != nil {
		return fmt.Errorf("%s of %s: %w", j.file.Name(), r.Cell, err)
	}
	return nil
}

// Close syncs and closes the file, and lets other processes open it.
func (j *Journal) Close() error {
	return errors.Join(j.file.Sync(), j.file.Close(), j.hold.release())
}
