package fakecarrier

import (
	"slices"
	"time"
)

// A DeviceID is the serial number of a device that asks for tokens, from 1; 0 is none.
type DeviceID uint64

// DeviceTerms are those of the grant for devices whose user signs in elsewhere (RFC 8628).
type DeviceTerms struct {
	Life     time.Duration // of a device's code
	Interval time.Duration // from one poll to the next, at least
}

// slowDown is what each poll that comes too early adds to the interval (RFC 8628, section 3.5).
const slowDown = 5 * time.Second

// A DeviceState is why a device has no tokens yet.
type DeviceState uint8

// The states. Of an unknown device, or one that has had its tokens, there is nothing to say.
const (
	DeviceKnownNot DeviceState = iota
	DevicePending              // its user has not answered
	DeviceHasty                // likewise, and it asked too early
	DeviceDenied               // the user said no
	DeviceExpired              // its code's life is over
)

// Code is the error code of a state (RFC 8628, section 3.5); "" if it has none.
func (s DeviceState) Code() string {
	return [...]string{
		"", "authorization_pending", "slow_down", "access_denied", "expired_token",
	}[s]
}

// mostDevices is how many are remembered; the oldest is forgotten beyond it, and is then unknown.
// Assumed.
const mostDevices = 1 << 12

// devices are those of one carrier, in the order of their numbers.
type devices struct {
	first DeviceID
	all   []device
}

type device struct {
	client   Client
	scope    string
	expiry   int64
	interval int64
	next     int64 // no poll before
	answered bool
	allowed  bool
	family   uint32 // that came of it; 0 while there is none
}

// AuthorizeDevice lets a device wait for its user. It is not metered: no carrier says that it is.
// It panics where the profile has no such grant.
func (c *Carrier) AuthorizeDevice(now time.Time, cl Client, scope string) DeviceID {
	at, terms := c.advance(now), c.profile.Grants.Device
	g := &c.devices
	if len(g.all) == mostDevices {
		g.all = append(g.all[:0], g.all[mostDevices/2:]...)
		g.first += mostDevices / 2
	}
	g.all = append(g.all, device{
		client: cl, scope: scope, expiry: at + int64(terms.Life), interval: int64(terms.Interval),
	})
	return g.first + DeviceID(len(g.all))
}

// Devices are the numbers of those that are remembered: from the one after first to last.
func (c *Carrier) Devices() (first, last DeviceID) {
	return c.devices.first, c.devices.first + DeviceID(len(c.devices.all))
}

// AnswerDevice is what the user of a device says. It reports whether the device waited for that.
func (c *Carrier) AnswerDevice(now time.Time, id DeviceID, allowed bool) bool {
	at := c.advance(now)
	d := c.devices.of(id)
	if d == nil || d.answered || at >= d.expiry {
		return false
	}
	d.answered, d.allowed = true, allowed
	return true
}

// of is what is known of a device, nil if nothing is.
func (g *devices) of(id DeviceID) *device {
	if id <= g.first || id > g.first+DeviceID(len(g.all)) {
		return nil
	}
	return &g.all[id-g.first-1]
}

// state is why a client's device would have no tokens; good if it would.
func (c *Carrier) state(at int64, cl Client, id DeviceID) (s DeviceState, good bool) {
	d := c.devices.of(id)
	switch {
	case d == nil || d.client != cl || d.family != 0:
		return DeviceKnownNot, false
	case at >= d.expiry:
		return DeviceExpired, false
	case at < d.next:
		return DeviceHasty, false
	case !d.answered:
		return DevicePending, false
	case !d.allowed:
		return DeviceDenied, false
	}
	return DeviceKnownNot, true
}

// poll notes that a device has asked: the next time it is to ask later.
func (c *Carrier) poll(at int64, r *Request) {
	d := c.devices.of(r.Device)
	switch s, _ := c.state(at, r.Client, r.Device); s {
	case DeviceHasty:
		d.interval += int64(slowDown)
		d.next = at + d.interval
	case DevicePending:
		d.next = at + d.interval
	case DeviceKnownNot, DeviceDenied, DeviceExpired:
	}
}

func (g *devices) clone() devices { return devices{g.first, slices.Clone(g.all)} }
