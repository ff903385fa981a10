package server

import "github.com/tokenstorm/tokenstorm/fakecarrier/front"

func init() {
	handle("GET /__admin/faults", listFaults)
	handle("POST /__admin/faults", inject)
	handle("DELETE /__admin/faults", clearFaults)
}

// A faultShown is a fault in force as the API shows it.
type faultShown struct {
	ID uint64 `json:"id"`
	front.Fault
	Delay string `json:"delay,omitempty"`
}

func faultsOf(on *session) []faultShown {
	all := []faultShown{}
	for _, f := range on.world.Faults() {
		shown := faultShown{ID: f.ID, Fault: f}
		if delay := f.Delay + f.Adds.Mean(); delay != 0 {
			shown.Delay = delay.String()
		}
		all = append(all, shown)
	}
	return all
}

func listFaults(c *call, _ none) (any, error) { return object{"faults": faultsOf(c.on)}, nil }

// inject starts a fault. It ends at an instant, after a length of the session's time, or never.
func inject(c *call, in struct {
	front.Fault
	Kind  string `json:"kind"`
	Delay string `json:"delay"`
	For   string `json:"for"`
}) (any, error) {
	f := in.Fault
	if err := f.Kind.UnmarshalText([]byte(in.Kind)); err != nil {
		return nil, invalid("kind: %v", err)
	}
	var err error
	if f.Delay, err = lengthOf("delay", in.Delay); err != nil {
		return nil, err
	}
	length, err := lengthOf("for", in.For)
	if err != nil {
		return nil, err
	}
	if length > 0 {
		if !f.Until.IsZero() {
			return nil, invalid(`found both "for" and "until"; meant one of them`)
		}
		f.Until = c.on.clock.Now().Add(length)
	}
	if err := c.on.world.Inject(f); err != nil {
		return nil, err
	}
	return listFaults(c, none{})
}

// clearFaults ends one fault, or all.
func clearFaults(c *call, in struct {
	ID uint64 `json:"id"`
}) (any, error) {
	if !c.URL.Query().Has("id") {
		c.on.world.Clear()
	} else if err := c.on.world.End(in.ID); err != nil {
		return nil, missing("%v", err)
	}
	return listFaults(c, none{})
}
