package server

import (
	"cmp"
	"net/http"
	"strings"
	"time"
)

func (s *Server) clockRoutes() []route {
	return []route{
		{method: "GET", path: "/__admin/clock", act: clockState},
		{method: "POST", path: "/__admin/clock/freeze", act: turning((*Clock).Freeze)},
		{method: "POST", path: "/__admin/clock/resume", act: turning((*Clock).Resume)},
		{method: "POST", path: "/__admin/clock/advance", act: advance},
		{method: "POST", path: "/__admin/clock/next", act: next},
		{method: "POST", path: "/__admin/clock/scale", act: rescale},
	}
}

func clockState(on *session, r *http.Request) (any, error) {
	_, err := query(r)
	return on.clock.State(), err
}

// clockChanged tells the listeners that the clock was changed, and returns its state.
func clockChanged(on *session) (any, error) {
	state := on.clock.State()
	on.hub.publish(notice{name: "clock", data: state})
	return state, nil
}

// turning returns the operation that freezes the clock or lets it run on.
func turning(turn func(*Clock)) func(*session, *http.Request) (any, error) {
	return func(on *session, r *http.Request) (any, error) {
		if _, err := decode(r, struct{}{}); err != nil {
			return nil, err
		}
		turn(on.clock)
		return clockChanged(on)
	}
}

func advance(on *session, r *http.Request) (any, error) {
	in, err := decode(r, struct {
		By string    `json:"by"`
		To time.Time `json:"to"`
	}{})
	if err != nil {
		return nil, err
	}
	switch {
	case (in.By == "") == in.To.IsZero():
		return nil, invalid(`found neither or both of "by" and "to"; meant one, as {"by":"10m"}`)
	case in.By != "":
		d, err := time.ParseDuration(in.By)
		if err != nil {
			return nil, invalid("found by %q; meant a length of time, as 10m or 1h30m", in.By)
		}
		if err := on.clock.Advance(d); err != nil {
			return nil, err
		}
	default:
		if now := on.clock.Now(); in.To.Before(now) {
			return nil, invalid("found to %s, which is past; meant an instant from %s on",
				in.To.Format(time.RFC3339Nano), now.Format(time.RFC3339Nano))
		}
		if err := on.clock.AdvanceTo(in.To); err != nil {
			return nil, err
		}
	}
	return clockChanged(on)
}

// next advances the clock to what will happen next if nobody sends a request.
func next(on *session, r *http.Request) (any, error) {
	in, err := decode(r, struct {
		Kind string `json:"kind"`
	}{})
	if err != nil {
		return nil, err
	}
	due, ok, err := upcoming(on, in.Kind)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, conflict("found nothing due of kind %q; meant a world with a token, a hit, a ban "+
			"or a fault that ends", cmp.Or(in.Kind, nextKinds[0]))
	}
	if err := on.clock.AdvanceTo(due.At); err != nil {
		return nil, err
	}
	_, _ = clockChanged(on)
	return struct {
		Reached string     `json:"reached"`
		Clock   ClockState `json:"clock"`
	}{strings.ReplaceAll(due.What, " ", "-"), on.clock.State()}, nil
}

func rescale(on *session, r *http.Request) (any, error) {
	in, err := decode(r, struct {
		Factor float64 `json:"factor"`
	}{})
	if err != nil {
		return nil, err
	}
	if err := on.clock.Rescale(in.Factor); err != nil {
		return nil, err
	}
	return clockChanged(on)
}
