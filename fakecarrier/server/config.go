package server

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"
)

// A Config says where a server listens, whom it trusts, and what its sessions are like. The keys
// of a configuration file are the names of the flags.
type Config struct {
	Listen     []Listen `yaml:"listen"`
	Admin      string   `yaml:"admin"`
	AdminToken string   `yaml:"admin-token"`

	Trust         []netip.Prefix `yaml:"trust"`
	ProxyProtocol bool           `yaml:"proxy-protocol"`

	// Drain is how long the server goes on serving, in real time, while /readyz answers 503 because
	// it is about to end. 0, the default, suits tests; behind a load balancer it should be longer
	// than that takes to notice.
	Drain time.Duration `yaml:"drain"`

	Sessions    int           `yaml:"sessions"`
	SessionIdle time.Duration `yaml:"session-idle"`
	Journal     int           `yaml:"journal"`

	Opening `yaml:",inline"`
}

// A Listen is an address to listen on, as 127.0.0.1:8480, and perhaps the public address that its
// callers seem to come from: 127.0.0.1:8490=203.0.113.7.
type Listen struct {
	Address string
	Source  netip.Addr // the zero Addr: whence they really come
}

// sameAddress is the admin address that stands for the carrier's own.
const sameAddress = "same"

// DefaultConfig is FedEx as Akamai's words are read, for callers of this machine alone.
func DefaultConfig() Config {
	return Config{
		Listen: []Listen{{Address: "127.0.0.1:8480"}},
		Admin:  "127.0.0.1:8481",
		Trust: []netip.Prefix{
			netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128"),
		},
		Sessions:    1000,             // assumed: a megabyte or so each at most
		SessionIdle: 30 * time.Minute, // assumed: longer than anyone stares at a breakpoint
		Journal:     1024,             // assumed: a test's worth
		Opening:     Opening{Profile: "fedex", Reading: "akamai", TimeScale: 1},
	}
}

func (l Listen) String() string {
	if !l.Source.IsValid() {
		return l.Address
	}
	return l.Address + "=" + l.Source.String()
}

// MarshalText writes the address as the user types it.
func (l Listen) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads the address as the user types it.
func (l *Listen) UnmarshalText(text []byte) error {
	address, source, simulated := strings.Cut(string(text), "=")
	*l = Listen{Address: address}
	if !simulated {
		return nil
	}
	var err error
	if l.Source, err = netip.ParseAddr(source); err != nil {
		return fmt.Errorf("found the simulated address %q; meant one as 203.0.113.7", source)
	}
	return nil
}

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
		return errors.New("found no listen address; meant one, as 127.0.0.1:8480")
	case c.Drain < 0:
		return fmt.Errorf("found drain %v; meant 0, or a length of time as 5s", c.Drain)
	case c.Sessions < 1 || c.Sessions > 100_000:
		return fmt.Errorf("found sessions %d; meant 1 to 100000", c.Sessions)
	case c.SessionIdle <= 0:
		return fmt.Errorf("found session-idle %v; meant a length of time above zero", c.SessionIdle)
	case c.Journal < 1 || c.Journal > 1_000_000:
		return fmt.Errorf("found journal %d; meant 1 to 1000000 events", c.Journal)
	}
	exposed := []string{c.Admin}
	for _, l := range c.Listen {
		if _, err := loopback(l.Address); err != nil {
			return err
		}
		if c.Admin == sameAddress {
			exposed = append(exposed, l.Address)
		}
	}
	for _, address := range exposed {
		if address == sameAddress {
			continue
		}
		switch local, err := loopback(address); {
		case err != nil:
			return fmt.Errorf("admin: %w", err)
		case !local && c.AdminToken == "":
			return fmt.Errorf("found the admin API on %s, which others can reach, without an "+
				"admin-token; meant a loopback address or an admin-token-file", address)
		}
	}
	if c.AdminToken != "" && len(c.AdminToken) < leastToken {
		return fmt.Errorf("found an admin-token of %d characters; meant at least %d",
			len(c.AdminToken), leastToken)
	}
	_, err := c.Opening.setup()
	return err
}

// leastToken is the shortest admin token: 16 characters, assumed too many to guess.
const leastToken = 16
