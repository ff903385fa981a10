package world_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/faults"
)

// TestDeadlines is computed by hand: one click at 1 s, whose requests wait until the instant that
// each row is about.
func TestDeadlines(t *testing.T) {
	network := func(leg, timeout string) string {
		path := "{leg: " + leg + ", timeout: " + timeout + "}"
		return "network: {api: " + path + ", token: " + path + "}\n"
	}
	for _, test := range []struct{ name, more, want string }{
		{"an answer at the deadline is in time", network("1s", "2s"), `
			1.000 click 1
			2.000 token 200 through 0
			3.000 token heard 200
			4.000 call 200 through 0
			5.000 call heard 200
			5.000 succeeded 1`},
		{"a nanosecond after it is not", network("1s", "1999999999ns"), `
			1.000 click 1
			2.000 token 200 through 0
			3.000 token heard 0
			3.000 failed 1`},
		{"nor is a reply that would leave then", network("2s", "2s"), `
			1.000 click 1
			3.000 token 200 through 0
			3.000 token heard 0
			3.000 failed 1`},
		{"an answer that takes until the deadline", network("0s", "2s") +
			"carrier: {service_time: 2s}\n", `
			1.000 click 1
			1.000 token 200 through 0
			3.000 token heard 200
			3.000 call 200 through 0
			5.000 call heard 200
			5.000 succeeded 1`},
		{"and one that takes a nanosecond more", network("0s", "1999999999ns") +
			"carrier: {service_time: 2s}\n", `
			1.000 click 1
			1.000 token 200 through 0
			3.000 token heard 0
			3.000 failed 1`},
		{"patience that ends with the time-out", network("1s", "2s") +
			"users: {patience: 2s}\ncarrier: {service_time: 1ns}\n", `
			1.000 click 1
			2.000 token 200 through 0
			3.000 token heard 0
			3.000 failed 1`},
		{"patience that ends with the answer ends first", network("1s", "3s") +
			"users: {patience: 2s}\n", `
			1.000 click 1
			2.000 token 200 through 0
			3.000 token heard 0
			3.000 failed 1`},
		{"patience that ends later", network("1s", "3s") + "users: {patience: 2000000001ns}\n", `
			1.000 click 1
			2.000 token 200 through 0
			3.000 token heard 200
			3.000 call heard 0
			3.000 failed 1
			4.000 call 200 through 0`},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := load(t, "9s", "burst: {at: 1s, clicks: 1}", test.more)
			got := run(t, s, "naive", func(faults.Platform) {})
			require.Equal(t, lines(test.want), got)
		})
	}
}

// TestCachesAtTheInstant is computed by hand: the second of two clicks reads the cache at 10 s, at
// the very instant at which a fault begins or ends.
func TestCachesAtTheInstant(t *testing.T) {
	const unharmed = `
			10.000 click 2
			10.050 call 200 through 0
			10.100 call heard 200
			10.100 succeeded 2`
	const cold = `
			10.000 click 2
			10.050 token 200 through 0
			10.100 token heard 200
			10.150 call 200 through 0
			10.200 call heard 200
			10.200 succeeded 2`
	one := 1
	for _, test := range []struct {
		name  string
		fault func(p faults.Platform)
		want  string
	}{
		{"down until then", func(p faults.Platform) {
			var end func()
			p.At(9*second, func() { end = p.CachesDown(faults.Caches{}) })
			p.At(10*second, func() { end() })
		}, unharmed},
		{"down from then on", func(p faults.Platform) {
			p.At(10*second, func() { p.CachesDown(faults.Caches{}) })
		}, cold},
		{"another node's", func(p faults.Platform) {
			p.At(9*second, func() { p.CachesDown(faults.Caches{Node: &one, Store: true}) })
		}, unharmed},
		{"of two that add up, one ends", func(p faults.Platform) {
			p.At(8*second, func() { p.CachesDown(faults.Caches{}) })
			p.At(9*second, func() { p.CachesDown(faults.Caches{})() })
		}, cold},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := load(t, "20s", "burst: {at: 1s, clicks: 2, apart: 9s}", "")
			require.Equal(t, lines(test.want), run(t, s, "naive", test.fault)[6:])
		})
	}
}
