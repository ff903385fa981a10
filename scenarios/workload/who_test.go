package workload

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// TestCallers deals callers to customers and nodes: seven users of two customers and three nodes,
// and those of a load's own, whose numbers begin at 7. A seat is {number, node, customer}.
func TestCallers(t *testing.T) {
	sizes := measure.Sizes{Length: time.Minute, Users: 7, Customers: 2, Nodes: 3}
	for _, test := range []struct {
		load    string
		nodes   int // by the time that they call
		want    [][3]int
		workers bool
	}{
		{"burst: {clicks: 1}", 3,
			[][3]int{{0, 0, 0}, {1, 0, 1}, {2, 1, 0}, {3, 1, 1}, {4, 2, 0}, {5, 2, 1}, {6, 0, 0}}, false},
		{"burst: {clicks: 1}", 2,
			[][3]int{{0, 0, 0}, {1, 0, 1}, {2, 1, 0}, {3, 1, 1}, {4, 0, 0}, {5, 0, 1}, {6, 1, 0}}, false},
		{"burst: {clicks: 1}, who: {customers: [1]}", 3,
			[][3]int{{1, 0, 1}, {3, 1, 1}, {5, 2, 1}}, false},
		{"burst: {clicks: 1}, who: {customers: [1]}", 4,
			[][3]int{{1, 0, 1}, {3, 1, 1}, {5, 2, 1}}, false},
		{"burst: {clicks: 1}, who: {nodes: [0]}", 3, [][3]int{{0, 0, 0}, {1, 0, 1}, {6, 0, 0}}, false},
		{"burst: {clicks: 1}, who: {nodes: [0]}", 4, // they stay
			[][3]int{{0, 0, 0}, {1, 0, 1}, {6, 0, 0}}, false},
		{"burst: {clicks: 1}, who: {customers: [0], nodes: [1, 2]}", 3,
			[][3]int{{2, 1, 0}, {4, 2, 0}}, false},
		{"burst: {clicks: 1}, who: {users: 3}", 3, [][3]int{{7, 0, 0}, {8, 0, 1}, {9, 1, 0}}, false},
		{"burst: {clicks: 1}, who: {workers: 3}", 1, [][3]int{{7, 0, 0}, {8, 0, 1}, {9, 0, 0}}, true},
		{"burst: {clicks: 1}, who: {workers: 3, customers: [1], nodes: [2, 0]}", 3,
			[][3]int{{7, 2, 1}, {8, 0, 1}, {9, 2, 1}}, true},
		{"burst: {clicks: 1}, who: {customers: [], nodes: []}", 2,
			[][3]int{{0, 0, 0}, {1, 0, 1}, {2, 1, 0}, {3, 1, 1}, {4, 0, 0}, {5, 0, 1}, {6, 1, 0}}, false},
		{"job: {calls: 1}", 3, [][3]int{{7, 0, 0}}, true},
		{"job: {calls: 1}, who: {customers: [1, 0]}", 3, [][3]int{{7, 0, 1}, {8, 0, 0}}, true},
		{"job: {calls: 1}, who: {workers: 2, nodes: [1]}", 3, [][3]int{{7, 1, 0}, {8, 1, 1}}, true},
	} {
		t.Run(test.load, func(t *testing.T) {
			l := read(t, test.load)
			c := CallersOf(l, sizes, 7)
			var got [][3]int
			for i := range c.Count {
				number := c.Number(i)
				node, customer := c.Seat(number, test.nodes)
				got = append(got, [3]int{int(number), node, customer})
			}
			require.Equal(t, test.want, got)
			require.Equal(t, test.workers, c.Workers)
		})
	}
}

func read(t *testing.T, load string) *Load {
	t.Helper()
	var file struct {
		Load Load `yaml:"load"`
	}
	d, err := strict.Parse("x.yaml", []byte("load: {"+load+"}"))
	require.NoError(t, err)
	d.Decode(&file)
	require.NoError(t, d.Err())
	return &file.Load
}

// Calls of a job begin over/calls apart, the first at once; several workers call at one instant.
func TestJobs(t *testing.T) {
	for _, test := range []struct {
		job   string
		users int
		want  []Click
	}{
		{"job: {calls: 3, over: 90s, at: 1s}", 1,
			[]Click{{At: 1e9}, {At: 31e9}}}, // the third, at 61 s, lies beyond the run
		{"job: {calls: 3, over: 10ns}", 1, []Click{{At: 0}, {At: 3}, {At: 6}}},
		{"job: {calls: 2}", 2, []Click{{User: 0}, {User: 1}, {User: 0}, {User: 1}}},
		{"job: {calls: 1, at: 1m}", 1, []Click{{At: 60e9}}},
	} {
		sizes := measure.Sizes{Length: time.Minute, Users: test.users}
		next := read(t, test.job).Shape.(Arriving).Clicks(sizes, nil)
		var got []Click
		for c, ok := next(); ok; c, ok = next() {
			got = append(got, c)
		}
		require.Equal(t, test.want, got, test.job)
	}
}

// Of a table of arrivals those are kept that are addressed; clients of a log are dealt to them.
func TestRecordedWho(t *testing.T) {
	sizes := measure.Sizes{Length: time.Minute, Users: 1, Customers: 3, Nodes: 2}
	s := Scope{Sizes: sizes, Who: &Who{Customers: []int{2}, Nodes: []int{1}}}
	require.Equal(t, []arrival{{Click: Click{At: 3e9, User: measure.NoUser, Node: 1, Customer: 2}}},
		s.addressed([]arrival{
			{Click: Click{At: 1e9, User: measure.NoUser, Node: 0, Customer: 2}},
			{Click: Click{At: 2e9, User: measure.NoUser, Node: 1, Customer: 1}},
			{Click: Click{At: 3e9, User: measure.NoUser, Node: 1, Customer: 2}},
		}))
	for i := range 5 {
		node, customer := s.Who.seat(i, sizes.Nodes, sizes.Customers)
		require.Equal(t, [2]int{1, 2}, [2]int{node, customer})
	}
}
