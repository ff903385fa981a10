package server

import (
	"net/http"
	"strconv"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
)

var faultRoutes = []route{
	{method: "GET", path: "/__admin/faults", act: listFaults},
	{method: "POST", path: "/__admin/faults", act: inject},
	{method: "DELETE", path: "/__admin/faults", act: clearFaults},
}

// A faultShown is a fault as the API shows it.
type faultShown struct {
	ID       uint64          `json:"id"`
	Kind     front.FaultKind `json:"kind"`
	Endpoint string          `json:"endpoint,omitempty"`
	Status   int             `json:"status,omitempty"`
	Share    float64         `json:"share,omitempty"`
	Delay    string          `json:"delay,omitempty"`
	Until    time.Time       `json:"until,omitzero"` // zero: until it is cleared
}

func faultsOf(on *session) []faultShown {
	shown := []faultShown{}
	for _, f := range on.world.Faults() {
		delay := ""
		if f.Delay != 0 {
			delay = f.Delay.String()
		}
		shown = append(shown, faultShown{
			f.ID, f.Kind, f.Endpoint, f.Status, f.Share, delay, f.Until,
		})
	}
	return shown
}

func faultsAnswer(on *session) (any, error) {
	return struct {
		Faults []faultShown `json:"faults"`
	}{faultsOf(on)}, nil
}

func listFaults(on *session, r *http.Request) (any, error) {
	if _, err := query(r); err != nil {
		return nil, err
	}
	return faultsAnswer(on)
}

// inject starts a fault. It ends at an instant, after a length of the session's time, or never.
func inject(on *session, r *http.Request) (any, error) {
	in, err := decode(r, struct {
		Kind     string    `json:"kind"`
		Endpoint string    `json:"endpoint"`
		Status   int       `json:"status"`
		Share    float64   `json:"share"`
		Delay    string    `json:"delay"`
		Until    time.Time `json:"until"`
		For      string    `json:"for"`
	}{})
	if err != nil {
		return nil, err
	}
	f := front.Fault{
		Endpoint: in.Endpoint, Status: in.Status, Share: in.Share, Until: in.Until,
	}
	if err := f.Kind.UnmarshalText([]byte(in.Kind)); err != nil {
		return nil, invalid("kind: %v", err)
	}
	if f.Delay, err = lengthOf("delay", in.Delay); err != nil {
		return nil, err
	}
	length, err := lengthOf("for", in.For)
	if err != nil {
		return nil, err
	}
	if length > 0 {
		if !in.Until.IsZero() {
			return nil, invalid(`found both "for" and "until"; meant one of them`)
		}
		f.Until = on.clock.Now().Add(length)
	}
	if err := on.world.Inject(f); err != nil {
		return nil, err
	}
	return faultsAnswer(on)
}

// lengthOf reads a length of time above zero; "" means none.
func lengthOf(name, text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return 0, invalid("found %s %q; meant a length of time above zero, as 200ms", name, text)
	}
	return d, nil
}

// clearFaults ends one fault, or all.
func clearFaults(on *session, r *http.Request) (any, error) {
	values, err := query(r, "id")
	if err != nil {
		return nil, err
	}
	if !values.Has("id") {
		on.world.Clear()
		return faultsAnswer(on)
	}
	id, err := strconv.ParseUint(values.Get("id"), 10, 64)
	if err != nil {
		return nil, invalid("found id %q; meant the number of a fault", values.Get("id"))
	}
	if err := on.world.End(id); err != nil {
		return nil, missing("%v", err)
	}
	return faultsAnswer(on)
}
