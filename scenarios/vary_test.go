package scenarios

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/workload"

	"github.com/tokenstorm/tokenstorm/scenarios/chance"
)

// A field set to what it is anyway changes nothing, in any scenario.
func TestWithTheSameValueIsTheSameScenario(t *testing.T) {
	t.Parallel()
	for _, name := range Names() {
		s, err := Load(name)
		require.NoError(t, err)
		same, err := s.With("length", s.Length.String())
		require.NoError(t, err, name)
		require.Equal(t, name+" length="+s.Length.String(), same.Name)
		same.Name, same.Settings, same.written = s.Name, nil, nil
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
`

func TestWith(t *testing.T) {
	s, err := Parse("x.yaml", []byte(variable))
	require.NoError(t, err)
	v, err := s.With("fleet.users", "50")
	require.NoError(t, err)
	v, err = v.With("network.token.timeout", "7s")
	require.NoError(t, err)
	v, err = v.With("workload[0].closed.think", "uniform 1s..3s")
	require.NoError(t, err)
	v, err = v.With("users.click_again.after", "exp 5s")
	require.NoError(t, err)
	v, err = v.With("carrier.tokens", "grace 5s")
	require.NoError(t, err)
	require.Equal(t, "x fleet.users=50 network.token.timeout=7s "+
		"workload[0].closed.think=uniform 1s..3s users.click_again.after=exp 5s "+
		"carrier.tokens=grace 5s", v.Name)
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
	v, err := s.With("network.rtt", "201ms")
	require.NoError(t, err)
	require.Equal(t, 100500*time.Microsecond, v.Network.API.Leg.Mean())
	require.Equal(t, 100500*time.Microsecond, v.Network.Token.Leg.Mean())
	require.Equal(t, "x network.rtt=201ms", v.Name)
}

func TestWithJitter(t *testing.T) {
	s, err := Parse("x.yaml", []byte(variable))
	require.NoError(t, err)
	s, err = s.With("network.rtt", "100ms")
	require.NoError(t, err)
	for _, test := range []struct{ jitter, leg string }{
		{"0s", "50ms"}, {"20ms", "uniform 40ms..60ms"}, {"100ms", "uniform 0s..100ms"},
	} {
		v, err := s.With("network.jitter", test.jitter)
		require.NoError(t, err)
		want, err := chance.ParseDistribution(test.leg)
		require.NoError(t, err)
		require.Equal(t, want, v.Network.API.Leg)
		require.Equal(t, want, v.Network.Token.Leg)
		require.Equal(t, "x network.rtt=100ms network.jitter="+test.jitter, v.Name)
		again, err := v.With("network.jitter", "20ms")
		require.NoError(t, err)
		require.Equal(t, 50*time.Millisecond, again.Network.API.Leg.Mean())
	}
	_, err = s.With("network.jitter", "101ms")
	require.EqualError(t, err, "network.jitter=101ms: network.api.leg: found legs of 50ms that would "+
		"arrive before they leave; meant at most 100ms")
	_, err = s.With("network.jitter", "-1ms")
	require.ErrorContains(t, err, "meant a length of time")
	tail, err := s.With("network.token.leg", "pareto 50ms 1.5")
	require.NoError(t, err)
	_, err = tail.With("network.jitter", "20ms")
	require.ErrorContains(t, err, "found a leg with a shape of its own; meant a constant or uniform")
	jittered, err := s.With("network.jitter", "20ms")
	require.NoError(t, err)
	_, err = jittered.With("network.rtt", "50ms")
	require.ErrorContains(t, err, "found it behind network.jitter, whose legs it would set anew")
}

func TestWithMistakes(t *testing.T) {
	s, err := Parse("x.yaml", []byte(variable))
	require.NoError(t, err)
	for _, m := range []struct{ path, value, want string }{
		{"fleet.usres", "5", `fleet.usres: no field "usres"; meant "fleet.users"`},
		{"flet.users", "5", `flet.users: no field "flet"; meant "fleet"`},
		{"network.rt", "5ms", `network.rt: no field "rt"; meant "network.rtt"`},
		{"network.rtt", "5", `network.rtt=5: found "5"; meant a length of time such as "100ms"`},
		{"fleet", "5", `fleet: not a single value; meant a field such as "fleet.cache"`},
		{"fleet.users.x", "5", `fleet.users.x: no field "x"; meant "fleet.users"`},
		{"workload.closed", "5", `workload.closed: not a single value; meant a field such as "work`},
		{"workload[3].closed.think", "5s",
			`found item [3] of a list of 1; meant one of them, from [0]`},
		{"faults[0].ban.at", "5s", `faults[0].ban.at=5s: found no list "faults"`},
		{"", "5", `: not a single value`},
		{"fleet.users", "many", `fleet.users=many: found "many"; meant a whole number`},
		{"fleet.users", "1.5", `fleet.users=1.5: found "1.5"; meant a whole number`},
		{"fleet.users", "0", "fleet.users=0: found 0; meant a number of at least 1"},
		{"fleet.users", "", "fleet.users=: found no value"},
		{"fleet.users", "{a: 1}", `found "{a: 1}"; meant a single value`},
		{"network.token.leg", "fast", `network.token.leg=fast: found "fast"`},
		{"carrier.reading", "akami", "carrier.reading=akami: found "},
	} {
		_, err := s.With(m.path, m.value)
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
		v, err := s.With(path, value)
		require.Equal(t, err == nil, v != nil)
	})
}
