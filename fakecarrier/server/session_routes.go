package server

import "encoding/json"

func init() {
	handle("GET /__admin/sessions", listSessions).ofAll()
	handle("POST /__admin/sessions", createSession).ofAll()
	handle("DELETE /__admin/sessions", deleteSession).ofAll()
	handle("POST /__admin/reset", func(c *call, _ none) (any, error) {
		c.on.world.Reset() // its clock runs on
		return show(c.on), nil
	})
	handle("GET /__admin/snapshot", takeSnapshot)
	handle("GET /__admin/verdict", func(c *call, _ none) (any, error) { return verdictOf(c.on), nil })
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

func listSessions(c *call, _ none) (any, error) {
	shown := []sessionShown{}
	for _, other := range c.server.sessions.list() {
		shown = append(shown, show(other))
	}
	return object{
		"sessions": shown, "evictions": c.server.sessions.evictions(defaultSession),
	}, nil
}

// A namedOpening describes a session to open. What it leaves open is as the server was started.
type namedOpening struct {
	Session string `json:"session"`
	Opening
}

func (o *namedOpening) defaults(s *Server) { o.Opening = s.config.Opening }

// UnmarshalJSON reads it over what it is. A carrier of its own takes nothing over from the
// server's.
func (o *namedOpening) UnmarshalJSON(data []byte) error {
	var given map[string]json.RawMessage
	if err := json.Unmarshal(data, &given); err != nil {
		return err
	}
	_, carrier := given["carrier"]
	if _, profile := given["profile"]; carrier || profile && !o.Carrier.IsZero() {
		o.Carrier, o.Reading, o.Policy, o.Transactions, o.TokenLife = Terms{}, "", "", "", ""
		o.DayQuota, o.Agenda, o.SignedIn = 0, nil, nil
	}
	type plain namedOpening
	return json.Unmarshal(data, (*plain)(o))
}

func createSession(c *call, in namedOpening) (any, error) {
	made, err := c.server.sessions.create(in.Session, &in.Opening)
	if err != nil {
		return nil, err
	}
	return show(made), nil
}

func deleteSession(c *call, in struct {
	Session string `json:"session"`
}) (any, error) {
	if in.Session == defaultSession {
		return nil, conflict("found the default session, which stays; meant another, or a reset")
	}
	if !c.server.sessions.remove(in.Session) {
		return nil, missing("found no session %q; meant one of GET /__admin/sessions", in.Session)
	}
	return object{"deleted": in.Session}, nil
}
