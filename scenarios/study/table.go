package study

import (
	"encoding/binary"
	"math"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A table has what is asked of a contestant's runs again and again, as numbers: a column for each
// figure, each figure of a part, and each criterion, a row for each seed. It is made once, when it
// is first asked for, and lies in the file of the results, column by column, in chunks of rows: to
// unpack every outcome for every number that a report prints would take longer than the runs.
type table struct {
	columns []func(*measure.Outcome) float64
	number  map[string]int // of a column, by the ID of its figure or criterion
	chunks  []chunk
	rows    int
	next    int // the first cell that it does not have
}

// A chunk is some rows of a table.
type chunk struct {
	at   int64 // in the file
	rows int
}

// chunkRows is how many rows are gathered in memory before they are written (assumed).
const chunkRows = 512

// newTable has the columns of runs with the parts of this one.
func newTable(c Contestant, o *measure.Outcome) *table {
	t := &table{number: map[string]int{}}
	add := func(id string, of func(*measure.Outcome) float64) {
		t.number[id] = len(t.columns)
		t.columns = append(t.columns, of)
	}
	figures := measure.Columns()
	for _, f := range figures {
		add(f.ID(), f.Of)
	}
	for _, by := range tabled {
		add(by.id(), by.number)
	}
	for _, d := range measure.Dimensions() {
		for _, name := range d.Parts(o) {
			for _, f := range figures {
				part, shared := d.Of(f, name), d.Of(f, d.Shared(c.Strategy, name))
				add(part.ID(), part.Of)
				t.number[shared.ID()] = t.number[part.ID()]
			}
		}
	}
	return t
}

// column is what a contestant's runs have in a column, seed by seed, NaN where there is none; false
// where there is no such column.
func (s *Study) column(c Contestant, id string) ([]float64, bool) {
	if id == "" {
		return nil, false
	}
	k := s.kept
	k.making.Lock()
	defer k.making.Unlock()
	t := s.table(c)
	if t == nil {
		return nil, false
	}
	at, is := t.number[id]
	if !is {
		return nil, false
	}
	rows := s.rows(c)
	xs := make([]float64, 0, rows)
	data := make([]byte, 8*min(rows, chunkRows))
	for _, of := range t.chunks {
		part := data[:8*of.rows]
		k.read(part, of.at+int64(8*of.rows*at))
		for i := 0; i < len(part) && len(xs) < rows; i += 8 {
			xs = append(xs, math.Float64frombits(binary.LittleEndian.Uint64(part[i:])))
		}
	}
	return xs, true
}

// rows is how many cells of a contestant the study has.
func (s *Study) rows(c Contestant) (n int) {
	if s.Shard.whole() {
		return s.Plan.Seeds
	}
	for range s.cellsOf(c, 0) {
		n++
	}
	return n
}

// table is that of a contestant, with all rows of the study; nil where no run has an outcome.
// Whoever asks holds the lock on the making of tables.
func (s *Study) table(c Contestant) *table {
	k := s.kept
	k.mu.Lock()
	t := k.tables[c]
	k.mu.Unlock()
	if t == nil {
		for o := range s.Outcomes(c) {
			if o != nil {
				t = newTable(c, o)
				break
			}
		}
		if t == nil {
			return nil
		}
	}
	var block []float64 // column by column
	rows := 0           // in it
	end := func() {
		if rows > 0 {
			t.chunks = append(t.chunks, chunk{k.add(inChunks(block, rows)), rows})
			t.rows, rows = t.rows+rows, 0
		}
	}
	for i := range s.cellsOf(c, t.rows) {
		if block == nil {
			block = make([]float64, chunkRows*len(t.columns))
		}
		o := k.result(i).Outcome
		for at, of := range t.columns {
			x := math.NaN()
			if o != nil {
				x = of(o)
			}
			block[at*chunkRows+rows] = x
		}
		t.next = i + 1
		if rows++; rows == chunkRows {
			end()
		}
	}
	end()
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.tables == nil {
		k.tables = map[Contestant]*table{}
	}
	k.tables[c] = t
	return t
}

// Tabulate makes the tables that views of the study read, each of which would make them. The error
// is that of the temporary file.
func (s *Study) Tabulate() error {
	for _, c := range s.Plan.Contestants() {
		s.column(c, NoBan.id())
	}
	return s.Err()
}

// inChunks are the first rows of a block, column by column.
func inChunks(block []float64, rows int) []byte {
	data := make([]byte, 0, 8*len(block)/chunkRows*rows)
	for at := 0; at < len(block); at += chunkRows {
		for _, x := range block[at : at+rows] {
			data = binary.LittleEndian.AppendUint64(data, math.Float64bits(x))
		}
	}
	return data
}

// forget drops the table that has the i-th cell, which has changed.
func (k *results) forget(i int) {
	c := k.cell(i).Contestant
	if t := k.tables[c]; t != nil && i < t.next {
		delete(k.tables, c)
	}
}
