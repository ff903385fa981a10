package server

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
)

// An Eviction is a session that was dropped because nobody used it.
type Eviction struct {
	Session     string    `json:"session"`
	At          time.Time `json:"at"` // real time
	IdleSeconds float64   `json:"idle_seconds"`
}

// mostEvictions is how many evictions are remembered. Assumed.
const mostEvictions = 100

// sessions are the sessions of one server. A session is opened on first use, and dropped when it is
// idle. That is checked whenever a session is opened or listed, so that nothing runs in the
// background.
type sessions struct {
	wall clockwork.Clock
	most int
	idle time.Duration
	make func(name string, o Opening) (*session, error)
	like Opening // of those that open on first use

	mu      sync.Mutex
	open    map[string]*session
	evicted []Eviction
}

// use returns the session of that name for one request, and opens it if it is not open. Call done
// when the request is over.
func (s *sessions) use(name string) (on *session, done func(), err error) {
	if err := checkName(name); err != nil {
		return nil, nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	on, known := s.open[name]
	if !known {
		if on, err = s.add(name, s.like); err != nil {
			return nil, nil, err
		}
	}
	s.touch(on)
	on.busy.Add(1)
	return on, func() { on.busy.Add(-1) }, nil
}

func (s *sessions) touch(on *session) {
	on.used = s.wall.Now()
}

// create opens a session. It is an error if the session is open already.
func (s *sessions) create(name string, o Opening) (*session, error) {
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
func (s *sessions) add(name string, o Opening) (*session, error) {
	s.evict()
	if len(s.open) >= s.most {
		return nil, errFull
	}
	on, err := s.make(name, o)
	if err != nil {
		return nil, err
	}
	s.touch(on)
	s.open[name] = on
	return on, nil
}

// evict drops idle sessions.
func (s *sessions) evict() {
	now := s.wall.Now()
	for _, name := range slices.Sorted(maps.Keys(s.open)) {
		on := s.open[name]
		idle := now.Sub(on.used)
		if name == defaultSession || idle < s.idle || on.busy.Load() > 0 {
			continue
		}
		delete(s.open, name)
		on.hub.close()
		s.evicted = append(s.evicted, Eviction{name, now.UTC(), idle.Seconds()})
	}
	s.evicted = s.evicted[max(0, len(s.evicted)-mostEvictions):]
}

// remove drops a session, and reports whether it was open.
func (s *sessions) remove(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	on, known := s.open[name]
	if known {
		delete(s.open, name)
		on.hub.close()
	}
	return known
}

// list returns all sessions by name.
func (s *sessions) list() []*session {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.evict()
	var all []*session
	for _, name := range slices.Sorted(maps.Keys(s.open)) {
		all = append(all, s.open[name])
	}
	return all
}

// evictions returns the evictions of sessions of that name; of all sessions for the default one.
func (s *sessions) evictions(name string) []Eviction {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := []Eviction{}
	for _, e := range s.evicted {
		if name == defaultSession || e.Session == name {
			all = append(all, e)
		}
	}
	return all
}
