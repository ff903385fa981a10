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
	var order []int32 // of lines, by their cells
	l, err := load(name, r, nil, func(s *Study, line int, r *Result) (int, error) {
		if s.Plan.Settles() {
			i, err := s.anyCell(line, r)
			order = append(order, int32(i))
			return i, err
		}
		return s.nextCell(line, r)
	})
	switch {
	case err != nil:
		return nil, err
	case l.cut:
		return nil, misplaced(name, l.lines+1, "the end of the file in the middle of a line",
			meantWhole)
	case l.lines == 0:
		return nil, misplaced(name, 1, "an empty file", "the results of a study")
	case l.study.Plan.Settles():
		err := l.study.readSettled(order)
		return l.study, err
	}
	if n := l.lines - 1; n < l.study.Len() {
		return nil, misplaced(name, n+2,
			fmt.Sprintf("the end of the file after %d of %d cells", n, l.study.Len()), meantWhole)
	}
	return l.study, nil
}

// nextCell is the number of the cell of a line, where lines stand in the order of the plan.
func (s *Study) nextCell(line int, r *Result) (int, error) {
	i := line - 2
	if i >= s.Len() {
		return 0, misplaced(s.Name, line, "a line after the last cell", meantWhole)
	}
	if meant := s.kept.cell(i); r.Cell != meant {
		return 0, misplaced(s.Name, line, r.Cell.String(), meant.String()+
			": the cells in the order of the plan")
	}
	return i, nil
}

// anyCell is the number of the cell of a line of a journal, which have any order.
func (s *Study) anyCell(line int, r *Result) (int, error) {
	i := s.kept.find(r.Cell)
	if i < 0 || i >= s.Len() {
		return 0, misplaced(s.Name, line, r.Cell.String(), "a cell of this study")
	}
	return i, nil
}

// readJournal reads what a journal keeps, in whatever order; of a cell that stands there twice the
// later one.
func readJournal(name string, r io.Reader) (*Study, error) {
	l, err := load(name, r, nil, (*Study).anyCell)
	switch {
	case err != nil:
		return nil, err
	case l.lines == 0:
		return nil, misplaced(name, 1, "no whole line", "the results of a study")
	case l.study.Plan.Settles():
		l.study.settled()
	}
	return l.study, nil
}

// readSettled is an error unless the results are all that it took to settle the verdicts, in the
// order of the plan: order has the numbers of the cells as lines have them.
func (s *Study) readSettled(order []int32) error {
	s.settled()
	if n := s.Missing(); n > 0 {
		return misplaced(s.Name, len(order)+2, fmt.Sprintf("the end of the file, and %d cells are "+
			"missing", n), meantWhole)
	}
	at := 0
	for i := range s.Len() {
		if s.kept.place(i) == needless {
			continue
		} else if at == len(order) || int(order[at]) != i {
			return misplaced(s.Name, at+2, "another cell", s.kept.cell(i).String()+
				": the cells in the order of the plan")
		}
		at++
	}
	if at < len(order) {
		return misplaced(s.Name, at+2, s.kept.cell(int(order[at])).String(),
			"no line: its verdict was settled")
	}
	return nil
}

// loaded is what was read of a file.
type loaded struct {
	study *Study // nil: there is no whole line
	lines int    // whole ones, the header among them
	size  int64  // bytes of those
	cut   bool   // something follows the last of them
}

// load reads the header, which fits, and the results that stand in whole lines: number tells of
// each whose it is.
func load(
	name string, r io.Reader, fits func(*Study) error,
	number func(s *Study, line int, r *Result) (int, error),
) (l loaded, err error) {
	in := bufio.NewReaderSize(r, 1<<16)
	if first, err := in.Peek(1); err == nil && first[0] != '{' {
		// What has no header, such as a device, may never end.
		return l, misplaced(name, 1, "no header", "the results of a study")
	}
	var text []byte
	written := 0
	for {
		if text, err = nextLine(name, l.lines+1, in, text[:0]); err != nil || !l.whole(text) {
			return l, err
		}
		text = text[:len(text)-1]
		if l.lines == 1 {
			if l.study, written, err = readHeader(name, text); err == nil && fits != nil {
				err = fits(l.study)
			}
		} else {
			err = l.study.readLine(l.lines, text, written, number)
		}
		if err != nil {
			return l, err
		}
	}
}

// whole notes a line, if it is a whole one.
func (l *loaded) whole(text []byte) bool {
	if !bytes.HasSuffix(text, []byte("\n")) {
		l.cut = len(text) > 0
		return false
	}
	l.lines, l.size = l.lines+1, l.size+int64(len(text))
	return true
}

// mostLine is more than the result of a run has (assumed).
const mostLine = 1 << 28

// nextLine appends the next line, with its line break unless the file ends before.
func nextLine(name string, number int, in *bufio.Reader, text []byte) ([]byte, error) {
	for {
		part, err := in.ReadSlice('\n')
		text = append(text, part...)
		switch {
		case err == nil || errors.Is(err, io.EOF):
			return text, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, fmt.Errorf("%s: %w", name, err)
		case len(text) > mostLine:
			return nil, misplaced(name, number, fmt.Sprintf("more than %d bytes", mostLine),
				"a line as a study writes it")
		}
	}
}

// readLine reads a line that has a result, and keeps it.
func (s *Study) readLine(
	line int, text []byte, written int, number func(s *Study, line int, r *Result) (int, error),
) error {
	r, err := readResult(s.Name, line, text, written)
	if err != nil {
		return err
	}
	i, err := number(s, line, &r)
	if err != nil {
		return err
	}
	data, p := packed(&r)
	return s.kept.put(i, data, p)
}

const meantWhole = "a whole file of results; resume the study to complete it"

// readHeader reads the first line, and returns the study, of which nothing is read yet, and the
// format in which the file was written.
func readHeader(name string, line []byte) (s *Study, written int, err error) {
	var just struct {
		Format int `json:"format"`
	}
	if json.Unmarshal(line, &just) != nil || just.Format == 0 {
		return nil, 0, misplaced(name, 1, "no header", "the results of a study")
	}
	if just.Format < 0 || just.Format > format {
		return nil, 0, misplaced(name, 1, fmt.Sprintf("format %d", just.Format),
			fmt.Sprintf("format %d or an older one, which this version reads", format))
	}
	if just.Format >= sealed {
		if line, err = unsealed(name, 1, line); err != nil {
			return nil, 0, err
		}
	}
	var h Header
	if err := strictly(name, 1, line, &h); err != nil {
		return nil, 0, err
	}
	if h.Format < format {
		h.upgrade()
	}
	if err := h.check(); err != nil {
		return nil, 0, misplaced(name, 1, err.Error(), "a plan that can be carried out")
	}
	s = New(h)
	s.Name = name
	return s, just.Format, nil
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
