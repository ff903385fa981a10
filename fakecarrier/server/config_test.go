package server

import (
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func parseFlags(t *testing.T, args ...string) (Config, error) {
	t.Helper()
	set := flag.NewFlagSet("fakecarrier", flag.ContinueOnError)
	configure := Flags(set)
	if err := Parse(set, args); err != nil {
		return Config{}, err
	}
	return configure()
}

func writeFile(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "fake.yaml")
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	return name
}

const fullFile = `listen: [127.0.0.1:9000=203.0.113.7]
admin: same
trust: [10.0.0.0/8]
proxy-protocol: true
sessions: 5
session-idle: 2m
drain: 7s
journal: 10
profile: ups
reading: R1+scope=all
policy: grace 5s
token-life: 20m
daily-quota: 500
ban-body: html
gzip: always
seed: 7
time-scale: 60
start-at: 2026-03-01T12:00:00Z
frozen: true
clients: [{id: shop, secret: s, blocked: true}]
`

func TestFlagsStandOverTheFile(t *testing.T) {
	usual, err := parseFlags(t)
	require.NoError(t, err)
	require.Equal(t, DefaultConfig(), usual)

	file := writeFile(t, fullFile)
	c, err := parseFlags(t, "--config", file)
	require.NoError(t, err)
	require.Equal(t, "127.0.0.1:9000=203.0.113.7", c.Listen[0].String())
	require.Equal(t, 2*time.Minute, c.SessionIdle)
	require.Equal(t, 7*time.Second, c.Drain)
	require.Equal(t, "20m", c.TokenLife)
	require.Equal(t, 500, c.DayQuota)
	require.True(t, noon.Equal(c.StartAt))
	require.Equal(t, []Client{{"shop", "s", true}}, c.Clients)

	c, err = parseFlags(t, "--profile", "usps", "--config", file, "--listen", "127.0.0.1:1",
		"--listen", "[::1]:2", "--trust", "none", "--frozen=false")
	require.NoError(t, err)
	require.Equal(t, "usps", c.Profile)
	require.Equal(t, []Listen{{Address: "127.0.0.1:1"}, {Address: "[::1]:2"}}, c.Listen)
	require.Empty(t, c.Trust)
	require.False(t, c.Frozen)
	require.Equal(t, uint64(7), c.Seed)
}

// TestEveryKeyIsAFlag holds the file and the command line together.
func TestEveryKeyIsAFlag(t *testing.T) {
	set := flag.NewFlagSet("fakecarrier", flag.ContinueOnError)
	Flags(set)
	for _, key := range keys(reflect.TypeFor[Config](), "yaml") {
		switch key {
		case "admin-token": // a secret is no word of a command line
			key = "admin-token-file"
		case "clients": // only in files
			continue
		}
		require.NotNil(t, set.Lookup(key), key)
	}
}

func TestConfigsRefused(t *testing.T) {
	for _, test := range []struct{ file, want string }{
		{"profil: ups\n", `:1:1: found the unknown key "profil"; meant "profile"`},
		{
			"profile: ups\nclients:\n- id: a\n  secrt: b\n",
			`:4:3: found the unknown key "secrt"; meant "secret"`,
		},
		{"sessions: many\n", ":1:11: found "},
		{"profile: [\n", ":1:"},
		{"ban-body: xml\n", "one of json, html"},
		{"profile: upps\n", `did you mean "ups"?`},
		{"reading: R1+scop=all\n", `did you mean "scope"?`},
		{"policy: singel\n", `did you mean "single"?`},
		{"token-life: long\n", `found token-life "long"; meant a length of time above zero`},
		{"token-life: 1s\n", "found a token life of 1s; meant more than 1s"},
		{"token-life: -5s\n", `found token-life "-5s"; meant a length of time above zero`},
		{"daily-quota: -1\n", "found a daily-quota of -1; meant a number above 0"},
		{"sessions: 0\n", "found sessions 0; meant 1 to 100000"},
		{"journal: 0\n", "found journal 0"},
		{"session-idle: 0s\n", "session-idle 0s"},
		{"drain: -1s\n", "found drain -1s; meant 0, or a length of time as 5s"},
		{"time-scale: 0\n", "time scale of 0"},
		{"listen: []\n", "found no listen address"},
		{"listen: [nowhere]\n", `found the address "nowhere"`},
		{"listen: [127.0.0.1:1=here]\n", `found the simulated address "here"`},
		{"trust: [10.0.0.0/33]\n", ":1:"},
		{"admin: 0.0.0.0:1\n", "without an admin-token"},
		{"admin: same\nlisten: [192.0.2.1:1]\n", "without an admin-token"},
		{"admin: :8481\n", "without an admin-token"},
		{"admin-token: short\n", "found an admin-token of 5 characters"},
		{"start-at: 1500-01-01T00:00:00Z\n", "from 1970 to 2200"},
	} {
		_, err := parseFlags(t, "--config", writeFile(t, test.file))
		require.ErrorContains(t, err, test.want, test.file)
	}
	for _, test := range []struct{ argument, want string }{
		{"--profil=ups", "found the unknown flag --profil; meant --profile"},
		{"ups", `found the argument "ups"; meant flags alone`},
		{"--sessions=many", `"many"`},
		{"--time-scale=fast", `"fast"`},
		{"--daily-quota=many", `"many"`},
		{"--listen=127.0.0.1:1=here", `found the simulated address "here"`},
	} {
		_, err := parseFlags(t, test.argument)
		require.ErrorContains(t, err, test.want)
	}
	_, err := parseFlags(t, "--config", "absent.yaml")
	require.ErrorContains(t, err, "absent.yaml")
}

func TestAdminTokenComesFromAFile(t *testing.T) {
	c, err := parseFlags(t, "--admin", "0.0.0.0:1", "--admin-token-file",
		writeFile(t, "0123456789abcdef\n"))
	require.NoError(t, err)
	require.Equal(t, "0123456789abcdef", c.AdminToken)
	_, err = parseFlags(t, "--admin-token-file", writeFile(t, "\n"))
	require.ErrorContains(t, err, "found nothing in")
}
