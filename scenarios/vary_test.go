package scenarios

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/scenarios/workload"
)

// A field set to what it is anyway changes nothing, in any scenario.
func TestWithTheSameValueIsTheSameScenario(t *testing.T) {
	t.Parallel()
	for _, name := range Names() {
		s, err := Load(name)
		require.NoError(t, err)
		same, err := s.With(Setting{"length", s.Length.String()})
		require.NoError(t, err, name)
		require.Equal(t, name+" length="+s.Length.String(), same.Name)
		same.Name, same.Settings, same.written, same.root = s.Name, nil, nil, s.root
		require.Equal(t, s, same)
	}
}

const variable = `
about: x
length: 10m
fleet: {nodes: 2, users: 10}
workload:
  - closed: {think: exp 10s}
network:
  api: {leg: &leg 50ms}
  token: {leg: *leg}
strategies: [naive]
users: {told_to_stop: {at: 1m, for: 10s, obeyed_by: 1}}
faults: [{ban: {at: 20s}}]
`

// What is set together is checked together: each of these alone would be refused.
func TestWithChecksOnceAllIsSet(t *testing.T) {
	s, err := Parse("x.yaml", []byte(variable))
	require.NoError(t, err)
	early := Setting{"length", "30s"}
	v, err := s.With(early, Setting{"users.told_to_stop.at", "10s"})
	require.NoError(t, err)
	require.Equal(t, 30*time.Second, v.Lasts())
	_, err = s.With(early, Setting{"faults[0].ban.at", "31s"},
		Setting{"users.told_to_stop.at", "30s"})
	require.EqualError(t, err, "length=30s faults[0].ban.at=31s users.told_to_stop.at=30s: "+
		"found 31s, when the run is over; meant at most 30s")
}

func TestWith(t *testing.T) {
	s, err := Parse("x.yaml", []byte(variable))
	require.NoError(t, err)
	v, err := s.With(Setting{"fleet.users", "50"}, Setting{"network.token.timeout", "7s"},
		Setting{"workload[0].closed.think", "uniform 1s..3s"})
	require.NoError(t, err)
	v, err = v.With(Setting{"strategy.retry.retries", "2"},
		Setting{"users.click_again.after", "exp 5s"}, Setting{"carrier.tokens", "grace 5s"})
	require.NoError(t, err)
	require.Equal(t, "x fleet.users=50 network.token.timeout=7s "+
		"workload[0].closed.think=uniform 1s..3s strategy.retry.retries=2 "+
		"users.click_again.after=exp 5s carrier.tokens=grace 5s", v.Name)
	require.Equal(t, 50, v.Fleet.Users)
	require.Equal(t, 2, v.Fleet.Nodes)
	require.Equal(t, PositiveSpan(7*time.Second), v.Network.Token.Timeout)
	require.Equal(t, 2*time.Second, v.Workload[0].Shape.(*workload.Closed).Think.Mean())
	require.Equal(t, 5*time.Second, v.Users.Again.After.Mean())
	require.InDelta(t, 1, float64(v.Users.Again.With), 0, "the default of what was left out")
	require.Equal(t, "grace 5s", v.Carrier.Tokens)
	require.Equal(t, 10, s.Fleet.Users, "the scenario itself stays as it was")
}

func TestWithRoundTrip(t *testing.T) {
	s, err := Parse("x.yaml", []byte(variable))
	require.NoError(t, err)
	v, err := s.With(Setting{"network.rtt", "201ms"})
	require.NoError(t, err)
	require.Equal(t, 100500*time.Microsecond, v.Network.API.Leg.Mean())
	require.Equal(t, 100500*time.Microsecond, v.Network.Token.Leg.Mean())
	require.Equal(t, "x network.rtt=201ms", v.Name)
}

func TestWithJitter(t *testing.T) {
	s, err := Parse("x.yaml", []byte(variable))
	require.NoError(t, err)
	s, err = s.With(Setting{"network.rtt", "100ms"})
	require.NoError(t, err)
	for _, test := range []struct{ jitter, leg string }{
		{"0s", "50ms"}, {"20ms", "uniform 40ms..60ms"}, {"100ms", "uniform 0s..100ms"},
	} {
		v, err := s.With(Setting{"network.jitter", test.jitter})
		require.NoError(t, err)
		want, err := chance.ParseDistribution(test.leg)
		require.NoError(t, err)
		require.Equal(t, want, v.Network.API.Leg)
		require.Equal(t, want, v.Network.Token.Leg)
		require.Equal(t, "x network.rtt=100ms network.jitter="+test.jitter, v.Name)
		again, err := v.With(Setting{"network.jitter", "20ms"})
		require.NoError(t, err)
		require.Equal(t, 50*time.Millisecond, again.Network.API.Leg.Mean())
	}
	_, err = s.With(Setting{"network.jitter", "101ms"})
	require.EqualError(t, err, "network.jitter=101ms: network.api.leg: found legs of 50ms that would "+
		"arrive before they leave; meant at most 100ms")
	_, err = s.With(Setting{"network.jitter", "-1ms"})
	require.ErrorContains(t, err, "meant a length of time")
	tail, err := s.With(Setting{"network.token.leg", "pareto 50ms 1.5"})
	require.NoError(t, err)
	_, err = tail.With(Setting{"network.jitter", "20ms"})
	require.ErrorContains(t, err, "found a leg with a shape of its own; meant a constant or uniform")
	jittered, err := s.With(Setting{"network.jitter", "20ms"})
	require.NoError(t, err)
	_, err = jittered.With(Setting{"network.rtt", "50ms"})
	require.ErrorContains(t, err, "found it behind network.jitter, whose legs it would set anew")
}

func TestWithMistakes(t *testing.T) {
	s, err := Parse("x.yaml", []byte(variable))
	require.NoError(t, err)
	for _, m := range []struct{ path, value, want string }{
		{"fleet.usres", "5", `fleet.usres=5: found the unknown key "usres"; meant "users"`},
		{"flet.users", "5", `flet.users=5: found the unknown key "flet"; meant "fleet"`},
		{"network.rt", "5ms", `network.rt=5ms: found the unknown key "rt"; meant "network.rtt"`},
		{"network.rtt", "5", `network.rtt=5: found "5"; meant a length of time such as "100ms"`},
		{"fleet", "5", `fleet=5: found "5"; meant keys and values`},
		{"fleet.users.x", "5", `fleet.users.x=5: found "10" where x is to be set; meant a section`},
		{"workload.closed", "5", `workload.closed=5: found item [closed] of a list of 1; meant one`},
		{"workload[3].closed.think", "5s",
			`found item [3] of a list of 1; meant one of them, from [0]`},
		{"expect[0].reading", "R1", `expect[0].reading=R1: found no list "expect"`},
		{"", "5", `=5: found the path ""; meant one such as fleet.users`},
		{"fleet.users", "many", `fleet.users=many: found "many"; meant a whole number`},
		{"fleet.users", "1.5", `fleet.users=1.5: found "1.5"; meant a whole number`},
		{"fleet.users", "0", "fleet.users=0: found 0; meant a number of at least 1"},
		{"fleet.users", "", "fleet.users=: found no value"},
		{"fleet.users", "{a: 1}", `found "{a: 1}"; meant a single value`},
		{"network.token.leg", "fast", `network.token.leg=fast: found "fast"`},
		{"carrier.reading", "akami", "carrier.reading=akami: found "},
		{"length", "59s", "length=59s: found 1m0s, when the run is over; meant at most 59s"},
	} {
		_, err := s.With(Setting{m.path, m.value})
		require.ErrorContains(t, err, m.want, m.path)
	}
}

// Whatever is typed, it is an error or a scenario, and no panic.
func FuzzWith(f *testing.F) {
	s, err := Parse("x.yaml", []byte(variable))
	require.NoError(f, err)
	for _, path := range []string{
		"fleet.users", "network.rtt", "network.jitter", "workload[0].closed", "..", "[",
	} {
		f.Add(path, "50")
		f.Add(path, "*x")
	}
	f.Fuzz(func(t *testing.T, path, value string) {
		v, err := s.With(Setting{path, value})
		require.Equal(t, err == nil, v != nil)
	})
}
