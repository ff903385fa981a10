package server

import "net/http"

func (s *Server) sessionRoutes() []route {
	return []route{
		{method: "GET", path: "/__admin/sessions", act: s.listSessions},
		{method: "POST", path: "/__admin/sessions", act: s.createSession},
		{method: "DELETE", path: "/__admin/sessions", act: s.deleteSession},
	}
}

// A sessionShown is a session as the API shows it.
type sessionShown struct {
	Session string     `json:"session"`
	Profile string     `json:"profile"`
	Reading string     `json:"reading"` // in full
	Policy  string     `json:"policy"`
	Clock   ClockState `json:"clock"`
}

func show(on *session) sessionShown {
	setup := on.world.Setup()
	return sessionShown{
		Session: on.name, Profile: setup.Profile.Name, Reading: setup.Throttle.String(),
		Policy: setup.Profile.Policy.String(), Clock: on.clock.State(),
	}
}

func (s *Server) listSessions(on *session, r *http.Request) (any, error) {
	if _, err := query(r); err != nil {
		return nil, err
	}
	shown := []sessionShown{}
	for _, other := range s.sessions.list() {
		shown = append(shown, show(other))
	}
	return struct {
		Sessions  []sessionShown `json:"sessions"`
		Evictions []Eviction     `json:"evictions"`
	}{shown, s.sessions.evictions(defaultSession)}, nil
}

// createSession opens a session; the server's own opening has the defaults.
func (s *Server) createSession(_ *session, r *http.Request) (any, error) {
	in, err := decode(r, struct {
		Session string `json:"session"`
		Opening
	}{Opening: s.config.Opening})
	if err != nil {
		return nil, err
	}
	made, err := s.sessions.create(in.Session, in.Opening)
	if err != nil {
		return nil, err
	}
	return show(made), nil
}

func (s *Server) deleteSession(_ *session, r *http.Request) (any, error) {
	values, err := query(r, "session")
	if err != nil {
		return nil, err
	}
	name := values.Get("session")
	if name == defaultSession {
		return nil, conflict("found the default session, which stays; meant another, or a reset")
	}
	if !s.sessions.remove(name) {
		return nil, missing("found no session %q; meant one of GET /__admin/sessions", name)
	}
	return deletedShown{name}, nil
}

// A deletedShown is the name of a deleted session.
type deletedShown struct {
	Deleted string `json:"deleted"`
}

// reset makes a session's world new. Its clock runs on.
func (s *Server) reset(on *session, r *http.Request) (any, error) {
	if _, err := decode(r, struct{}{}); err != nil {
		return nil, err
	}
	on.world.Reset()
	return show(on), nil
}
