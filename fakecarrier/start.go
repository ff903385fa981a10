package fakecarrier

import (
	"fmt"
	"net/http/httptest"
	"strings"
)

// A TB is what Start needs of a *testing.T or *testing.B.
type TB interface {
	Helper()
	Cleanup(func())
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// A Server is a World on a port of this machine, for the length of a test.
type Server struct {
	*World
	URL string // as http://127.0.0.1:41234, without a slash at the end

	allowed bool
}

// Start opens a World on a free port. When the test ends, the server is closed, the headroom is
// logged, and the test fails if its callers were banned.
func Start(t TB, s Setup) *Server {
	t.Helper()
	w, err := NewWorld(s)
	if err != nil {
		t.Fatalf("%v", err)
		return nil
	}
	listening := httptest.NewServer(w)
	server := &Server{World: w, URL: listening.URL}
	t.Cleanup(func() {
		t.Helper()
		listening.Close()
		standing := w.Verdict()
		t.Logf("fakecarrier: %v", standing)
		if !standing.OK() && !server.allowed {
			t.Errorf("fakecarrier: %s", w.indictment(standing))
		}
	})
	return server
}

// AllowBans lets the test pass although its callers were banned: it wanted to see that.
func (s *Server) AllowBans() { s.allowed = true }

// String says in one line how far the hits were from the thresholds: for both of them, the reading
// in force that came closest, or of all readings where none is in force.
func (s Standing) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d token hits, %d bans", s.TokenHits, s.Bans)
	for _, average := range []bool{false, true} {
		if r := s.closest(average); r != nil {
			more := ""
			if r.AtLeast {
				more = " or more"
			}
			fmt.Fprintf(&b, "; %s: fullest window %d%s of %d", r.Reading, r.Peak, more, r.Limit)
		}
	}
	return b.String()
}

func (s Standing) closest(average bool) (closest *ReadingStanding) {
	for i := range s.Readings {
		r := &s.Readings[i]
		reading, _ := LookupReading(r.Reading)
		if r.Limit == 0 || reading.Average != average {
			continue
		}
		switch {
		case closest == nil, r.InForce && !closest.InForce:
			closest = r
		case r.InForce == closest.InForce && r.Headroom() < closest.Headroom():
			closest = r
		}
	}
	return closest
}

// indictment tells of the first ban that the journal still has.
func (w *World) indictment(s Standing) string {
	events, _ := w.Journal(Filter{})
	for _, e := range events {
		if e.Ban != BanStarted {
			continue
		}
		why := "imposed by the operator"
		if e.Kind == EventRequest {
			why = fmt.Sprintf("client %q exceeded %s with %s %s", e.Client, e.Rule, e.Method, e.Path)
		}
		return fmt.Sprintf("%v was banned at %v until %v: %s (%v)", e.Source,
			e.At.Format("15:04:05.000"), e.BannedUntil.Format("15:04:05.000"), why, s)
	}
	return fmt.Sprintf("a caller was banned (%v)", s)
}
