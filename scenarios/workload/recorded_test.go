package workload

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// TestRecordedCSV reads files for a run of ten seconds, of two nodes and three customers.
func TestRecordedCSV(t *testing.T) {
	s := measure.Sizes{Length: 10 * time.Second, Nodes: 2, Customers: 3}
	const seconds = `meant decimal seconds since the run's start, such as 12.5`
	click := func(at time.Duration, node, customer int) Click {
		return Click{At: at, User: measure.NoUser, Node: node, Customer: customer}
	}
	for _, test := range []struct {
		text  string
		want  []Click
		wrong string
	}{
		{"t,node,customer\n1.5,1,2\n", []Click{click(1500*time.Millisecond, 1, 2)}, ""},
		{"2,1,0\n1,0,0\n", []Click{click(time.Second, 0, 0), click(2*time.Second, 1, 0)}, ""},
		{"\"t\", node, customer\n1, \"1\", 2\n", []Click{click(time.Second, 1, 2)}, ""},
		{"1,0\",0\n", nil, "x.csv:1:4: found a stray quote; meant lines t,node,customer"},
		{"1,'0',0\n", nil, `x.csv:1:3: found "'0'"; meant the index of a node, 0 to 1`},
		{"10,0,0\n", []Click{click(10*time.Second, 0, 0)}, ""},
		{"10.000000001,0,0\n", nil, "x.csv:1:1: found the earliest arrival at 10.000000001s; meant one " +
			"before the end of the run, at 10s"},
		{"12,0,0\n11,0,0\n11,1,0\n", nil, "x.csv:2:1: found the earliest arrival at 11s; meant one " +
			"before the end of the run, at 10s"},
		{"", nil, "x.csv:1:1: found no arrivals; meant at least one line t,node,customer, or a log " +
			"line that the filter keeps"},
		{"1,2,0\n", nil, `x.csv:1:3: found "2"; meant the index of a node, 0 to 1`},
		{"1,-1,0\n", nil, `x.csv:1:3: found "-1"; meant the index of a node, 0 to 1`},
		{"1,0,3\n", nil, `x.csv:1:5: found "3"; meant the index of a customer, 0 to 2`},
		{"t,customer,node\n", nil, `x.csv:1:1: found the header "t,customer,node"; meant ` +
			"t,node,customer"},
		{"1,0,0\nt,node,customer\n", nil, `x.csv:2:1: found "t"; ` + seconds},
		{"1,0\n", nil, "x.csv:1:1: found wrong number of fields; meant lines t,node,customer"},
	} {
		r := &Recorded{File: "x.csv"}
		var err error
		r.list, err = r.read("x.csv", strings.NewReader(test.text), Scope{Sizes: s})
		if test.wrong != "" {
			require.EqualError(t, err, test.wrong, test.text)
			continue
		}
		require.NoError(t, err, test.text)
		var got []Click
		next := r.Clicks(s, stream)
		for c, ok := next(); ok; c, ok = next() {
			got = append(got, c)
		}
		require.Equal(t, test.want, got, test.text)
	}
}

// What lies beyond the end of the run is left out, with a remark.
func TestRecordedLeftOut(t *testing.T) {
	r := Recorded{File: "x.csv", list: []arrival{
		{Click: Click{At: 1}}, {Click: Click{At: 10}}, {Click: Click{At: 11}},
	}}
	require.Equal(t, "x.csv: 1 of 3 arrivals are left out: they lie beyond the end of the run, "+
		"at 10ns", r.LeftOut(10))
	require.Empty(t, r.LeftOut(11))
}

// Clients are dealt in order of their first appearance: to the customers of a node, then to the
// next node. The run begins with the earliest request; each came anywhere within its second.
func TestRecordedLog(t *testing.T) {
	s := measure.Sizes{Length: time.Hour, Nodes: 2, Customers: 2}
	line := func(host, at string) string {
		return host + ` - - [01/Jan/2024:00:00:` + at + ` +0000] "GET /track HTTP/1.1" 200 1` + "\n"
	}
	r := &Recorded{File: "x.log", Path: "/track"}
	for _, prefix := range []string{"", "shop.example.com:443 ", "Jan  1 00:00:00 web1 nginx: "} {
		lines := prefix + line("10.0.0.1", "05") + prefix + line("10.0.0.2", "03") +
			prefix + line("10.0.0.3", "09") + prefix + line("10.0.0.1", "09")
		list, err := r.read("x.log", strings.NewReader(lines), Scope{Sizes: s})
		require.NoError(t, err, prefix)
		require.Equal(t, []arrival{
			{Click{0, measure.NoUser, 0, 0}, time.Second},
			{Click{2 * time.Second, measure.NoUser, 0, 1}, time.Second},
			{Click{6 * time.Second, measure.NoUser, 1, 0}, time.Second},
			{Click{6 * time.Second, measure.NoUser, 0, 1}, time.Second},
		}, list, prefix)
	}
	r.Path = "/other"
	_, err := r.read("x.log", strings.NewReader(line("10.0.0.1", "05")), Scope{Sizes: s})
	require.ErrorContains(t, err, "x.log:1:1: found no arrivals")
}

// Without spread, each arrival lies anywhere within its stamp; spread says otherwise. A list of
// seconds is exact.
func TestRecordedSpread(t *testing.T) {
	s := measure.Sizes{Length: time.Hour, Nodes: 1, Customers: 1}
	const line = `h - - [01/Jan/2024:00:00:05 +0000] "GET /track HTTP/1.1" 200 1` + "\n"
	for _, test := range []struct {
		file, text string
		spread     strict.Optional[strict.Span]
		least      time.Duration // of the latest of a hundred
		most       time.Duration
	}{
		{"x.log", strings.Repeat(line, 100), strict.Optional[strict.Span]{}, 900e6, 1e9 - 1},
		{"x.log", strings.Repeat(line, 100), strict.Some(strict.Span(0)), 0, 0},
		{"x.log", strings.Repeat(line, 100), strict.Some(strict.Span(5e9)), 4e9, 5e9 - 1},
		{"x.txt", strings.Repeat("1\n", 100), strict.Optional[strict.Span]{}, 0, 0},
		{"x.csv", strings.Repeat("0,0,0\n", 100), strict.Optional[strict.Span]{}, 0, 0},
	} {
		r := &Recorded{File: test.file, Spread: test.spread}
		var err error
		r.list, err = r.read(test.file, strings.NewReader(test.text), Scope{Sizes: s})
		require.NoError(t, err)
		clicks := r.spreadOut(stream("spread"))
		last := clicks[len(clicks)-1].At
		require.GreaterOrEqual(t, last, test.least, test)
		require.LessOrEqual(t, last, test.most, test)
	}
}
