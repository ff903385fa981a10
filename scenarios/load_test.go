package scenarios

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/workload"
)

const sound = `about: x
length: 1m
fleet: {users: 2}
workload:
  - closed: {think: 10s}
network:
  api: {leg: 50ms}
  token: {leg: 50ms}
strategies: [naive]
`

// Each mistake is reported with its place, with what was found there, and with what was meant.
func TestMistakes(t *testing.T) {
	_, err := Parse("x.yaml", []byte(sound))
	require.NoError(t, err)
	for _, m := range []struct{ replace, by, want string }{
		{"{users: 2}", "{nods: 2}", `x.yaml:3:9: found the unknown key "nods"; meant "nodes"`},
		{"users: 2", "users: -2", `x.yaml:3:16: found -2; meant a number of at least 1`},
		{"users: 2", "nodes: 0", `x.yaml:3:16: found 0; meant a number of at least 1`},
		{"users: 2", "clock_skew: [-9000h]",
			`x.yaml:3:22: found -9000h; meant a clock that is at most a year off`},
		{"[naive]", "[naive]\nfaults: [{clock_skew: {at: 1s, node: 0, by: 9000h}}]",
			`x.yaml:10:45: found 9000h; meant a clock that is at most a year off`},
		{"users: 2", "users: 2.9", `x.yaml:3:16: found "2.9"; meant a whole number`},
		{"users: 2", "users: ten", `x.yaml:3:16: found "ten"; meant a whole number`},
		{"users: 2", "users: '2'", `x.yaml:3:16: found "2"; meant a whole number without quotes`},
		{"users: 2", "users: 99999999999999999999",
			`x.yaml:3:16: found "99999999999999999999"; meant a whole number`},
		{"users: 2", "users: 2.0, nodes: 1e400", `x.yaml:3:28: found "1e400"; meant a whole number`},
		{"users: 2", "users: &many 2.5, nodes: *many",
			`x.yaml:3:22: found "2.5"; meant a whole number`},
		{"leg: 50ms}\nstr", "leg: 50ms, lose_replies: many}\nstr",
			`x.yaml:8:36: found "many"; meant a number`},
		{"[naive]", "[naive]\nfaults: [{cache_down: {at: 1s, node: 0.5}}]",
			`x.yaml:10:38: found "0.5"; meant a whole number`},
		{"[naive]", "[naive]\nfaults: [{cache_down: {at: 1s, store: perhaps}}]",
			`x.yaml:10:39: found "perhaps"; meant true or false`},
		{"- closed: {think: 10s}", "- burst: {at: 1s, clicks: 1.5}",
			`x.yaml:5:29: found "1.5"; meant a whole number`},
		{"- closed: {think: 10s}", "- business_day: {peak: 1/s, hours: [1, half]}",
			`x.yaml:5:42: found "half"; meant a number`},
		{"about", "abuot", `x.yaml:1:1: found the unknown key "abuot"; meant "about"`},
		{"think: 10s", "thinks: 10s",
			`x.yaml:5:14: found the unknown key "thinks"; meant "think"`},
		{"length: 1m", "length: 100", `x.yaml:2:9: found "100", a number without a unit; ` +
			`meant a length of time such as "200ms", "5s", "1h30m"`},
		{"[naive]", "[naiv]", `x.yaml:9:14: found "naiv"; meant "naive"`},
		{"length: 1m", "length: 80000h", `x.yaml:2:9: found a run of about 6.8e+08 events, ` +
			`3m0s on one core; meant at most 500000; shorten it, or raise max_events`},
		{"leg: 50ms}\nstr", "lag: 50ms}\nstr",
			`x.yaml:8:11: found the unknown key "lag"; meant "leg"`},
		{"  token: {leg: 50ms}\n", "", `x.yaml:6:1: found no network.token.leg; meant the time of ` +
			`one leg, such as "50ms"`},
		{"token: {leg: 50ms}", "token: {timeout: 9s}", `x.yaml:8:3: found no network.token.leg; ` +
			`meant the time of one leg, such as "50ms"`},
		{"network:\n  api: {leg: 50ms}\n  token: {leg: 50ms}\n", "", `x.yaml:1:1: found no ` +
			`network.api.leg; meant the time of one leg, such as "50ms"` + "\nx.yaml:1:1: found no " +
			`network.token.leg; meant the time of one leg, such as "50ms"`},
		{"about: x\n", "", `x.yaml:1:1: found no about; meant a sentence that says what the ` +
			`scenario demonstrates`},
		{"- closed: {think: 10s}", "- {}", `x.yaml:5:5: found nothing; meant exactly one of ` +
			strings.Join(workload.Names(), ", ")},
		{"- closed: {think: 10s}", "- burst: {at: 2m, clicks: 1}",
			`x.yaml:5:17: found 2m0s, when the run is over; meant at most 1m`},
		{"[naive]", "[naive]\nfaults: [{cache_down: {at: 1s, node: 3}}]",
			`x.yaml:10:38: found 3; meant 0 to 0`},
		{"[naive]", "[naive]\nexpect: [{of: [naive], bans: [\"cuont==0\"]}]",
			`x.yaml:10:31: found "cuont"; meant "count"`},
		{"[naive]", "[naive]\ncarrier: {reading: akamia}", `x.yaml:10:20: found unknown ` +
			`reading "akamia"; did you mean "akamai"?; meant akamai, literal, ` +
			`paranoid, or ids such as R1+A1+violation`},
	} {
		text := strings.Replace(sound, m.replace, m.by, 1)
		if strings.Contains(m.want, "max_events") {
			text += "max_events: 500000\n"
		}
		_, err := Parse("x.yaml", []byte(text))
		require.EqualError(t, err, m.want, m.by)
	}
}

// Nanoseconds since 1970 are held until 2262.
func TestEpochs(t *testing.T) {
	for epoch, day := range map[string]string{
		"1980-01-01": "", "2250-12-31T23:59:59Z": "",
		"1979-12-31T23:00:00Z": "1979-12-31", "2251-01-01": "2251-01-01", "3000-01-01": "3000-01-01",
	} {
		_, err := Parse("x.yaml", []byte("epoch: "+epoch+"\n"+sound))
		if day == "" {
			require.NoError(t, err, epoch)
			continue
		}
		require.EqualError(t, err, "x.yaml:1:8: found "+day+"; meant a day from 1980 to 2250")
	}
}
