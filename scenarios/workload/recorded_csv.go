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
	"github.com/tokenstorm/tokenstorm/scenarios/accesslog"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A csvReader reads recorded arrivals: lines t,node,customer, under a header or without one.
type csvReader struct {
	name string
	rows *csv.Reader
	s    measure.Sizes
}

// readCSV reads arrivals, of which at least one must lie within the run.
func readCSV(name string, f io.Reader, s measure.Sizes) ([]Click, error) {
	plain, err := accesslog.PlainText(name, f)
	if err != nil {
		return nil, err
	}
	in := csvReader{name, csv.NewReader(plain), s}
	in.rows.FieldsPerRecord, in.rows.ReuseRecord, in.rows.TrimLeadingSpace = 3, true, true
	var list []Click
	earliest, line := Click{}, 0
	for first := true; ; first = false {
		row, err := in.rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, csvError(name, err)
		}
		if first && isHeader(row) {
			if slices.Equal(row, csvHeader) {
				continue
			}
			return nil, &strict.Mistake{
				File: name, Line: 1, Column: 1, Found: "the header " + accesslog.Quote(strings.Join(row, ",")),
				Meant: strings.Join(csvHeader, ","),
			}
		}
		a, err := in.arrival(row)
		if err != nil {
			return nil, err
		}
		if list = append(list, a); line == 0 || a.At < earliest.At {
			earliest = a
			line, _ = in.rows.FieldPos(0)
		}
	}
	if earliest.At > s.Length {
		return nil, &strict.Mistake{
			File: name, Line: line, Column: 1,
			Found: fmt.Sprintf("the earliest arrival at %v", earliest.At),
			Meant: fmt.Sprintf("one before the end of the run, at %v", s.Length),
		}
	}
	return list, nil
}

func (in *csvReader) arrival(row []string) (c Click, err error) {
	at, ok := accesslog.Seconds(row[0])
	if !ok {
		return c, in.bad(row, 0, "decimal seconds since the run's start, such as 12.5")
	}
	node, err := strconv.Atoi(row[1])
	if err != nil || node < 0 || node >= in.s.Nodes {
		return c, in.bad(row, 1, fmt.Sprintf("the index of a node, 0 to %d", in.s.Nodes-1))
	}
	customer, err := strconv.Atoi(row[2])
	if err != nil || customer < 0 || customer >= in.s.Customers {
		return c, in.bad(row, 2, fmt.Sprintf("the index of a customer, 0 to %d", in.s.Customers-1))
	}
	return Click{At: at, User: measure.NoUser, Node: node, Customer: customer}, nil
}

func (in *csvReader) bad(row []string, field int, meant string) error {
	line, column := in.rows.FieldPos(field)
	return &strict.Mistake{
		File: in.name, Line: line, Column: column, Found: accesslog.Quote(row[field]), Meant: meant,
	}
}

// isHeader reports whether a line has words alone.
func isHeader(row []string) bool {
	return !slices.ContainsFunc(row, func(field string) bool {
		return strings.ContainsAny(field, "0123456789") || field == ""
	})
}

var csvHeader = []string{"t", "node", "customer"}

func csvError(name string, err error) error {
	var p *csv.ParseError
	if !errors.As(err, &p) {
		return accesslog.Unreadable(name, 0, err)
	}
	return &strict.Mistake{
		File: name, Line: p.Line, Column: max(1, p.Column), Found: p.Err.Error(),
		Meant: "lines t,node,customer",
	}
}
