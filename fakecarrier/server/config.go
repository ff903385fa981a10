package server

import (
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
		Opening:     Opening{Profile: "fedex", TimeScale: 1},
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
