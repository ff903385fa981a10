package server

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"reflect"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// usages returns the flags, and what --help prints of each. A flag sets the field of Config whose
// yaml tag is its name. The admin token has no flag: others can read a command line.
func usages() [][2]string {
	return [][2]string{
		{"listen", "`address` of the carrier; again for another. 127.0.0.1:8490=203.0.113.7 lets\n" +
			"its callers come from that public address (default 127.0.0.1:8480)"},
		{"tls", "the carrier's addresses speak TLS, with certificates of an authority that is made at\n" +
			"the start: GET /__admin/ca.pem"},
		{"intercept", "`address` of a proxy that answers for the hosts of carriers, and for no other;\n" +
			"again for another, with a public address as --listen has it"},
		{"admin", "`address` of the admin API, or \"same\" (default 127.0.0.1:8481)"},
		{"admin-token-file", "`file` with the token that the admin API asks for; needed where it is\n" +
			"not on loopback"},
		{"trust", "`network` whose X-Forwarded-For and PROXY headers are believed, as 10.0.0.0/8;\n" +
			"again for another, \"none\" for none (default loopback)"},
		{"proxy-protocol", "let trusted peers begin with a PROXY header, v1 or v2"},
		{"drain", "`length` of real time for which it goes on serving once it is told to end, while\n" +
			"/readyz answers 503 (default 0s)"},
		{"access-log", "`file` to which a line is added for each request of the carrier; - is\n" +
			"standard output (default none)"},
		{"access-log-format", "`format` of these lines: combined or json (default combined)"},
		{"sessions", "`number` of sessions at most (default 1000)"},
		{"session-idle", "`length` of real time after which an unused session is dropped (default 30m)"},
		{"journal", "`number` of events that each session keeps (default 1024)"},
		{"scenario", "`scenario` whose carrier is served, by name or file: its terms, and the faults\n" +
			"that are the carrier's; its customers are client ids customer-0, customer-1 ..."},
		{"stubs", "YAML `file` of answers in the carrier's place; read again when it changes"},
		{"state", "JSON `file` of GET /__admin/state, from which the default session goes on"},
		{"record", "YAML `file` of stubs to write, of what the carrier at --upstream answers; secrets\n" +
			"have placeholders. Requests go there and nowhere else, and nothing is simulated"},
		{"upstream", "`address` of the carrier to record, as https://apis-sandbox.fedex.com"},
		{"secrets-file", "`file` with a text a line that is secret wherever it stands, such as\n" +
			"account numbers"},
		{"banned", "`caller` who is banned when a session begins, and the end: 203.0.113.7=10m,\n" +
			"203.0.113.7=2026-03-01T12:10:00Z, or client:shop=10m; again for another"},
		{"profile", "`carrier` by name: fedex, ups, usps, or a provider such as google or xero;\n" +
			"docs/providers.md lists them (default fedex)"},
		{"signed-in", "`client` whose user has signed in when a session begins; its first refresh\n" +
			"token is printed; again for another"},
		{"reading", "`reading` of its ban rule: akamai, literal, paranoid, or as R1+A1+violation\n" +
			"(default the carrier's)"},
		{"policy", "`policy` for older tokens once a new one is there: single, coexist, newest 15, or\n" +
			"\"grace 5s\" (default the carrier's)"},
		{"token-life", "`length` of a token's life, as 20m (default the carrier's)"},
		{"daily-quota", "`number` of API calls a day that a client id has (default the carrier's)"},
		{"transactions", "`limits` on the calls of one client id, as 1400/10s or 5/1m,60/1h, or none\n" +
			"(default the carrier's)"},
		{"ban-body", "`shape` of a ban's answer: json or html (default json)"},
		{"gzip", "`when` answers are compressed: negotiated, always, never (default negotiated)"},
		{"seed", "`number` from which tokens and chance faults come (default 0)"},
		{"time-scale", "`seconds` of each session per real second (default 1)"},
		{"start-at", "`instant` at which sessions begin, as 2026-03-01T12:00:00Z (default now)"},
		{"frozen", "sessions begin with their clock stopped"},
	}
}

// Flags adds the flags of a server to the set. Once the set has parsed its arguments, configure
// returns the configuration: that of the file of --config, changed by the other flags. Its error is
// a mistake of the user. A scenario is read by the function join, which fills in its carrier and
// says what it leaves out.
func Flags(set *flag.FlagSet, join Join) (configure func() (Config, error)) {
	file := set.String("config", "", "YAML `file` whose keys are the names of these flags")
	var given []value
	fields := settings()
	for _, u := range usages() {
		name, usage := u[0], u[1]
		note := func(text string) error {
			given = append(given, value{name, text, "--" + name})
			return nil
		}
		if fields[name].Type.Kind() == reflect.Bool {
			set.BoolFunc(name, usage, note)
		} else {
			set.Func(name, usage, note)
		}
	}
	return func() (Config, error) { return configured(*file, given, join) }
}

// A Join reads a scenario, by name or file, into a configuration: its carrier. It says what of the
// scenario it leaves out.
type Join func(scenario string, c *Config) (leftOut []string, err error)

// Parse parses arguments with a set that Flags has filled. It prints nothing. Its error for an
// unknown flag names the nearest flag; if help was asked for, it is flag.ErrHelp.
func Parse(set *flag.FlagSet, arguments []string) error {
	set.SetOutput(io.Discard)
	err := set.Parse(arguments)
	if err == nil && set.NArg() > 0 {
		return fmt.Errorf("found the argument %q; meant flags alone", set.Arg(0))
	}
	if err == nil {
		return nil
	}
	unknown, ok := strings.CutPrefix(err.Error(), "flag provided but not defined: -")
	if !ok {
		return err
	}
	var known []string
	set.VisitAll(func(f *flag.Flag) { known = append(known, "--"+f.Name) })
	unknown = "--" + unknown
	return fmt.Errorf("found the unknown flag %s; meant %s", unknown, unit.Meant(unknown, known))
}

// configured returns the configuration of a file, changed by flags. It is checked as a whole at the
// end, so that a flag can correct the file.
func configured(file string, flags []value, join Join) (Config, error) {
	c := DefaultConfig()
	places := map[string]string{}
	if file != "" {
		data, err := strict.ReadAny(file)
		if err != nil {
			return Config{}, err
		}
		values, err := parseFile(file, data, &c)
		if err == nil {
			err = apply(&c, values, places)
		}
		if err != nil {
			return Config{}, err
		}
	}
	if err := apply(&c, flags, places); err != nil {
		return Config{}, err
	}
	err := c.joined(places, join)
	if err == nil {
		err = c.check()
	}
	if err == nil {
		err = c.mayLog()
	}
	if m, ok := errors.AsType[mistake](err); ok {
		if place := cmp.Or(places[m.key], places[m.key+"-file"]); place != "" { // of an admin token
			err = fmt.Errorf("%s: %w", place, err)
		}
	}
	return c, err
}

// joined fills in the carrier of the scenario. A carrier comes from one place.
func (c *Config) joined(places map[string]string, join Join) (err error) {
	key := "scenario"
	switch {
	case c.Scenario != "" && !c.Carrier.IsZero():
		return wrong(key, "found a scenario beside a carrier; meant one of them")
	case c.Scenario != "":
		if c.LeftOut, err = join(c.Scenario, c); err != nil {
			return mistake{key, err}
		}
	case !c.Carrier.IsZero():
		key = "carrier"
	default:
		return nil
	}
	if places["profile"] != "" {
		return wrong("profile", "found a profile beside a %s, which has its own; meant one of them", key)
	}
	return nil
}
