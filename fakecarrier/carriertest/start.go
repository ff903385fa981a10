// Package carriertest starts a fake carrier for the length of a test.
package carriertest

import (
	"fmt"
	"net/http/httptest"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
)

// A TB is the part of a testing.TB that Start needs.
type TB interface {
	Helper()
	Cleanup(func())
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// A Server is a World that listens on a port of this machine until the test ends.
type Server struct {
	*front.World
	URL string // as http://127.0.0.1:41234, without a slash at the end

	allowed bool // bans
	idle    bool // it may be unused
}

// Start serves a World on a free port. When the test ends, Start closes the server and logs how
// close the callers came to a ban. The test fails if they were banned, or if nobody used the World:
// a test whose application asks elsewhere must not be green.
func Start(t TB, s front.Setup) *Server {
	t.Helper()
	w, err := front.NewWorld(s)
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
		switch {
		case standing.Bans > 0 && !server.allowed:
			t.Errorf("fakecarrier: %s", firstBan(w, standing))
		case standing.Unused() && !server.idle:
			t.Errorf("fakecarrier: nobody used the carrier at %s: no request came since it began, or was "+
				"reset; AllowUnused if that is meant", server.URL)
		}
	})
	return server
}

// AllowBans lets the test pass although its callers were banned.
func (s *Server) AllowBans() { s.allowed = true }

// AllowUnused lets the test pass although nobody used the World.
func (s *Server) AllowUnused() { s.idle = true }

// firstBan describes the first ban in the journal.
func firstBan(w *front.World, s front.Standing) string {
	events, _ := w.Journal(front.Filter{})
	for _, e := range events {
		if e.Ban != fakecarrier.BanStarted {
			continue
		}
		why := "imposed by the operator"
		if e.Kind == front.EventRequest {
			why = fmt.Sprintf("client %q exceeded %s with %s %s", e.Client, e.Rule, e.Method, e.Path)
		}
		return fmt.Sprintf("%v was banned at %v until %v: %s (%v)", e.Source,
			e.At.Format("15:04:05.000"), e.BannedUntil.Format("15:04:05.000"), why, s)
	}
	return fmt.Sprintf("a caller was banned (%v)", s)
}
