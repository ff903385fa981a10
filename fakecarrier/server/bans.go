package server

import (
	"net/netip"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

func init() {
	handle("GET /__admin/bans", listBans)
	handle("POST /__admin/bans", impose)
	handle("DELETE /__admin/bans", lift)
}

// A banned is a caller to ban: an address, a client id or both, by the Key of the throttle.
type banned struct {
	IP     string `json:"ip"`
	Client string `json:"client"`
}

func listBans(c *call, _ none) (any, error) { return object{"bans": c.on.world.Bans()}, nil }

// impose bans a caller, until an instant if one is given.
func impose(c *call, in struct {
	IP     string    `json:"ip"`
	Client string    `json:"client"`
	Until  time.Time `json:"until"`
}) (any, error) {
	ip, err := banned{in.IP, in.Client}.address(c.on)
	if err != nil {
		return nil, err
	}
	if in.Until.IsZero() {
		_, err = c.on.world.Impose(ip, in.Client)
	} else {
		err = c.on.world.ImposeUntil(ip, in.Client, in.Until)
	}
	if err != nil {
		return nil, conflict("%v", err)
	}
	return listBans(c, none{})
}

func lift(c *call, who banned) (any, error) {
	ip, err := who.address(c.on)
	if err != nil {
		return nil, err
	}
	if err := c.on.world.Lift(ip, who.Client); err != nil {
		return nil, missing("%v", err)
	}
	return listBans(c, none{})
}

// address returns the caller's address; the zero Addr if bans here do not go by address.
func (who banned) address(on *session) (netip.Addr, error) {
	key := on.world.Setup().Throttle.Key
	if who.Client == "" && key != throttle.ByIP {
		return netip.Addr{}, invalid("found no client; meant a client id, for bans here go by %v", key)
	}
	if who.IP == "" && key == throttle.ByClient {
		return netip.Addr{}, nil
	}
	return addressOf(who.IP)
}
