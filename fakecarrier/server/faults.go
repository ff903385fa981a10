package server

import (
	"strconv"

	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
)

func init() {
	register([]route{
		{method: "GET", path: "/__admin/faults", act: listFaults},
		{method: "POST", path: "/__admin/faults", act: taking(inject)},
		{method: "DELETE", path: "/__admin/faults", act: clearFaults, takes: []string{"id"}},
	})
}

// A faultText is a fault as the API reads it, and as it shows it with its id.
type faultText struct {
	front.Fault
	Delay string `json:"delay,omitempty"`
}

// A faultShown is a fault in force.
type faultShown struct {
	ID uint64 `json:"id"`
	faultText
}

func faultsOf(on *session) []faultShown {
	shown := []faultShown{}
	for _, f := range on.world.Faults() {
		text := faultText{Fault: f}
		if f.Delay != 0 {
			text.Delay = f.Delay.String()
		}
		shown = append(shown, faultShown{f.ID, text})
	}
	return shown
}

func listFaults(c *call) (any, error) { return object{"faults": faultsOf(c.on)}, nil }

// inject starts a fault. It ends at an instant, after a length of the session's time, or never.
func inject(c *call, in struct {
	faultText
	Kind string `json:"kind"`
	For  string `json:"for"`
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
	return listFaults(c)
}

// clearFaults ends one fault, or all.
func clearFaults(c *call) (any, error) {
	if !c.values.Has("id") {
		c.on.world.Clear()
		return listFaults(c)
	}
	id, err := strconv.ParseUint(c.values.Get("id"), 10, 64)
	if err != nil {
		return nil, invalid("found id %q; meant the number of a fault", c.values.Get("id"))
	}
	if err := c.on.world.End(id); err != nil {
		return nil, missing("%v", err)
	}
	return listFaults(c)
}
