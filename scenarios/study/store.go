package study

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/strict"
)

// format is the number of the file format: it grows with every change of the lines. Older ones are
// read as well.
const format = 2

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

// Cells lists the cells of the plan, or of the shard, in order.
func (h *Header) Cells() []Cell { return h.Shard.cells(&h.Plan, math.MaxInt) }

func (h *Header) check() error {
	if h.Plan.Precision != nil && !h.Shard.whole() {
		return errors.New("a shard cannot tell when the study is precise enough: " +
			"either shards or a precision")
	}
	return errors.Join(h.Plan.Check(), h.Shard.check())
}

// A Study is the results of a plan, or of a shard of it, in the order of its cells.
type Study struct {
	Name string // of the file it was read from
	Header
	Results []Result
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

// Write writes the study as NDJSON: the header, then a line for each cell. The error is that of w,
// or that cells are missing.
func (s *Study) Write(w io.Writer) error {
	if n := s.Missing(); n > 0 {
		return fmt.Errorf("%d of %d cells are missing: finish the study first", n, len(s.Results))
	}
	out := bufio.NewWriter(w)
	write := func(v any) {
		line, err := json.Marshal(v)
		if err != nil {
			panic(err) // strings and integers
		}
		_, _ = out.Write(append(line, '\n')) // Flush tells of its error
	}
	write(s.Header)
	for i := range s.Results {
		write(&s.Results[i])
	}
	return out.Flush()
}

// Read reads a study that Write wrote; name is what errors call it. The error is a
// *strict.Mistake, or that of r.
func Read(name string, r io.Reader) (*Study, error) {
	data, err := readAll(name, r)
	if err != nil {
		return nil, err
	}
	lines, rest := wholeLines(data)
	if len(lines) == 0 && len(rest) == 0 {
		return nil, misplaced(name, 1, "an empty file", "the results of a study")
	}
	if len(rest) > 0 {
		return nil, misplaced(name, len(lines)+1, "the end of the file in the middle of a line",
			meantWhole)
	}
	s := &Study{Name: name}
	if err := s.readHeader(lines[0]); err != nil {
		return nil, err
	}
	count := s.Shard.count(&s.Plan)
	cells := s.Shard.cells(&s.Plan, len(lines)-1) // no more than there are: the plan may be damaged
	s.Results = make([]Result, len(cells))
	for i, line := range lines[1:] {
		if i == len(cells) {
			return nil, misplaced(name, i+2, "a line after the last cell", meantWhole)
		}
		if err := readResult(name, i+2, line, &s.Results[i]); err != nil {
			return nil, err
		}
		if got := s.Results[i].Cell; got != cells[i] {
			return nil, misplaced(name, i+2, got.String(), cells[i].String()+
				": the cells in the order of the plan")
		}
	}
	if n := len(lines) - 1; n < count {
		return nil, misplaced(name, len(lines)+1,
			fmt.Sprintf("the end of the file after %d of %d cells", n, count), meantWhole)
	}
	return s, nil
}

// mostBytes is more than results of ten million cells have (assumed).
const mostBytes int64 = 4 << 30

// readAll reads results, unless they are none: what has no header, such as a device, may never end.
func readAll(name string, r io.Reader) ([]byte, error) {
	in := bufio.NewReader(r)
	if first, err := in.Peek(1); err == nil && first[0] != '{' {
		return nil, misplaced(name, 1, "no header", "the results of a study")
	}
	data, err := io.ReadAll(io.LimitReader(in, mostBytes))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, err)
	case int64(len(data)) == mostBytes:
		return nil, misplaced(name, 1, fmt.Sprintf("%d bytes or more", mostBytes), "a smaller file")
	}
	return data, nil
}

// ReadFile reads a study from a file, by Read or ReadJournal.
func ReadFile(name string, read func(string, io.Reader) (*Study, error)) (*Study, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return read(name, f)
}

const meantWhole = "a whole file of results; resume the study to complete it"

func (s *Study) readHeader(line []byte) error {
	var just struct {
		Format int `json:"format"`
	}
	if json.Unmarshal(line, &just) != nil || just.Format == 0 {
		return misplaced(s.Name, 1, "no header", "the results of a study")
	}
	if just.Format < 0 || just.Format > format {
		return misplaced(s.Name, 1, fmt.Sprintf("format %d", just.Format),
			fmt.Sprintf("format %d or an older one, which this version reads", format))
	}
	if err := strictly(s.Name, 1, line, &s.Header); err != nil {
		return err
	}
	if s.Format < format {
		s.upgrade()
	}
	if err := s.Header.check(); err != nil {
		return misplaced(s.Name, 1, err.Error(), "a plan that can be carried out")
	}
	return nil
}

func readResult(name string, number int, line []byte, r *Result) error {
	if err := strictly(name, number, line, r); err != nil {
		return err
	}
	if (r.Outcome == nil) == (r.Error == "") {
		return misplaced(name, number, "a cell with neither outcome nor error, or with both",
			"one of them")
	}
	return nil
}

// strictly reads one line of JSON; the error says where it goes wrong.
func strictly(name string, number int, line []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	err := d.Decode(into)
	if err == nil && d.InputOffset() != int64(len(line)) {
		err = errors.New("something after the closing brace")
	}
	if err == nil {
		return nil
	}
	found := strings.TrimPrefix(err.Error(), "json: ")
	e := misplaced(name, number, found, "a line as a study writes it")
	e.Column = int(min(int64(len(line)), d.InputOffset())) + 1
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		path := strings.ReplaceAll("."+wrong.Field, ".Cell", "") // which JSON does not show
		path = strings.TrimPrefix(strings.ReplaceAll(path, ".Contestant", ""), ".")
		e.Found = "a " + wrong.Value + " at " + cmp.Or(path, "the beginning")
		e.Meant = kindWords(wrong.Type)
		e.Column = int(wrong.Offset)
	}
	return e
}

// kindWords are what JSON calls a type.
func kindWords(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return "a string"
	case reflect.Slice, reflect.Array:
		return "an array"
	case reflect.Struct, reflect.Map:
		return "an object"
	case reflect.Float64:
		return "a number"
	}
	return "a whole number"
}

func misplaced(name string, line int, found, meant string) *strict.Mistake {
	return &strict.Mistake{File: name, Line: line, Column: 1, Found: found, Meant: meant}
}

// wholeLines cuts data into its lines, without their ends, and what follows the last of them.
func wholeLines(data []byte) (lines [][]byte, rest []byte) {
	lines = bytes.Split(data, []byte("\n"))
	last := len(lines) - 1
	return slices.Clip(lines[:last]), lines[last]
}
