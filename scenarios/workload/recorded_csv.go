package workload

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/accesslog"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// csvHeader is what a file of recorded arrivals may begin with.
const csvHeader = "t,node,customer"

// readCSV reads arrivals, of which at least one must lie within the run: lines t,node,customer,
// under a header or without one.
func readCSV(name string, f io.Reader, s measure.Sizes) (list []Click, err error) {
	var earliest Click
	var line *accesslog.Line // of the earliest
	begun := false
	err = accesslog.EachLine(name, f, func(l accesslog.Line) error {
		fields := strings.Split(l.Text, ",")
		for i, field := range fields {
			fields[i] = strings.TrimSpace(field)
			if text, err := strconv.Unquote(fields[i]); err == nil {
				fields[i] = text
			}
		}
		header := !begun && !strings.ContainsAny(l.Text, "0123456789")
		begun = true
		switch {
		case header && strings.Join(fields, ",") == csvHeader:
			return nil
		case header:
			return l.Wrong(1, "the header "+unit.Quote(l.Text), csvHeader)
		}
		c, err := arrival(l, fields, s)
		if list = append(list, c); line == nil || c.At < earliest.At {
			earliest, line = c, &l
		}
		return err
	})
	if err == nil && earliest.At > s.Length {
		err = line.Wrong(1, fmt.Sprintf("the earliest arrival at %v", earliest.At),
			fmt.Sprintf("one before the end of the run, at %v", s.Length))
	}
	return list, err
}

// arrival reads the fields of a line.
func arrival(l accesslog.Line, fields []string, s measure.Sizes) (c Click, err error) {
	if len(fields) != 3 {
		return c, l.Wrong(1, "wrong number of fields", "lines "+csvHeader)
	}
	at, ok := accesslog.Seconds(fields[0])
	if !ok {
		return c, l.Wrong(1, unit.Quote(fields[0]),
			"decimal seconds since the run's start, such as 12.5")
	}
	index := func(field int, what string, of int) int {
		i, wrong := strconv.Atoi(fields[field])
		if err == nil && (wrong != nil || i < 0 || i >= of) {
			column := 1 + len(strings.Join(strings.SplitN(l.Text, ",", field+1)[:field], ",")+",")
			err = l.Wrong(column, unit.Quote(fields[field]),
				fmt.Sprintf("the index of a %s, 0 to %d", what, of-1))
		}
		return i
	}
	c = Click{At: at, User: measure.NoUser}
	c.Node, c.Customer = index(1, "node", s.Nodes), index(2, "customer", s.Customers)
	return c, err
}
