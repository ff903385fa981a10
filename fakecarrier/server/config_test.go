package server

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
)

// noScenarios is a Join of a program that has none.
func noScenarios(name string, _ *Config) ([]string, error) {
	return nil, fmt.Errorf("no scenario is called %q", name)
}

func parseFlags(t *testing.T, args ...string) (Config, error) {
	t.Helper()
	set := flag.NewFlagSet("fakecarrier", flag.ContinueOnError)
	configure := Flags(set, noScenarios)
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
access-log: /dev/null
access-log-format: json
sessions: 5
session-idle: 2m
drain: 7s
journal: 10
profile: ups
reading: R1+scope=all
policy: grace 5s
token-life: 20m
daily-quota: 500
transactions: 5/1m,60/1h
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
	require.Equal(t, "/dev/null", c.AccessLog)
	require.Equal(t, LogJSON, c.AccessLogFormat)
	require.Equal(t, "20m", c.TokenLife)
	require.Equal(t, 500, c.DayQuota)
	require.True(t, noon.Equal(c.StartAt))
	require.Equal(t, "5/1m,60/1h", c.Transactions)
	require.Equal(t, []Client{{ID: "shop", Secret: "s", Blocked: true}}, c.Clients)

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
	t.Chdir(t.TempDir()) // "access-log: x" is a file
	set := flag.NewFlagSet("fakecarrier", flag.ContinueOnError)
	Flags(set, noScenarios)
	for _, key := range keys(reflect.TypeFor[Config](), "yaml") {
		switch key {
		case "admin-token": // a secret is no word of a command line
			key = "admin-token-file"
		case "clients", "carrier": // only in files
			continue
		}
		require.NotNil(t, set.Lookup(key), key)
	}
	set.VisitAll(func(f *flag.Flag) {
		_, err := parseFlags(t, "--config", writeFile(t, f.Name+": x\n"))
		if f.Name != "config" && err != nil {
			require.NotContains(t, err.Error(), "unknown key")
		}
	})
}

// What a flag puts right is no mistake of the file.
func TestFlagsPutTheFileRight(t *testing.T) {
	token := writeFile(t, "0123456789abcdef\n")
	for _, test := range []struct {
		file string
		args []string
	}{
		{"admin: 0.0.0.0:19481\n", []string{"--admin-token-file", token}},
		{"admin: 0.0.0.0:19481\n", []string{"--admin", "same"}},
		{"profile: fedx\n", []string{"--profile", "ups"}},
		{"listen: []\n", []string{"--listen", "127.0.0.1:1"}},
		{"journal: 0\n", []string{"--journal", "1"}},
		{"", nil},
		{"# nothing\n", nil},
		{"trust: none\nadmin-token-file: " + token + "\n", nil},
		{"---\nprofile: ups\n", nil},
		{"sessions: 1\njournal: 1\ndrain: 0s\nsession-idle: 1ns\n", nil},
		{"sessions: 100000\njournal: 1000000\ntime-scale: 100000\ndaily-quota: 1\n", nil},
		{"start-at: 1970-01-01T00:00:00Z\nadmin-token: 0123456789abcdef\n", nil},
		{"start-at: 2200-01-01T00:00:00Z\nlisten: [127.0.0.1:65535]\n", nil},
	} {
		_, err := parseFlags(t, append(test.args, "--config", writeFile(t, test.file))...)
		require.NoError(t, err, test.file)
	}
	c, err := parseFlags(t, "--config", writeFile(t, ""))
	require.NoError(t, err)
	require.Equal(t, DefaultConfig(), c)
}

func TestConfigsRefused(t *testing.T) {
	for _, test := range []struct{ file, want string }{
		{"profil: ups\n", `:1:1: found the unknown key "profil"; meant "profile"`},
		{
			"profile: ups\nclients:\n- id: a\n  secrt: b\n",
			`:4:3: found the unknown key "secrt"; meant "secret"`,
		},
		{"sessions: many\n", `:1:11: found "many"; meant a whole number`},
		{"sessions: 1.5\n", `:1:11: found "1.5"; meant a whole number`},
		{"sessions: [1]\n", ":1:11: found a list; meant a plain value"},
		{"sessions:\n", "found nothing; meant a plain value"},
		{"profile: ups\n---\nprofile: fedex\n", ":3:1: found a second document; meant one"},
		{"profile: ups\nprofile: fedex\n", `:2:1: found the key "profile" once more; meant it once`},
		{"- profile\n", ":1:1: found a list; meant keys and values"},
		{"profile: [\n", ":1:"},
		{"profile: *a\n", ":1:10: found the unknown alias *a; meant an anchor further up"},
		{"format: 2\n", ":1:9: found format 2, which is newer than this program"},
		{"unheard: a\nprofil: ups\n", `:2:1: found the unknown key "profil"; meant "profile"`},
		{"sessions: a\njournal: b\n", `:2:10: found "b"; meant a whole number`},
		{"ban-body: xml\n", `:1:11: found "xml"; meant one of html, json`},
		{"gzip: allways\n", ":1:7: "},
		{"profile: upps\n", `:1:10: profile: unknown carrier "upps"; did you mean "ups" or "usps"?`},
		{"reading: R1+scop=all\n", `:1:10: reading "R1+scop=all": unknown choice`},
		{"reading: R1+lag=20m\n", ":1:10: "},
		{"policy: singel\n", `did you mean "single"?`},
		{"token-life: long\n", `:1:13: found token-life "long"; meant a length of time above zero`},
		{"token-life: 1s\n", ":1:13: found a token life of 1s; meant more than 1s"},
		{"token-life: -5s\n", `found token-life "-5s"; meant a length of time above zero`},
		{"daily-quota: -1\n", `:1:14: found "-1"; meant a whole number of at least 1`},
		{"daily-quota: 0\n", `:1:14: found "0"; meant a whole number of at least 1`},
		{"transactions: 60\n", `:1:15: transactions: found the limit "60"; meant a number above`},
		{"transactions: 5/1m,/1h\n", `found the limit "/1h"`},
		{"sessions: 0\n", ":1:11: found sessions 0; meant 1 to 100000"},
		{"sessions: 100001\n", ":1:11: found sessions 100001; meant 1 to 100000"},
		{"journal: -1\n", ":1:10: found journal -1"},
		{"journal: 1000001\n", ":1:10: found journal 1000001; meant 1 to 1000000 events"},
		{"time-scale: 100000.5\n", "at most 100000"},
		{"start-at: 1969-12-31T23:59:59Z\n", ":1:11: found start-at 1969-12-31T23:59:59Z"},
		{"start-at: 2200-01-01T00:00:01Z\n", ":1:11: found start-at 2200-01-01T00:00:01Z"},
		{"admin-token: 0123456789abcde\n", ":1:14: found an admin-token of 15 characters"},
		{"listen: [127.0.0.1:65536]\n", `:1:10: found the address "127.0.0.1:65536"`},
		{"session-idle: 0s\n", ":1:15: found session-idle 0s"},
		{"session-idle: 30\n", `:1:15: found "30"; meant a length of time`},
		{"drain: -1s\n", ":1:8: found drain -1s; meant 0, or a length of time as 5s"},
		{"time-scale: 0\n", ":1:13: found a time scale of 0"},
		{"time-scale: .nan\n", ":1:13: found "},
		{"frozen: maybe\n", `:1:9: found "maybe"; meant true or false`},
		{"listen: []\n", ":1:9: found no listen address"},
		{"listen: [nowhere]\n", `:1:10: found the address "nowhere"`},
		{"listen: [127.0.0.1:1=here]\n", `:1:10: found the simulated address "here"`},
		{"trust: [10.0.0.0/33]\n", `:1:9: found "10.0.0.0/33"; meant a network, as 10.0.0.0/8`},
		{"admin: 0.0.0.0:1\n", ":1:8: found the admin API on 0.0.0.0:1, which others can reach"},
		{"admin: same\nlisten: [192.0.2.1:1]\n", ":2:10: found the admin API on 192.0.2.1:1"},
		{"admin: :8481\n", "without an admin-token"},
		{"admin-token: short\n", ":1:14: found an admin-token of 5 characters"},
		{"start-at: 1500-01-01T00:00:00Z\n", ":1:11: found start-at 1500-01-01T00:00:00Z"},
		{"start-at: yesterday\n", `:1:11: found "yesterday"; meant an instant, as 2026-03-01T12:00`},
		{"start-at: 2026-03-01\n", `:1:11: found "2026-03-01"; meant an instant`},
		{"clients: [{id: a}]\n", `:1:12: found no clients[0].secret; meant one`},
		{"clients: [{secret: a}]\n", ":1:12: found no clients[0].id; meant one"},
		{"clients:\n- {id: a, secret: b}\n- {id: a, secret: c}\n", `client "a" a second time`},
		{"clients: shop\n", `:1:10: found "shop"; meant a list`},
		{"clients: [{id: a, secret: b, blocked: 1}]\n", `found "1"; meant true or false`},
	} {
		name := writeFile(t, test.file)
		_, err := parseFlags(t, "--config", name)
		require.ErrorContains(t, err, name+":", test.file)
		require.ErrorContains(t, err, test.want, test.file)
	}
	_, err := parseFlags(t, "--config", "absent.yaml")
	require.ErrorContains(t, err, "absent.yaml")
}

// One server alone can listen at an address.
func TestAddressesAreApart(t *testing.T) {
	for _, test := range []struct{ file, want string }{
		{"listen: [127.0.0.1:8490, 127.0.0.1:8490]\n",
			":1:26: found the address 127.0.0.1:8490 a second time; meant each address once"},
		{"admin: 127.0.0.1:8480\n",
			":1:8: found the address 127.0.0.1:8480 a second time; meant each address once"},
	} {
		_, err := parseFlags(t, "--config", writeFile(t, test.file))
		require.ErrorContains(t, err, test.want, test.file)
	}
}

func TestFlagsRefused(t *testing.T) {
	for _, test := range []struct{ argument, want string }{
		{"--profil=ups", `found the unknown flag --profil; meant "--profile"`},
		{"ups", `found the argument "ups"; meant flags alone`},
		{"--sessions=many", `--sessions: found "many"; meant a whole number`},
		{"--sessions=0", `--sessions: found sessions 0; meant 1 to 100000`},
		{"--time-scale=fast", `--time-scale: found "fast"; meant a number`},
		{"--seed=-1", `--seed: found "-1"; meant a whole number from 0 on`},
		{"--trust=10.0.0.1", `--trust: found "10.0.0.1"; meant a network, as 10.0.0.0/8, or none`},
		{"--frozen=maybe", `--frozen: found "maybe"; meant true or false`},
		{"--drain=soon", `--drain: found "soon"; meant a length of time`},
		{"--start-at=noon", `--start-at: found "noon"; meant an instant`},
		{"--listen=127.0.0.1:1=here", `--listen: found the simulated address "here"`},
		{"--access-log-format=clf", `--access-log-format: found "clf"; meant one of combined, json`},
		{"--daily-quota=many", `--daily-quota: found "many"; meant a whole number`},
	} {
		_, err := parseFlags(t, test.argument)
		require.ErrorContains(t, err, test.want)
	}
}

func TestAdminTokenComesFromAFile(t *testing.T) {
	c, err := parseFlags(t, "--admin", "0.0.0.0:1", "--admin-token-file",
		writeFile(t, "0123456789abcdef\n"))
	require.NoError(t, err)
	require.Equal(t, "0123456789abcdef", c.AdminToken)
	_, err = parseFlags(t, "--admin-token-file", writeFile(t, "short\n"))
	require.ErrorContains(t, err, "--admin-token-file: found an admin-token of 5 characters")
	for _, test := range []struct {
		text string
		mode os.FileMode
		want string
	}{
		{"\n", 0o600, "found nothing in"},
		{"0123456789abcdef\n0123456789abcdef\n", 0o600, "found 2 lines in"},
		{"0123456789abcdef 0123456789abcdef", 0o600, "found 2 words in"},
		{"0123456789abcdef\n", 0o666, "found mode 0666 of"},
		{"0123456789abcdef\n", 0o620, "found mode 0620 of"},
		{"0123456789abcdef\n", 0o644, ""},
	} {
		name := writeFile(t, test.text)
		require.NoError(t, os.Chmod(name, test.mode))
		_, err = parseFlags(t, "--admin-token-file", name)
		if test.want == "" {
			require.NoError(t, err)
		} else {
			require.ErrorContains(t, err, "--admin-token-file: "+test.want)
		}
	}
	_, err = parseFlags(t, "--admin-token-file", "/dev/zero")
	require.ErrorContains(t, err, "found more than 1048576 bytes in /dev/zero; meant an admin token")
}

// More clients than a world knows are refused at the first that is too many.
func TestTooManyClientsAreRefused(t *testing.T) {
	for _, test := range []struct {
		begins, each, want string
	}{
		{"clients:\n", "- {id: c%d, secret: s}\n", ":16387:1: found client 16385; meant at most 16384"},
		{"clients:\n", "  # one\n  - id: c%d\n    secret: s\n", ":49156:3: found client 16385; meant at"},
		{"clients: [\n", "{id: c%d, secret: s},\n",
			":16387:2: found client 16385 of 16385; meant at most 16384"},
	} {
		text := strings.Builder{}
		text.WriteString("profile: ups\n" + test.begins)
		for i := range front.MostClients + 1 {
			fmt.Fprintf(&text, test.each, i)
		}
		if strings.Contains(test.begins, "[") {
			text.WriteString("]\n")
		}
		_, err := parseFlags(t, "--config", writeFile(t, text.String()))
		require.ErrorContains(t, err, test.want)
		require.Less(t, len(err.Error()), 200, "one mistake")
	}
	many := "trust:\n" + strings.Repeat("- 10.0.0.0/8\n", front.MostClients+1)
	require.NoError(t, crowd("f", []byte("clients:\n- {id: a}\n"+many)), "these are no clients")
}

// Any file is read, or refused with the places of its mistakes.
func FuzzConfigFile(f *testing.F) {
	f.Add([]byte(fullFile))
	f.Add([]byte("a: &a\n? [b]\n: *a\n---\n--- !t\n<<: {}\n"))
	f.Add([]byte("%YAML 1.2\n---\nclients: [{id: a}]\n...\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := parseFile("f", data, new(Config)); err != nil {
			require.Regexp(t, `^f:\d+:\d+: found `, err.Error())
		}
	})
}
