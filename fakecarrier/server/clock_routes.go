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
	register([]route{
		{method: "GET", path: "/__admin/clock", act: func(c *call) (any, error) {
			return c.on.clock.State(), nil
		}},
		{method: "POST", path: "/__admin/clock/freeze", act: taking(
			func(c *call, _ struct{}) (any, error) {
				c.on.clock.Freeze()
				return clockChanged(c.on, nil)
			})},
		{method: "POST", path: "/__admin/clock/resume", act: taking(
			func(c *call, _ struct{}) (any, error) {
				c.on.clock.Resume()
				return clockChanged(c.on, nil)
			})},
		{method: "POST", path: "/__admin/clock/scale", act: taking(
			func(c *call, in struct {
				Factor float64 `json:"factor"`
			}) (any, error) {
				return clockChanged(c.on, c.on.clock.Rescale(in.Factor))
			})},
		{method: "POST", path: "/__admin/clock/advance", act: taking(advance)},
		{method: "POST", path: "/__admin/clock/next", act: taking(next)},
	})
}

// clockChanged wakes the listeners of a clock that was changed, and returns its state.
func clockChanged(on *session, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	on.hub.publish(func(h *hub) { h.turns++ })
	return on.clock.State(), nil
}

func advance(c *call, in struct {
	By string    `json:"by"`
	To time.Time `json:"to"`
}) (any, error) {
	if (in.By == "") == in.To.IsZero() {
		return nil, invalid(`found neither or both of "by" and "to"; meant one, as {"by":"10m"}`)
	}
	clock := c.on.clock
	if in.By != "" {
		d, err := time.ParseDuration(in.By)
		if err != nil {
			return nil, invalid("found by %q; meant a length of time, as 10m or 1h30m", in.By)
		}
		return clockChanged(c.on, clock.Advance(d))
	}
	if now := clock.Now(); in.To.Before(now) {
		return nil, invalid("found to %s, which is past; meant an instant from %s on",
			in.To.Format(time.RFC3339Nano), now.Format(time.RFC3339Nano))
	}
	return clockChanged(c.on, clock.AdvanceTo(in.To))
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
	state, err := clockChanged(c.on, c.on.clock.AdvanceTo(due.At))
	return object{"reached": strings.ReplaceAll(due.What, " ", "-"), "clock": state}, err
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
