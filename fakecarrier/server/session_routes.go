package server

func init() {
	register([]route{
		{method: "GET", path: "/__admin/sessions", act: listSessions},
		{method: "POST", path: "/__admin/sessions", act: createSession},
		{method: "DELETE", path: "/__admin/sessions", act: deleteSession, takes: []string{"session"}},
		{method: "POST", path: "/__admin/reset", act: taking(func(c *call, _ struct{}) (any, error) {
			c.on.world.Reset() // its clock runs on
			return show(c.on), nil
		})},
		{method: "GET", path: "/__admin/snapshot", act: takeSnapshot},
		{method: "GET", path: "/__admin/verdict", act: func(c *call) (any, error) {
			return verdictOf(c.on), nil
		}},
	})
}

// A sessionShown is a session as the API shows it.
type sessionShown struct {
	Session string     `json:"session"`
	Profile string     `json:"profile"`
	Reading string     `json:"reading"` // in full
	Policy  string     `json:"policy"`
	Clock   clockState `json:"clock"`
}

func show(on *session) sessionShown {
	setup := on.world.Setup()
	return sessionShown{
		Session: on.name, Profile: setup.Profile.Name, Reading: setup.Throttle.String(),
		Policy: setup.Profile.Policy.String(), Clock: on.clock.State(),
	}
}

func listSessions(c *call) (any, error) {
	shown := []sessionShown{}
	for _, other := range c.server.sessions.list() {
		shown = append(shown, show(other))
	}
	return object{
		"sessions": shown, "evictions": c.server.sessions.evictions(defaultSession),
	}, nil
}

// createSession opens a session; the server's own opening has the defaults.
func createSession(c *call) (any, error) {
	in := struct {
		Session string `json:"session"`
		Opening
	}{Opening: c.server.config.Opening}
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	made, err := c.server.sessions.create(in.Session, in.Opening)
	if err != nil {
		return nil, err
	}
	return show(made), nil
}

func deleteSession(c *call) (any, error) {
	name := c.values.Get("session")
	if name == defaultSession {
		return nil, conflict("found the default session, which stays; meant another, or a reset")
	}
	if !c.server.sessions.remove(name) {
		return nil, missing("found no session %q; meant one of GET /__admin/sessions", name)
	}
	return object{"deleted": name}, nil
}
