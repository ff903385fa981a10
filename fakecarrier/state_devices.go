package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// devicesState is the devices that ask for tokens.
type devicesState struct {
	Forgotten DeviceID      `json:"forgotten"`
	Held      []deviceState `json:"held"`
}

// deviceState is a device.
type deviceState struct {
	Client   Client    `json:"client"`
	Scope    string    `json:"scope,omitempty"`
	Expiry   time.Time `json:"expires_at"`
	Interval string    `json:"interval"`         // from one poll to the next
	Next     time.Time `json:"next_at,omitzero"` // no poll before
	Answered bool      `json:"answered,omitzero"`
	Allowed  bool      `json:"allowed,omitzero"`
	Family   uint32    `json:"family,omitzero"` // that came of it
}

func (g *devices) state() devicesState {
	s := devicesState{Forgotten: g.first, Held: []deviceState{}}
	for _, d := range g.all {
		s.Held = append(s.Held, deviceState{
			Client: d.client, Scope: d.scope, Expiry: unit.Instant(d.expiry),
			Interval: time.Duration(d.interval).String(), Next: someInstant(d.next),
			Answered: d.answered, Allowed: d.allowed, Family: d.family,
		})
	}
	return s
}

func (g *devices) restore(s *devicesState, known func(Client) error) error {
	g.first = s.Forgotten
	for _, d := range s.Held {
		if err := known(d.Client); err != nil {
			return err
		}
		interval, err := time.ParseDuration(d.Interval)
		if err != nil {
			return err
		}
		g.all = append(g.all, device{
			client: d.Client, scope: d.Scope, expiry: d.Expiry.UnixNano(), interval: int64(interval),
			next: ofInstant(d.Next), answered: d.Answered, allowed: d.Allowed, family: d.Family,
		})
	}
	return nil
}
