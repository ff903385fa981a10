package server

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
)

// defaultSession is the session of requests that name no session. It is never dropped.
const defaultSession = "default"

// A session is a world with a clock of its own.
type session struct {
	name  string
	clock *sessionClock
	world *front.World
	tally *tally
	hub   hub

	busy atomic.Int64 // requests under way
	used time.Time    // the real time of the latest use; guarded by the sessions' lock
}

// An eviction is a session that was dropped because nobody used it.
type eviction struct {
	Session     string    `json:"session"`
	At          time.Time `json:"at"` // real time
	IdleSeconds float64   `json:"idle_seconds"`
}

// mostEvictions is how many evictions are remembered. Assumed.
const mostEvictions = 100

// sessions are the sessions of one server. A session is opened by the first request that does not
// only read, and dropped when it is idle. That is checked whenever a session is opened or listed,
// so that nothing runs in the background.
type sessions struct {
	wall   clockwork.Clock
	config *Config

	mu      sync.Mutex
	open    map[string]*session
	evicted []eviction
}

// use returns the session of that name for one request. The caller lowers the session's busy count
// when the request is over. If the session is not open, use opens it; or, for a request that only
// reads, returns a session as it would be opened, and forgets it: a page that still reads while its
// session is deleted must not open it again.
func (s *sessions) use(name string, opens bool) (on *session, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	on, known := s.open[name]
	switch {
	case known:
		on.used = s.wall.Now()
	case opens:
		on, err = s.add(name, s.config.openingOf(name))
	default:
		on, err = s.begin(name, s.config.openingOf(name))
	}
	if err != nil {
		return nil, err
	}
	on.busy.Add(1)
	return on, nil
}

// create opens a session. It is an error if the session is open already.
func (s *sessions) create(name string, o *Opening) (*session, error) {
	if err := checkName(name); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.open[name]; known {
		return nil, conflict("found session %q open already; meant another name, or to delete it",
			name)
	}
	return s.add(name, o)
}

// add opens a session. It drops idle sessions first.
func (s *sessions) add(name string, o *Opening) (*session, error) {
	s.evict()
	if len(s.open) >= s.config.Sessions {
		return nil, refusal(http.StatusServiceUnavailable, "found no room for another session, and "+
			"none idle; meant fewer at a time, sessions deleted at their end, or a higher --sessions")
	}
	on, err := s.begin(name, o)
	if err != nil {
		return nil, err
	}
	s.open[name] = on
	return on, nil
}

// begin makes a session that nobody knows yet. The seed depends on its name: the token of one
// session is unknown in another.
func (s *sessions) begin(name string, o *Opening) (*session, error) {
	setup, err := o.setup()
	if err != nil {
		return nil, err
	}
	at := o.StartAt
	if at.IsZero() {
		at = s.wall.Now()
	}
	on := &session{name: name, clock: newClock(s.wall, at, o.TimeScale), used: s.wall.Now()}
	on.clock.frozen = o.Frozen
	hash := fnv.New64a()
	hash.Write([]byte(name))
	setup.Seed ^= hash.Sum64()
	setup.Clock, setup.Journal = on.clock, s.config.Journal
	on.tally = newTally(name, setup.Throttle.Watches, 2*longestSpan(setup.Profile)+1)
	setup.Notify = func(e front.Event) {
		on.tally.add(e)
		on.hub.publish(func(*news) {})
	}
	if on.world, err = front.NewWorld(setup); err != nil {
		return nil, err
	}
	return on, nil
}

// evict drops idle sessions.
func (s *sessions) evict() {
	now := s.wall.Now()
	for _, on := range s.sorted() {
		idle := now.Sub(on.used)
		if on.name == defaultSession || idle < s.config.SessionIdle || on.busy.Load() > 0 {
			continue
		}
		s.drop(on)
		s.evicted = append(s.evicted, eviction{on.name, now.UTC(), idle.Seconds()})
	}
	s.evicted = s.evicted[max(0, len(s.evicted)-mostEvictions):]
}

func (s *sessions) drop(on *session) {
	delete(s.open, on.name)
	on.hub.publish(func(n *news) { n.deleted = true })
}

// remove drops a session, and reports whether it was open.
func (s *sessions) remove(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	on, known := s.open[name]
	if known {
		s.drop(on)
	}
	return known
}

// list returns all sessions by name.
func (s *sessions) list() []*session {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.evict()
	return s.sorted()
}

func (s *sessions) sorted() []*session {
	return slices.SortedFunc(maps.Values(s.open), func(a, b *session) int {
		return cmp.Compare(a.name, b.name)
	})
}

// evictions returns the evictions of sessions of that name; of all sessions for the default one.
func (s *sessions) evictions(name string) []eviction {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := []eviction{}
	for _, e := range s.evicted {
		if name == defaultSession || e.Session == name {
			all = append(all, e)
		}
	}
	return all
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
