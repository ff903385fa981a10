package workload

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/logs"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// csvHeader is what a file of recorded arrivals may begin with.
var csvHeader = []string{"t", "node", "customer"}

// A csvReader reads recorded arrivals: lines t,node,customer, under a header or without one.
type csvReader struct {
	name string
	rows *csv.Reader
	s    measure.Sizes
}

// readCSV reads arrivals, of which at least one must lie within the run.
func readCSV(name string, f io.Reader, s measure.Sizes) (list []arrival, err error) {
	in := csvReader{name, csv.NewReader(f), s}
	in.rows.FieldsPerRecord, in.rows.ReuseRecord, in.rows.TrimLeadingSpace = 3, true, true
	earliest, line := Click{}, 0
	for first := true; ; first = false {
		row, err := in.rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, in.unreadable(err)
		}
		if first && isHeader(row) {
			if slices.Equal(row, csvHeader) {
				continue
			}
			return nil, in.wrong(1, 1, "the header "+unit.Quote(strings.Join(row, ",")),
				strings.Join(csvHeader, ","))
		}
		c, err := in.arrival(row)
		if err != nil {
			return nil, err
		}
		if list = append(list, arrival{Click: c}); line == 0 || c.At < earliest.At {
			earliest = c
			line, _ = in.rows.FieldPos(0)
		}
	}
	if earliest.At > s.Length {
		return nil, in.wrong(line, 1, fmt.Sprintf("the earliest arrival at %v", earliest.At),
			fmt.Sprintf("one before the end of the run, at %v", s.Length))
	}
	return list, nil
}

func (in *csvReader) wrong(line, column int, found, meant string) error {
	return &strict.Mistake{File: in.name, Line: line, Column: column, Found: found, Meant: meant}
}

// unreadable says in our words what is no line of three fields.
func (in *csvReader) unreadable(err error) error {
	p, ok := errors.AsType[*csv.ParseError](err)
	if !ok {
		return logs.Failed(in.name, 1, err)
	}
	found := "wrong number of fields"
	if !errors.Is(p.Err, csv.ErrFieldCount) {
		found = "a stray quote"
	}
	return in.wrong(p.Line, max(1, p.Column), found, "lines "+strings.Join(csvHeader, ","))
}

// isHeader reports whether a line has words alone.
func isHeader(row []string) bool {
	return !slices.ContainsFunc(row, func(field string) bool {
		return strings.ContainsAny(field, "0123456789") || field == ""
	})
}

func (in *csvReader) arrival(row []string) (c Click, err error) {
	c.User = measure.NoUser
	ok := false
	if c.At, ok = logs.Seconds(row[0]); !ok {
		return c, in.bad(row, 0, "decimal seconds since the run's start, such as 12.5")
	}
	if c.Node, err = strconv.Atoi(row[1]); err != nil || c.Node < 0 || c.Node >= in.s.Nodes {
		return c, in.bad(row, 1, fmt.Sprintf("the index of a node, 0 to %d", in.s.Nodes-1))
	}
	if c.Customer, err = strconv.Atoi(row[2]); err != nil || c.Customer < 0 ||
		c.Customer >= in.s.Customers {
		return c, in.bad(row, 2, fmt.Sprintf("the index of a customer, 0 to %d", in.s.Customers-1))
	}
	return c, nil
}

func (in *csvReader) bad(row []string, field int, meant string) error {
	line, column := in.rows.FieldPos(field)
	return in.wrong(line, column, unit.Quote(row[field]), meant)
}
