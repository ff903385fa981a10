package server

import (
	"cmp"
	"container/list"
	"fmt"
	"hash/fnv"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/fakecarrier/stubs"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// defaultSession is the session of requests that name no session. It is never dropped.
const defaultSession = "default"

// A session is a world with a clock of its own.
type session struct {
	name    string
	opening *Opening
	clock   *sessionClock
	world   *front.World
	tally   *tally
	hub     hub
	tape    tape

	ownStubs atomic.Bool  // not those of the server's file
	busy     atomic.Int64 // requests under way

	// Guarded by the sessions' lock.
	used  time.Time     // the real time of the latest use
	place *list.Element // in byUse; nil of the default session
}

// An eviction is a session that was dropped because nobody used it.
type eviction struct {
	Session     string    `json:"session"`
	At          time.Time `json:"at"` // real time
	IdleSeconds float64   `json:"idle_seconds"`
}

// mostEvictions is how many evictions are remembered. Assumed.
const mostEvictions = 100

// sessions are the sessions of one server. A session is opened by a POST to the admin API, and
// dropped when it is idle. That is checked whenever a session is opened or listed,
// so that nothing runs in the background.
type sessions struct {
	wall   clockwork.Clock
	config *Config
	stubs  func() *stubs.List // those of the server's file

	mu      sync.Mutex
	open    map[string]*session
	byUse   list.List // of *session, the one first that was not used for longest; none is the default
	evicted []eviction
}

// use returns the session of that name for one request. The caller lowers the session's busy count
// when the request is over. If the session is not open, use opens it for a request that opens, and
// refuses others: whoever mistypes a name must not be told that all is well in a session that
// nobody used. A session that the configuration names is opened by any request.
func (s *sessions) use(name string, opens bool) (on *session, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	on, known := s.open[name]
	_, configured := s.config.Opened[name]
	switch {
	case known:
		on.used = s.wall.Now()
		if on.place != nil {
			s.byUse.MoveToBack(on.place)
		}
	case opens || configured:
		on, err = s.add(name, s.config.openingOf(name))
	default:
		err = s.unknown(name)
	}
	if err != nil {
		return nil, err
	}
	on.busy.Add(1)
	return on, nil
}

// mostNamed is how many open sessions a message lists (assumed: as many as one reads).
const mostNamed = 10

// unknown is the error of a session that is not open. It names the nearest that is.
func (s *sessions) unknown(name string) error {
	open := slices.Sorted(maps.Keys(s.open))
	near := unit.Nearest(name, open)
	meant := "one that is open: " + strings.Join(open[:min(len(open), mostNamed)], ", ")
	if more := len(open) - mostNamed; more > 0 {
		meant += fmt.Sprintf(" and %d more", more)
	}
	if len(near) > 0 {
		meant = unit.Meant(name, near)
	}
	return missing("found no session %q; meant %s; POST /__admin/sessions opens one, and so does any "+
		"POST to its admin API", name, meant)
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
	if name != defaultSession {
		on.place = s.byUse.PushBack(on)
	}
	return on, nil
}

// begin makes a session that nobody knows yet. The seed depends on its name: the token of one
// session is unknown in another.
func (s *sessions) begin(name string, o *Opening) (*session, error) {
	on, setup, err := s.prepare(name, o)
	if err != nil {
		return nil, err
	}
	if on.world, err = front.NewWorld(setup); err != nil {
		return nil, err
	}
	return on, nil
}

// prepare makes a session without its world, and the setup of that.
func (s *sessions) prepare(name string, o *Opening) (*session, front.Setup, error) {
	setup, err := o.setup()
	if err != nil {
		return nil, setup, err
	}
	at := o.StartAt
	if at.IsZero() {
		at = s.wall.Now()
	}
	on := &session{
		name: name, opening: o, clock: newClock(s.wall, at, o.TimeScale), used: s.wall.Now(),
	}
	on.clock.frozen = o.Frozen
	on.hub.hasty = max(1, s.config.Journal/4)
	hash := fnv.New64a()
	hash.Write([]byte(name))
	setup.Seed ^= hash.Sum64()
	setup.Clock, setup.Journal, setup.Stubs = on.clock, s.config.Journal, s.stubs()
	on.tally = newTally(name, setup.Throttle.Watches, 2*longestSpan(setup.Profile)+1)
	setup.Notify = func(e front.Event) {
		on.tally.add(e)
		on.hub.happened()
	}
	return on, setup, nil
}

// evict drops idle sessions.
func (s *sessions) evict() {
	now := s.wall.Now()
	for at, next := s.byUse.Front(), (*list.Element)(nil); at != nil; at = next {
		next = at.Next()
		on := at.Value.(*session)
		idle := now.Sub(on.used)
		if idle < s.config.SessionIdle {
			break // the others were used later
		}
		if on.busy.Load() > 0 {
			continue
		}
		s.drop(on)
		s.evicted = append(s.evicted, eviction{on.name, now.UTC(), idle.Seconds()})
	}
	s.evicted = s.evicted[max(0, len(s.evicted)-mostEvictions):]
}

func (s *sessions) drop(on *session) {
	delete(s.open, on.name)
	s.byUse.Remove(on.place)
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
	if name != defaultSession && !sessionName.MatchString(name) {
		return fmt.Errorf("found the session name %q; meant 1 to 64 letters, digits, dots, "+
			"hyphens or underscores", name)
	}
	return nil
}
