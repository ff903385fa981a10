package study

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"

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

	// Folded studies hold each outcome without its latencies, which are added up by contestant:
	// figures, intervals and verdicts are the same, but such a study cannot be written.
	Folded bool `json:"-"`
}

// NewHeader returns the header of a study by this version of the program.
func NewHeader(version string, p Plan, s Shard) Header {
	return Header{Format: format, Version: version, Plan: p.sorted(), Shard: s}
}

// Cells lists the cells of the plan, or of the shard, in order.
func (h *Header) Cells() []Cell {
	cells, _ := h.Shard.cells(&h.Plan, math.MaxInt)
	return cells
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

// A Study is the results of a plan, or of a shard of it, in the order of its cells.
type Study struct {
	Name string // of the file it was read from
	Header
	Results []Result

	latencies map[Contestant]*latencies // of a folded study
}

// Missing counts the cells that were not run.
func (s *Study) Missing() int {
	n := 0
	for i := range s.Results {
		if !s.Results[i].Done() {
			n++
		}
	}
	return n
}

// Ended lists the cells whose run has an outcome.
func (s *Study) Ended() (ended []Result) {
	for _, r := range s.Results {
		if r.Outcome != nil {
			ended = append(ended, r)
		}
	}
	return ended
}

// Failures lists the cells that failed.
func (s *Study) Failures() []Result {
	var failed []Result
	for _, r := range s.Results {
		if r.Error != "" {
			failed = append(failed, r)
		}
	}
	return failed
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
// error is that of w, or that cells are missing.
func (s *Study) Write(w io.Writer) error {
	if s.Folded {
		return errors.New("a folded study cannot be written: it has no latencies of single runs")
	}
	if n := s.Missing(); n > 0 {
		return fmt.Errorf("%d of %d cells are missing: finish the study first", n, len(s.Results))
	}
	out := bufio.NewWriter(w)
	_, _ = out.Write(sealedLine(s.Header)) // Flush returns its error
	for i := range s.Results {
		if s.Results[i].Needless {
			continue
		}
		_, _ = out.Write(sealedLine(s.Results[i].line()))
	}
	return out.Flush()
}
