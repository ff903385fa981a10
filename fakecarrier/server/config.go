package server

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Config says where a server listens, whom it trusts, and what its sessions are like. Each key of
// a configuration file is the name of a flag.
type Config struct {
	Listen         []Listen `yaml:"listen"`
	Admin          string   `yaml:"admin"`
	AdminToken     string   `yaml:"admin-token"`
	AdminTokenFile string   `yaml:"admin-token-file"` // Flags reads AdminToken from it

	// TLS lets the carrier's addresses speak TLS, with certificates of an authority that is made when
	// the server starts. Intercept are addresses of proxies that answer in place of the carriers. With
	// either of them, the carrier that answers follows from the host that was asked.
	TLS       bool     `yaml:"tls"`
	Intercept []Listen `yaml:"intercept"`

	Trust         []netip.Prefix `yaml:"trust"`
	ProxyProtocol bool           `yaml:"proxy-protocol"`

	// Drain is how long the server goes on serving, in real time, while /readyz answers 503 because
	// it is about to end. 0, the default, suits tests; behind a load balancer it should be longer
	// than that takes to notice.
	Drain time.Duration `yaml:"drain"`

	AccessLog       string    `yaml:"access-log"` // a file; "-" is Stdout; "" is none
	AccessLogFormat LogFormat `yaml:"access-log-format"`
	Stdout          io.Writer `yaml:"-"`

	Sessions    int           `yaml:"sessions"`
	SessionIdle time.Duration `yaml:"session-idle"`
	Journal     int           `yaml:"journal"`

	// Scenario is one whose carrier is served: Flags lets the command read it.
	Scenario string   `yaml:"scenario"`
	LeftOut  []string `yaml:"-"` // what of the scenario is not served

	// Stubs is a file of answers in the carrier's place. It is read again when it changes.
	Stubs string `yaml:"stubs"`
	// State is a file of GET /__admin/state, from which the default session goes on.
	State string `yaml:"state"`

	// Record is a file of stubs, made of what the carrier at Upstream answers. Nothing is simulated
	// then. Without it no request leaves this machine.
	Record      string `yaml:"record"`
	Upstream    string `yaml:"upstream"`
	SecretsFile string `yaml:"secrets-file"` // a text a line that is secret wherever it stands

	Opening `yaml:",inline"`

	// Opened are sessions that are open from the start, by name: each has its own opening, whenever it
	// opens again.
	Opened map[string]Opening `yaml:"-"`
}

// openingOf is how the session of that name opens.
func (c *Config) openingOf(name string) *Opening {
	if o, ok := c.Opened[name]; ok {
		return &o
	}
	if c.byHost() {
		if o, ok := c.besides(name); ok {
			return &o
		}
	}
	return &c.Opening
}

// A Listen is an address to listen on, such as 127.0.0.1:8480. It may have a public address from
// which its callers seem to come: 127.0.0.1:8490=203.0.113.7.
type Listen struct {
	Address string
	Source  netip.Addr // the zero Addr: callers come from their own address
}

// sameAddress as the admin address puts the admin API on the carrier's addresses.
const sameAddress = "same"

// DefaultConfig returns FedEx, under Akamai's reading of its limits, for callers on this machine.
func DefaultConfig() Config {
	return Config{
		Listen: []Listen{{Address: "127.0.0.1:8480"}},
		Admin:  "127.0.0.1:8481",
		Trust: []netip.Prefix{
			netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128"),
		},
		Sessions:    1000,             // assumed: a megabyte or so each at most
		SessionIdle: 30 * time.Minute, // assumed: longer than a pause in a debugger
		Journal:     1024,             // assumed: enough for a test
		Opening:     Opening{Profile: "fedex", TimeScale: 1},
	}
}

func (l Listen) String() string {
	if !l.Source.IsValid() {
		return l.Address
	}
	return l.Address + "=" + l.Source.String()
}

// from says where callers of the address come from, unless that is their own.
func (l Listen) from() string {
	if !l.Source.IsValid() {
		return ""
	}
	return fmt.Sprintf(", whose callers come from %v", l.Source)
}

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

// leastToken is the length of the shortest admin token (assumed: too long to guess).
const leastToken = 16

// check returns an error if there can be no such server, or if it would not be safe.
func (c *Config) check() error {
	switch {
	case c.Record != "" && len(c.Intercept) > 0:
		return wrong("intercept", "found intercept beside record; meant one of them: a proxy passes "+
			"nothing on to the carrier that is recorded")
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
	for _, l := range c.Listen {
		if err := c.checkAddress("listen", l.Address, c.Admin == sameAddress); err != nil {
			return err
		}
	}
	for _, l := range c.Intercept {
		if err := c.checkAddress("intercept", l.Address, false); err != nil {
			return err
		}
	}
	if c.Admin != sameAddress {
		if err := c.checkAddress("admin", c.Admin, true); err != nil {
			return err
		}
	}
	if err := c.checkApart(); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(c.Opened)) {
		o := c.Opened[name]
		if err := errors.Join(checkName(name), o.check()); err != nil {
			return err
		}
	}
	if err := c.checkStubs(); err != nil {
		return err
	}
	if err := c.Opening.check(); err != nil {
		return err
	}
	if err := c.checkState(); err != nil {
		return err
	}
	_, err := c.recording(io.Discard)
	return err
}

// checkAddress returns an error if there is no such address, or if strangers could reach the admin
// API there.
func (c *Config) checkAddress(key, address string, admin bool) error {
	host, port, err := net.SplitHostPort(address)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return wrong(key, "found the address %q; meant host and port, as 127.0.0.1:8480",
			address)
	}
	ip, _ := netip.ParseAddr(host) // the zero Addr is not loopback
	if admin && !isLocalhost(host) && !ip.IsLoopback() && c.AdminToken == "" {
		return wrong(key, "found the admin API on %s, which others can reach, without an "+
			"admin-token; meant a loopback address or an admin-token-file", address)
	}
	return nil
}

// checkApart returns an error if an address is given for two things: one alone can listen there.
func (c *Config) checkApart() error {
	taken := map[string]bool{}
	take := func(key, address string) error {
		if taken[address] && !strings.HasSuffix(address, ":0") { // 0 is any port that is free
			return wrong(key, "found the address %s a second time; meant each address once", address)
		}
		taken[address] = true
		return nil
	}
	var twice []error
	for _, l := range c.Listen {
		twice = append(twice, take("listen", l.Address))
	}
	for _, l := range c.Intercept {
		twice = append(twice, take("intercept", l.Address))
	}
	if c.Admin != sameAddress {
		twice = append(twice, take("admin", c.Admin))
	}
	return cmp.Or(twice...)
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
