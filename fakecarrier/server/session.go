package server

import (
	"fmt"
	"hash/fnv"
	"net/http"
	"regexp"
	"sync/atomic"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
)

// defaultSession is the session of requests that name no session. It is never dropped.
const defaultSession = "default"

// A session is a world with a clock of its own.
type session struct {
	name    string
	opening Opening
	clock   *Clock
	world   *front.World
	tally   *tally
	hub     *hub

	busy atomic.Int64 // requests under way
	used time.Time    // the real time of the latest use; guarded by the sessions' lock
}

// newSession opens a session.
func (s *Server) newSession(name string, o Opening) (*session, error) {
	setup, err := o.setup()
	if err != nil {
		return nil, err
	}
	at := o.StartAt
	if at.IsZero() {
		at = s.wall.Now()
	}
	clock := NewClock
	if o.Frozen {
		clock = newFrozenClock
	}
	on := &session{name: name, opening: o, clock: clock(s.wall, at, o.TimeScale)}
	setup.Clock, setup.Journal = on.clock, s.config.Journal
	setup.Seed ^= seedOf(name)
	if on.world, err = front.NewWorld(setup); err != nil {
		return nil, err
	}
	on.tally, on.hub = newTally(setup.Throttle.Watches, 2*longestSpan(setup.Profile)+1), &hub{}
	on.world.Subscribe(on.tally.add)
	on.world.Subscribe(func(e front.Event) {
		on.hub.publish(notice{e.Kind.String(), e.Seq, eventShown(e)})
	})
	return on, nil
}

// seedOf gives each session another seed: the token of one session is unknown in another.
func seedOf(name string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(name))
	return h.Sum64()
}

var sessionName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// checkName returns an error if the name cannot be that of a session.
func checkName(name string) error {
	if !sessionName.MatchString(name) {
		return fmt.Errorf("found the session name %q; meant 1 to 64 letters, digits, dots, "+
			"hyphens or underscores", name)
	}
	return nil
}

var errFull = refusal(http.StatusServiceUnavailable, "found no room for another session, and none "+
	"idle; meant fewer at a time, sessions deleted at their end, or a higher --sessions")
