package study

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// Read reads a study that Write wrote; errors call it by name. The error is a *strict.Mistake, or
// that of r.
func Read(name string, r io.Reader) (*Study, error) { return read(name, r) }

// ReadFile reads a study that Write wrote. The error is a *strict.Mistake, or that of the file.
func ReadFile(file string) (*Study, error) { return opened(file, read) }

// ReadJournal reads a journal, or a study that Write wrote, without running or writing anything:
// cells that it does not keep are missing. The error is a *strict.Mistake, or that of the file.
func ReadJournal(file string) (*Study, error) { return opened(file, readJournal) }

func opened(file string, read func(string, io.Reader) (*Study, error)) (*Study, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return read(file, f)
}

// read reads a study that is whole, its cells in the order of the plan; errors call it by name.
func read(name string, r io.Reader) (*Study, error) {
	s, _, cut, err := load(name, r)
	switch {
	case err != nil:
		return nil, err
	case cut:
		return nil, misplaced(name, s.lines()+1, "the end of the file in the middle of a line",
			meantWhole)
	case s.lines() == 0:
		return nil, misplaced(name, 1, "an empty file", "the results of a study")
	}
	if s.Plan.Settles() {
		err := s.readSettled()
		return s, err
	}
	// No more cells than there are lines: the plan may be damaged.
	cells, count := s.Shard.cells(&s.Plan, len(s.Results))
	for i := range s.Results {
		if i == len(cells) {
			return nil, misplaced(name, i+2, "a line after the last cell", meantWhole)
		}
		if got := s.Results[i].Cell; got != cells[i] {
			return nil, misplaced(name, i+2, got.String(), cells[i].String()+
				": the cells in the order of the plan")
		}
	}
	if n := len(s.Results); n < count {
		return nil, misplaced(name, n+2,
			fmt.Sprintf("the end of the file after %d of %d cells", n, count), meantWhole)
	}
	return s, nil
}

// readJournal reads what a journal keeps, in whatever order.
func readJournal(name string, r io.Reader) (*Study, error) {
	s, _, _, err := load(name, r)
	if err == nil && s.lines() == 0 {
		err = misplaced(name, 1, "no whole line", "the results of a study")
	}
	if err == nil {
		err = s.inOrder()
	}
	return s, err
}

// readSettled is an error unless the results are all that it took to settle the verdicts, in the
// order of the plan.
func (s *Study) readSettled() error {
	lines := s.Results
	if err := s.inOrder(); err != nil {
		return err
	}
	if n := s.Missing(); n > 0 {
		return misplaced(s.Name, len(lines)+2, fmt.Sprintf("the end of the file, and %d cells are "+
			"missing", n), meantWhole)
	}
	at := 0
	for i := range s.Results {
		if r := &s.Results[i]; r.Needless {
			continue
		} else if at == len(lines) || lines[at].Cell != r.Cell {
			return misplaced(s.Name, at+2, "another cell", r.Cell.String()+
				": the cells in the order of the plan")
		}
		at++
	}
	if at < len(lines) {
		return misplaced(s.Name, at+2, lines[at].Cell.String(), "no line: its verdict was settled")
	}
	return nil
}

// inOrder puts the results, as they stand in a journal, in the order of the plan; of a cell that
// stands there twice the later one.
func (s *Study) inOrder() error {
	cells, places := s.Cells(), map[Cell]int{}
	placed := make([]Result, len(cells))
	for i, c := range cells {
		placed[i].Cell, places[c] = c, i
	}
	for i, r := range s.Results {
		place, own := places[r.Cell]
		if !own {
			return misplaced(s.Name, i+2, r.Cell.String(), "a cell of this study")
		}
		placed[place] = r
	}
	if s.Results = placed; s.Plan.Settles() {
		s.settled()
	}
	return nil
}

// load reads the header and the results that stand in whole lines, as they stand there. It returns
// how many bytes those lines have, and whether something follows the last of them. Of a file
// without a whole line the study has no plan.
func load(name string, r io.Reader) (s *Study, size int, cut bool, err error) {
	s = &Study{Name: name}
	data, err := readAll(name, r)
	if err != nil {
		return nil, 0, false, err
	}
	size = bytes.LastIndexByte(data, '\n') + 1
	number, written := 0, format
	for text := range bytes.Lines(data[:size]) {
		text = bytes.TrimSuffix(text, []byte("\n"))
		if number++; number == 1 {
			written, err = s.readHeader(text)
		} else {
			var result Result
			result, err = readResult(name, number, text, written)
			s.Results = append(s.Results, result)
		}
		if err != nil {
			return nil, 0, false, err
		}
	}
	return s, size, size < len(data), nil
}

// lines is how many whole lines the file has.
func (s *Study) lines() int {
	if s.Format == 0 {
		return 0
	}
	return 1 + len(s.Results)
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

const meantWhole = "a whole file of results; resume the study to complete it"

// readHeader reads the first line, and returns the format in which the file was written.
func (s *Study) readHeader(line []byte) (written int, err error) {
	var just struct {
		Format int `json:"format"`
	}
	if json.Unmarshal(line, &just) != nil || just.Format == 0 {
		return 0, misplaced(s.Name, 1, "no header", "the results of a study")
	}
	if just.Format < 0 || just.Format > format {
		return 0, misplaced(s.Name, 1, fmt.Sprintf("format %d", just.Format),
			fmt.Sprintf("format %d or an older one, which this version reads", format))
	}
	if just.Format >= sealed {
		if line, err = unsealed(s.Name, 1, line); err != nil {
			return 0, err
		}
	}
	if err := strictly(s.Name, 1, line, &s.Header); err != nil {
		return 0, err
	}
	if s.Format < format {
		s.upgrade()
	}
	if err := s.Header.check(); err != nil {
		return 0, misplaced(s.Name, 1, err.Error(), "a plan that can be carried out")
	}
	return just.Format, nil
}

func readResult(name string, number int, text []byte, written int) (Result, error) {
	if written >= sealed {
		var err error
		if text, err = unsealed(name, number, text); err != nil {
			return Result{}, err
		}
	}
	flat := measure.NewFlat()
	l := line{Outcome: flat}
	if err := strictly(name, number, text, &l); err != nil {
		return Result{}, err
	}
	r := Result{Cell: l.Cell, Outcome: measure.OutcomeOf(flat), Error: l.Error}
	if r.Outcome != nil {
		r.Outcome.Strategy = l.Strategy // a part of a run may be named after it
	}
	if (r.Outcome == nil) == (r.Error == "") {
		return r, misplaced(name, number, "a cell with neither outcome nor error, or with both",
			"one of them")
	}
	return r, nil
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
		e.Meant = cmp.Or(kindWords[wrong.Type.Kind()], "a whole number")
		e.Column = int(wrong.Offset)
	}
	return e
}

// kindWords are what JSON calls the types that are no whole numbers.
var kindWords = map[reflect.Kind]string{
	reflect.Bool: "true or false", reflect.String: "a string", reflect.Float64: "a number",
	reflect.Slice: "an array", reflect.Array: "an array",
	reflect.Struct: "an object", reflect.Map: "an object",
}

func misplaced(name string, line int, found, meant string) *strict.Mistake {
	return &strict.Mistake{File: name, Line: line, Column: 1, Found: found, Meant: meant}
}
