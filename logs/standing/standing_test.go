package standing

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/logs"
)

var (
	burst   = quota.Threshold{Rate: 3, Span: 5 * time.Second}
	average = quota.Threshold{Average: true, Rate: 1, Span: 2 * time.Minute}
)

const second = int64(time.Second)

// seen returns the standing after hits, one each tenth of a second from an instant on, by the
// clients in turns.
func (s *Standing) seen(from int64, n, status int, clients ...string) *Standing {
	for i := range n {
		at := from + int64(i)*second/10
		s.Add(&logs.Hit{
			Begin: logs.Interval{From: at, Until: at + 1}, Client: clients[i%len(clients)], Status: status,
		})
	}
	return s
}

// tunnel returns the standing after a CONNECT.
func (s *Standing) tunnel(at int64, status int, client string) *Standing {
	s.Add(&logs.Hit{Begin: logs.Interval{From: at, Until: at + 1}, Method: "CONNECT", Status: status,
		Client: client})
	return s
}

func fresh() *Standing { return New(burst, average, 10*time.Minute) }

// Computed by hand. A ban of ten minutes is 600 s.
func TestStanding(t *testing.T) {
	for name, test := range map[string]struct {
		s    *Standing
		at   int64 // in seconds
		want Report
	}{
		"nothing": {fresh(), 10, Report{}},
		"15 hits are allowed": {
			fresh().seen(0, 15, 0, "a"), 10, Report{},
		},
		// The 16th comes at 1.5 s. Without b's 8 hits a's violate nothing.
		"the 16th is a violation": {
			fresh().seen(0, 16, 0, "a", "b"), 10, Report{
				Banned: true, Since: 15 * second / 10,
				UntilViolation: 6015 * second / 10, UntilAnyHit: 6015 * second / 10,
				Clients: []Client{{"a", 8}, {"b", 8}}, Enough: 1,
			},
		},
		// What the answers say counts more than the rule.
		"answered 200": {fresh().seen(0, 16, 200, "a"), 10, Report{Answered: true}},
		"answered 403": {
			fresh().seen(0, 1, 403, "a"), 10, Report{
				Answered: true, Banned: true, Refused: true,
				UntilViolation: 600 * second, UntilAnyHit: 600 * second,
				Clients: []Client{{"a", 1}},
			},
		},
		"answered 200 again": {
			fresh().seen(0, 5, 403, "a").seen(100*second, 1, 200, "a"), 110, Report{Answered: true},
		},
		// The 200 of a CONNECT is the proxy's own: it ends no ban. Nor does its 403 begin one.
		"a tunnel's own 200": {
			fresh().seen(0, 1, 403, "a").tunnel(100*second, 200, "a"), 110, Report{
				Answered: true, Banned: true, Refused: true, UntilViolation: 600 * second,
				UntilAnyHit: 700 * second, Clients: []Client{{"a", 2}},
			},
		},
		"a tunnel's own 403": {fresh().tunnel(0, 403, "a"), 10, Report{}},
		// One hit at 100 s prolongs the ban if any does, but violates nothing.
		"prolonged if any hit does": {
			fresh().seen(0, 1, 403, "a").seen(100*second, 1, 403, "b"), 110, Report{
				Answered: true, Banned: true, Refused: true,
				UntilViolation: 600 * second, UntilAnyHit: 700 * second,
				Clients: []Client{{"a", 1}, {"b", 1}},
			},
		},
		// Twenty from 100 s on: the 16th and later ones violate, the last at 101.9 s.
		"prolonged by violations": {
			fresh().seen(0, 1, 403, "a").seen(100*second, 20, 403, "b"), 110, Report{
				Answered: true, Banned: true, Refused: true, UntilViolation: 7019 * second / 10,
				UntilAnyHit: 7019 * second / 10, Clients: []Client{{"b", 20}, {"a", 1}}, Enough: 1,
			},
		},
		"at its last instant": {
			fresh().seen(0, 1, 403, "a"), 599, Report{
				Answered: true, Banned: true, Refused: true,
				UntilViolation: 600 * second, UntilAnyHit: 600 * second,
				Clients: []Client{{"a", 1}},
			},
		},
		"over": {fresh().seen(0, 1, 403, "a"), 600, Report{Answered: true}},
	} {
		require.Equal(t, test.want, test.s.At(test.at*second), name)
	}
}

// Four a second by four clients: the average threshold is what keeps the rest from going on when
// one of them stops.
func TestWhoIsEnough(t *testing.T) {
	s := fresh()
	for i := range int64(480) {
		s.seen(i*second/4, 1, 403, string(rune('a'+i%4)))
	}
	r := s.At(120 * second)
	require.Len(t, r.Clients, 4)
	require.Equal(t, 120, r.Clients[0].Hits)
	// Of one client 120 hits in 120 s are left: they reach the number. Of none nothing is left.
	require.Equal(t, 4, r.Enough)
}
