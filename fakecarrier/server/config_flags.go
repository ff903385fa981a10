package server

import (
	"flag"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/strict"
)

// Flags adds the flags of a server to the set. Once the set has parsed its arguments, configure
// returns what they say: the file of --config, and the other flags over it. Its error is a mistake
// of whoever typed them.
func Flags(set *flag.FlagSet) (configure func() (Config, error)) {
	file := set.String("config", "", "YAML `file` whose keys are the names of these flags")
	s := &settings{flags: set}
	s.addServer()
	s.addOpening()
	return func() (Config, error) { return s.configure(*file) }
}

// addServer adds the settings that say what a server is like.
func (s *settings) addServer() {
	s.list("listen", "`address` of the carrier; again for another. 127.0.0.1:8490=203.0.113.7 "+
		"lets\nits callers come from that public address (default 127.0.0.1:8480)",
		func(c *Config) { c.Listen = nil }, listen)
	s.text("admin", "`address` of the admin API, or \"same\" (default 127.0.0.1:8481)",
		func(c *Config) *string { return &c.Admin })
	s.one("admin-token-file", "`file` with the token that the admin API asks for; needed where "+
		"it is\nnot on loopback", tokenFile)
	s.known = append(s.known, setting{name: "admin-token", set: func(c *Config, text string) error {
		c.AdminToken = text // a secret is no word of a command line
		return nil
	}})
	s.list("trust", "`network` whose X-Forwarded-For and PROXY headers are believed, as "+
		"10.0.0.0/8;\nagain for another, \"none\" for none (default loopback)",
		func(c *Config) { c.Trust = nil }, trust)
	s.truth("proxy-protocol", "let trusted peers begin with a PROXY header, v1 or v2",
		func(c *Config) *bool { return &c.ProxyProtocol })
	s.length("drain", "`length` of real time for which it goes on serving once it is told to end, "+
		"while\n/readyz answers 503 (default 0s)",
		func(c *Config) *time.Duration { return &c.Drain })
	s.count("sessions", "`number` of sessions at most (default 1000)",
		func(c *Config) *int { return &c.Sessions })
	s.length("session-idle", "`length` of real time after which an unused session is dropped "+
		"(default 30m)", func(c *Config) *time.Duration { return &c.SessionIdle })
	s.count("journal", "`number` of events that each session keeps (default 1024)",
		func(c *Config) *int { return &c.Journal })
}

// addOpening adds the settings that say what a session is like.
func (s *settings) addOpening() {
	s.text("profile", "`carrier`: "+strings.Join(fakecarrier.Profiles(), ", ")+" (default fedex)",
		func(c *Config) *string { return &c.Profile })
	s.text("reading", "`reading` of its ban rule: akamai, literal, paranoid, or as "+
		"R1+A1+violation\n(default the carrier's)", func(c *Config) *string { return &c.Reading })
	s.text("policy", "what a new token does to older ones: `policy` single, coexist, or\n"+
		"\"grace 5s\" (default the carrier's)", func(c *Config) *string { return &c.Policy })
	s.text("token-life", "`length` of a token's life, as 20m (default the carrier's)",
		func(c *Config) *string { return &c.TokenLife })
	s.one("daily-quota", "`number` of API calls a day that a client id has (default the carrier's)",
		func(c *Config, text string) (err error) {
			if c.DayQuota, err = strconv.Atoi(text); err != nil || c.DayQuota < 1 {
				return meant(text, "a whole number of at least 1")
			}
			return nil
		})
	s.text("transactions", "`limits` on the calls of one client id, as 1400/10s or 5/1m,60/1h, or "+
		"none (default\nthe carrier's)", func(c *Config) *string { return &c.Transactions })
	s.one("ban-body", "`shape` of a ban's answer: json or html (default json)",
		func(c *Config, text string) error { return c.BanBody.UnmarshalText([]byte(text)) })
	s.one("gzip", "`when` answers are compressed: negotiated, always, never (default negotiated)",
		func(c *Config, text string) error { return c.Gzip.UnmarshalText([]byte(text)) })
	s.one("seed", "`number` from which tokens and chance faults come (default 0)",
		func(c *Config, text string) (err error) {
			if c.Seed, err = strconv.ParseUint(text, 10, 64); err != nil {
				return meant(text, "a whole number from 0 on")
			}
			return nil
		})
	s.one("time-scale", "`seconds` of each session per real second (default 1)",
		func(c *Config, text string) (err error) {
			if c.TimeScale, err = strconv.ParseFloat(text, 64); err != nil {
				return meant(text, "a number")
			}
			return nil
		})
	s.one("start-at", "`instant` at which sessions begin, as 2026-03-01T12:00:00Z "+
		"(default now)", startAt)
	s.truth("frozen", "sessions begin with their clock stopped",
		func(c *Config) *bool { return &c.Frozen })
}

func listen(c *Config, text string) error {
	var l Listen
	err := l.UnmarshalText([]byte(text))
	c.Listen = append(c.Listen, l)
	return err
}

func trust(c *Config, text string) error {
	if text == "none" {
		return nil
	}
	network, err := netip.ParsePrefix(text)
	if err != nil {
		return meant(text, "a network, as 10.0.0.0/8, or none")
	}
	c.Trust = append(c.Trust, network)
	return nil
}

func startAt(c *Config, text string) (err error) {
	if c.StartAt, err = time.Parse(time.RFC3339, text); err != nil {
		return meant(text, "an instant, as 2026-03-01T12:00:00Z")
	}
	return nil
}

func tokenFile(c *Config, name string) (err error) {
	c.AdminToken, err = ReadAdminToken(name)
	return err
}

// ReadAdminToken reads the token that an admin API asks for from a file, without the blanks around
// it. The error is of the file, or of a file without a token.
func ReadAdminToken(file string) (string, error) {
	data, err := strict.Read(file)
	switch {
	case err != nil:
		return "", err
	case len(data) > strict.MostBytes:
		return "", fmt.Errorf("found more than %d bytes in %s; meant an admin token",
			strict.MostBytes, file)
	}
	token := strings.TrimSpace(string(data))
	if token == "" {
		return "", fmt.Errorf("found nothing in %s; meant an admin token", file)
	}
	return token, nil
}
