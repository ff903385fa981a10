package server

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

func init() {
	handle("GET /__admin/clock", func(c *call, _ none) (any, error) { return c.on.clock.State(), nil })
	handleClock("freeze", func(clock *sessionClock, _ none) error { clock.Freeze(); return nil })
	handleClock("resume", func(clock *sessionClock, _ none) error { clock.Resume(); return nil })
	handleClock("scale", func(clock *sessionClock, in struct {
		Factor float64 `json:"factor"`
	}) error {
		return clock.Rescale(in.Factor)
	})
	handleClock("advance", advance)
	handle("POST /__admin/clock/next", next)
}

// handleClock adds an operation that changes a session's clock, and returns what it then shows.
func handleClock[T any](name string, change func(clock *sessionClock, in T) error) {
	handle("POST /__admin/clock/"+name, func(c *call, in T) (any, error) {
		if err := change(c.on.clock, in); err != nil {
			return nil, err
		}
		return clockTurned(c.on), nil
	})
}

// clockTurned tells the listeners of a clock that was changed, and returns what it shows.
func clockTurned(on *session) clockState {
	on.hub.publish(func(n *news) { n.turns++ })
	return on.clock.State()
}

func advance(clock *sessionClock, in struct {
	By string    `json:"by"`
	To time.Time `json:"to"`
}) error {
	if (in.By == "") == in.To.IsZero() {
		return invalid(`found neither or both of "by" and "to"; meant one, as {"by":"10m"}`)
	}
	if in.By != "" {
		d, err := time.ParseDuration(in.By)
		if err != nil {
			return invalid("found by %q; meant a length of time, as 10m or 1h30m", in.By)
		}
		return clock.Advance(d)
	}
	if now := clock.Now(); in.To.Before(now) {
		return invalid("found to %s, which is past; meant an instant from %s on",
			in.To.Format(time.RFC3339Nano), now.Format(time.RFC3339Nano))
	}
	return clock.AdvanceTo(in.To)
}

// nextKinds are the kinds of events to which a clock can be advanced.
var nextKinds = []string{"any", "token-expiry", "window-end", "ban-end"}

// next advances the clock to what will happen next if nobody sends a request.
func next(c *call, in struct {
	Kind string `json:"kind"`
}) (any, error) {
	kind := cmp.Or(in.Kind, nextKinds[0])
	if !slices.Contains(nextKinds, kind) {
		return nil, invalid("found kind %q; meant %s", kind, unit.Meant(kind, nextKinds))
	}
	due, ok := upcoming(c.on, kind)
	if !ok {
		return nil, conflict("found nothing due of kind %q; meant a world with a token, a hit, a ban "+
			"or a fault that ends", kind)
	}
	if err := c.on.clock.AdvanceTo(due.At); err != nil {
		return nil, err
	}
	reached := strings.ReplaceAll(due.What, " ", "-")
	return object{"reached": reached, "clock": clockTurned(c.on)}, nil
}

// upcoming returns the next event of a kind. A window end is the moment when all windows are empty
// again, not when one hit leaves.
func upcoming(on *session, kind string) (due front.NextEvent, ok bool) {
	switch kind {
	case "token-expiry":
		due, ok = on.world.Next("token expiry", "token death")
		due.What = kind
		return due, ok
	case "ban-end":
		return on.world.Next("ban end")
	case "window-end":
		longest := longestSpan(on.world.Setup().Profile)
		end := on.tally.latest().Add(longest)
		return front.NextEvent{At: end, What: kind}, end.After(on.clock.Now())
	}
	return on.world.Next()
}
