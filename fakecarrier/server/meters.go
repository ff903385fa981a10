package server

import "encoding/json"

func init() {
	handle("GET /__admin/meters", listMeters)
	handle("POST /__admin/meters", imposeMeters)
	handle("DELETE /__admin/meters", liftMeters)
}

func listMeters(c *call, _ none) (any, error) { return object{"meters": c.on.world.Meters()}, nil }

// imposeMeters puts meters, as a scenario's carrier has them, in the place of the session's own.
func imposeMeters(c *call, in struct {
	Meters json.RawMessage `json:"meters"`
}) (any, error) {
	if in.Meters == nil {
		return nil, invalid(`found no meters; meant {"meters":[…]}, as a scenario's carrier has them`)
	}
	carrier, err := json.Marshal(object{
		"profile": c.on.world.Setup().Profile.Name, "meters": in.Meters,
	})
	if err != nil {
		return nil, err
	}
	var t Terms
	if err := t.UnmarshalJSON(carrier); err != nil {
		return nil, err
	}
	p, err := t.Base()
	if err == nil {
		err = c.on.world.Remeter(p.Meters)
	}
	if err != nil {
		return nil, err
	}
	return listMeters(c, none{})
}

func liftMeters(c *call, _ none) (any, error) {
	if err := c.on.world.Unmeter(); err != nil {
		return nil, err
	}
	return listMeters(c, none{})
}
