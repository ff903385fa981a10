package server

import (
	"fmt"
	"net/netip"
	"strings"
)

// loopback reports whether only this machine can connect.
func loopback(address string) (bool, error) {
	host, port, ok := cutPort(address)
	if !ok {
		return false, fmt.Errorf("found the address %q; meant host and port, as 127.0.0.1:8480 "+
			"(port %q)", address, port)
	}
	if host == "localhost" {
		return true, nil
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback(), nil
}

// cutPort splits host:port; a port is a number.
func cutPort(address string) (host, port string, ok bool) {
	i := strings.LastIndexByte(address, ':')
	if i < 0 {
		return address, "", false
	}
	host, port = strings.Trim(address[:i], "[]"), address[i+1:]
	at, err := netip.ParseAddrPort("0.0.0.0:" + port)
	return host, port, err == nil && at.IsValid()
}

// Check reports what a server cannot or must not be.
func (c *Config) Check() error {
	switch {
	case len(c.Listen) == 0:
		return wrong("listen", "found no listen address; meant one, as 127.0.0.1:8480")
	case c.Drain < 0:
		return wrong("drain", "found drain %v; meant 0, or a length of time as 5s", c.Drain)
	case c.Sessions < 1 || c.Sessions > 100_000:
		return wrong("sessions", "found sessions %d; meant 1 to 100000", c.Sessions)
	case c.SessionIdle <= 0:
		return wrong("session-idle", "found session-idle %v; meant a length of time above zero",
			c.SessionIdle)
	case c.Journal < 1 || c.Journal > 1_000_000:
		return wrong("journal", "found journal %d; meant 1 to 1000000 events", c.Journal)
	case c.AdminToken != "" && len(c.AdminToken) < leastToken:
		return wrong("admin-token", "found an admin-token of %d characters; meant at least %d",
			len(c.AdminToken), leastToken)
	}
	if err := c.checkAddresses(); err != nil {
		return err
	}
	return c.Opening.check()
}

// checkAddresses reports an address that is none, or where the admin API must not be.
func (c *Config) checkAddresses() error {
	for _, l := range c.Listen {
		if err := c.checkAddress("listen", l.Address, c.Admin == sameAddress); err != nil {
			return err
		}
	}
	if c.Admin == sameAddress {
		return nil
	}
	return c.checkAddress("admin", c.Admin, true)
}

func (c *Config) checkAddress(key, address string, admin bool) error {
	switch local, err := loopback(address); {
	case err != nil:
		return mistake{key, fmt.Errorf("%s: %w", key, err)}
	case admin && !local && c.AdminToken == "":
		return wrong(key, "found the admin API on %s, which others can reach, without an "+
			"admin-token; meant a loopback address or an admin-token-file", address)
	}
	return nil
}

// A mistake is what is wrong with the value of a key.
type mistake struct {
	key string
	error
}

func (m mistake) Unwrap() error { return m.error }

func wrong(key, format string, args ...any) error {
	return mistake{key, fmt.Errorf(format, args...)}
}

// leastToken is the shortest admin token: 16 characters, assumed too many to guess.
const leastToken = 16
