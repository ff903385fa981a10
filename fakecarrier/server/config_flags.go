package server

import (
	"flag"
	"fmt"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"
)

// Flags adds the flags of a server to the set. Once the set has parsed its arguments, configure
// returns what they say: the file of --config, and the other flags over it. Its error is a mistake
// of whoever typed them.
func Flags(set *flag.FlagSet) (configure func() (Config, error)) {
	f := &flags{}
	file := set.String("config", "", "YAML `file` whose keys are the names of these flags")
	set.Func("listen", "`address` of the carrier; again for another. 127.0.0.1:8490=203.0.113.7 "+
		"lets\nits callers come from that public address (default 127.0.0.1:8480)", f.listen)
	f.text(set, "admin", "`address` of the admin API, or \"same\" (default 127.0.0.1:8481)",
		func(c *Config) *string { return &c.Admin })
	set.Func("admin-token-file", "`file` with the token that the admin API asks for; needed where "+
		"it is\nnot on loopback", f.tokenFile)
	set.Func("trust", "`network` whose X-Forwarded-For and PROXY headers are believed, as "+
		"10.0.0.0/8;\nagain for another, \"none\" for none (default loopback)", f.trust)
	set.BoolFunc("proxy-protocol", "let trusted peers begin with a PROXY header, v1 or v2",
		f.truth(func(c *Config) *bool { return &c.ProxyProtocol }))
	set.Func("drain", "`length` of real time for which it goes on serving once it is told to end, "+
		"while\n/readyz answers 503 (default 0s)",
		f.length(func(c *Config) *time.Duration { return &c.Drain }))
	set.Func("sessions", "`number` of sessions at most (default 1000)",
		f.count(func(c *Config) *int { return &c.Sessions }))
	set.Func("session-idle", "`length` of real time after which an unused session is dropped "+
		"(default 30m)", f.length(func(c *Config) *time.Duration { return &c.SessionIdle }))
	set.Func("journal", "`number` of events that each session keeps (default 1024)",
		f.count(func(c *Config) *int { return &c.Journal }))
	f.opening(set)
	return func() (Config, error) { return f.configure(*file) }
}

// opening adds the flags that say what a session is like.
func (f *flags) opening(set *flag.FlagSet) {
	f.text(set, "profile", "`carrier`: `tokenstorm list carriers` (default fedex)",
		func(c *Config) *string { return &c.Profile })
	f.text(set, "reading", "`reading` of its ban rule: akamai, literal, paranoid, or as "+
		"R1+A1+violation\n(default akamai)", func(c *Config) *string { return &c.Reading })
	f.text(set, "policy", "what a new token does to older ones: single, coexist, `\"grace 5s\"` "+
		"(default\nthe carrier's)", func(c *Config) *string { return &c.Policy })
	f.text(set, "token-life", "`length` of a token's life, as 20m (default the carrier's)",
		func(c *Config) *string { return &c.TokenLife })
	set.Func("daily-quota", "`number` of API calls a day that a client id has (default the carrier's)",
		f.count(func(c *Config) *int { return &c.DayQuota }))
	set.Func("ban-body", "`shape` of a ban's answer: json or html (default json)",
		func(text string) error {
			return f.set(func(c *Config) error { return c.BanBody.UnmarshalText([]byte(text)) })
		})
	set.Func("gzip", "`when` answers are compressed: negotiated, always, never (default negotiated)",
		func(text string) error {
			return f.set(func(c *Config) error { return c.Gzip.UnmarshalText([]byte(text)) })
		})
	set.Func("seed", "`number` from which tokens and chance faults come (default 0)",
		func(text string) error {
			return f.set(func(c *Config) (err error) {
				c.Seed, err = strconv.ParseUint(text, 10, 64)
				return err
			})
		})
	set.Func("time-scale", "`seconds` of each session per real second (default 1)",
		func(text string) error {
			return f.set(func(c *Config) (err error) {
				c.TimeScale, err = strconv.ParseFloat(text, 64)
				return err
			})
		})
	set.Func("start-at", "`instant` at which sessions begin, as 2026-03-01T12:00:00Z "+
		"(default now)", f.start)
	set.BoolFunc("frozen", "sessions begin with their clock stopped",
		f.truth(func(c *Config) *bool { return &c.Frozen }))
}

// flags collect what the flags set, to be set over what the file says.
type flags struct {
	settings []func(*Config) error
	some     struct{ listen, trust bool }
}

// set tries a setting, and keeps it for when the file has been read.
func (f *flags) set(to func(*Config) error) error {
	tried := DefaultConfig()
	f.settings = append(f.settings, to)
	return to(&tried)
}

func (f *flags) configure(file string) (Config, error) {
	c := DefaultConfig()
	if file != "" {
		data, err := os.ReadFile(file)
		if err != nil {
			return Config{}, err
		}
		if c, err = ParseConfig(file, data, c); err != nil {
			return Config{}, err
		}
	}
	if f.some.listen {
		c.Listen = nil
	}
	if f.some.trust {
		c.Trust = nil
	}
	for _, to := range f.settings {
		if err := to(&c); err != nil {
			return Config{}, err
		}
	}
	err := c.Check()
	return c, err
}

func (f *flags) text(set *flag.FlagSet, name, usage string, of func(*Config) *string) {
	set.Func(name, usage, func(text string) error {
		return f.set(func(c *Config) error { *of(c) = text; return nil })
	})
}

func (f *flags) truth(of func(*Config) *bool) func(string) error {
	return func(text string) error {
		return f.set(func(c *Config) (err error) {
			*of(c), err = strconv.ParseBool(text)
			return err
		})
	}
}

func (f *flags) count(of func(*Config) *int) func(string) error {
	return func(text string) error {
		return f.set(func(c *Config) (err error) {
			*of(c), err = strconv.Atoi(text)
			return err
		})
	}
}

func (f *flags) length(of func(*Config) *time.Duration) func(string) error {
	return func(text string) error {
		return f.set(func(c *Config) (err error) {
			*of(c), err = time.ParseDuration(text)
			return err
		})
	}
}

func (f *flags) listen(text string) error {
	f.some.listen = true
	return f.set(func(c *Config) error {
		var l Listen
		err := l.UnmarshalText([]byte(text))
		c.Listen = append(c.Listen, l)
		return err
	})
}

func (f *flags) trust(text string) error {
	f.some.trust = true
	return f.set(func(c *Config) error {
		if text == "none" {
			return nil
		}
		network, err := netip.ParsePrefix(text)
		c.Trust = append(c.Trust, network)
		return err
	})
}

func (f *flags) start(text string) error {
	return f.set(func(c *Config) (err error) {
		c.StartAt, err = time.Parse(time.RFC3339, text)
		return err
	})
}

func (f *flags) tokenFile(name string) error {
	return f.set(func(c *Config) error {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if c.AdminToken = strings.TrimSpace(string(data)); c.AdminToken == "" {
			return fmt.Errorf("found nothing in %s; meant an admin token", name)
		}
		return nil
	})
}
