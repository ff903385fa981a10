package server

import (
	"encoding/json"

	"github.com/tokenstorm/tokenstorm/fakecarrier/stubs"
)

func init() {
	handle("GET /__admin/stubs", listStubs)
	handle("POST /__admin/stubs", putStubs)
	handle("DELETE /__admin/stubs", dropStubs)
}

// A stubShown is a stub as the API shows it.
type stubShown struct {
	Name     string `json:"name"`
	Method   string `json:"method,omitempty"`
	Path     string `json:"path,omitempty"`
	Answered int    `json:"answered"` // requests
}

func listStubs(c *call, _ none) (any, error) {
	all, turns := []stubShown{}, c.on.world.Turns()
	if list := c.on.world.Stubs(); list != nil {
		for i := range list.Stubs {
			s := &list.Stubs[i]
			shown := stubShown{Name: s.Name, Method: s.Method, Path: s.Path}
			if i < len(turns) {
				shown.Answered = turns[i]
			}
			all = append(all, shown)
		}
	}
	return object{"stubs": all, "mistakes": c.server.stubs.mistakes()}, nil
}

// putStubs puts stubs, as a file has them, in the place of those of the session.
func putStubs(c *call, in struct {
	Stubs json.RawMessage `json:"stubs"`
}) (any, error) {
	if in.Stubs == nil {
		return nil, invalid(`found no stubs; meant {"stubs":[…]}, as a file of --stubs has them`)
	}
	text, err := json.Marshal(object{"stubs": in.Stubs})
	if err != nil {
		return nil, err
	}
	list, err := stubs.Parse("stubs", text)
	if err != nil {
		return nil, err
	}
	c.on.ownStubs.Store(true)
	if err := c.on.world.Stub(list); err != nil {
		return nil, err
	}
	return listStubs(c, none{})
}

// dropStubs lets the session have the stubs of the server's file again, or none.
func dropStubs(c *call, _ none) (any, error) {
	c.on.ownStubs.Store(false)
	if err := c.on.world.Stub(c.server.stubs.list()); err != nil {
		return nil, err
	}
	return listStubs(c, none{})
}
