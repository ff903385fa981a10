package study

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/tokenstorm/tokenstorm/internal/schema"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// format is the number of the file format: it grows with every change of the lines. Older ones are
// read as well.
const format = 3

var _ = schema.Lines("results", format,
	"The results of a study, as journals and --format ndjson have them: the header, then each run.",
	struct {
		Header
		checksum
	}{}, struct {
		Cell
		Outcome measure.AnyFlat `json:"outcome,omitzero"`
		Error   string          `json:"error,omitempty"`
		checksum
	}{})

// A checksum ends each line.
type checksum struct {
	Sum string `json:"crc32c"` // CRC-32C of the line up to its comma, in hexadecimal
}

// sealed is the first format whose lines have checksums.
const sealed = 3

// A Header is the first line of a file of results: what they are results of.
type Header struct {
	Format  int    `json:"format"`
	Version string `json:"version"` // of the program; other versions may count otherwise
	Plan    Plan   `json:"plan"`
	Shard   Shard  `json:"shard,omitzero"` // zero: the whole plan
}

// NewHeader returns the header of a study by this version of the program.
func NewHeader(version string, p Plan, s Shard) Header {
	return Header{Format: format, Version: version, Plan: p.sorted(), Shard: s}
}

func (h *Header) check() error {
	switch {
	case h.Shard.whole():
	case h.Plan.Precision != nil:
		return errors.New("a shard cannot tell when the study is precise enough: " +
			"either shards or a precision")
	case h.Plan.Settles():
		return errors.New("a shard cannot tell when a verdict is settled: " +
			"either shards or verdicts alone")
	}
	return errors.Join(h.Plan.Check(), h.Shard.check())
}

// A Study is the results of a plan, or of a shard of it, in the order of its cells. It does not
// hold them in memory: they are read again when they are asked for.
type Study struct {
	Name string // of the file it was read from
	Header

	kept *results
}

// Missing counts the cells that were not run.
func (s *Study) Missing() int {
	n := 0
	for i := range s.Len() {
		if s.kept.place(i) == 0 {
			n++
		}
	}
	return n
}

// Failures lists the cells that failed.
func (s *Study) Failures() (failures []Result) {
	for i := range s.Len() {
		if s.kept.place(i)&failed != 0 {
			failures = append(failures, s.kept.result(i))
		}
	}
	return failures
}

// A line is a Result as its file has it.
type line struct {
	Cell
	Outcome any    `json:"outcome,omitempty"`
	Error   string `json:"error,omitempty"`
}

func (r *Result) line() line {
	l := line{Cell: r.Cell, Error: r.Error}
	if r.Outcome != nil {
		l.Outcome = r.Outcome.Flat()
	}
	return l
}

// Write writes the study as NDJSON: the header, then a line for each cell that had to be run. The
// error is that of w, or of the file that keeps the results, or that cells are missing.
func (s *Study) Write(w io.Writer) error {
	if n := s.Missing(); n > 0 {
		return fmt.Errorf("%d of %d cells are missing: finish the study first", n, s.Len())
	}
	out := bufio.NewWriter(w)
	_, _ = out.Write(sealedLine(s.Header)) // Flush returns its error
	for r := range s.Results() {
		if err := s.Err(); err != nil {
			return err
		}
		if r.Needless {
			continue
		}
		_, _ = out.Write(sealedLine(r.line()))
	}
	return out.Flush()
}
