package study

import (
	"io"
)

// ReadJournal reads a journal, or a study that Write wrote, without running or writing anything:
// cells that it does not keep are missing. The error is a *strict.Mistake, or that of r.
func ReadJournal(name string, r io.Reader) (*Study, error) {
	data, err := readAll(name, r)
	if err != nil {
		return nil, err
	}
	lines, _ := wholeLines(data)
	if len(lines) == 0 {
		return nil, misplaced(name, 1, "no whole line", "the results of a study")
	}
	s := &Study{Name: name}
	if err := s.readHeader(lines[0]); err != nil {
		return nil, err
	}
	cells, places := s.Cells(), map[Cell]int{}
	s.Results = make([]Result, len(cells))
	for i, c := range cells {
		s.Results[i].Cell, places[c] = c, i
	}
	for i, line := range lines[1:] {
		var result Result
		if err := readResult(name, i+2, line, &result); err != nil {
			return nil, err
		}
		place, own := places[result.Cell]
		if !own {
			return nil, misplaced(name, i+2, result.String(), "a cell of this study")
		}
		s.Results[place] = result
	}
	return s, nil
}
