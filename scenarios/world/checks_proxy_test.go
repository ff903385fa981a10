package world

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A proxy keeps 401 for 10 s. The carrier answered one at 1 s through address 0: what may be
// answered next?
func TestCheckOfProxies(t *testing.T) {
	own := func(at time.Duration, ip uint16, status uint16) measure.Record {
		return measure.Record{Kind: measure.APIJudged, At: at, IP: ip, Status: status,
			Reason: fakecarrier.ReasonProxy}
	}
	carrier := func(at time.Duration, ip uint16, status uint16) measure.Record {
		return measure.Record{Kind: measure.APIJudged, At: at, IP: ip, Status: status}
	}
	const end = 11 * time.Second
	onToken := own(2*time.Second, 0, 401)
	onToken.Kind = measure.TokenJudged
	metered := own(2*time.Second, 0, 401)
	metered.Meter = 1
	for _, c := range []struct {
		next   measure.Record
		delays bool
		broken string
	}{
		{next: own(time.Second, 0, 401)},
		{next: own(end-1, 0, 401)},
		{next: own(end, 0, 401), broken: "answered by a proxy: true; what it keeps ends at 11s"},
		{next: own(end, 0, 401), delays: true},
		{next: carrier(end, 0, 200)},
		{next: carrier(end-1, 0, 200), broken: "answered by a proxy: false; what it keeps ends at 11s"},
		{next: carrier(end-1, 0, 200), delays: true},
		{next: carrier(2*time.Second, 1, 200)},
		{next: own(2*time.Second, 1, 401), broken: "a proxy answered what the carrier had not"},
		{next: own(2*time.Second, 1, 401), delays: true,
			broken: "a proxy answered what the carrier had not"},
		{next: own(2*time.Second, 0, 403), broken: "403 by a proxy that keeps 401"},
		{next: metered, broken: "401 by a proxy that keeps 401, meter 1"},
		{next: onToken, broken: "answered by a proxy, and there is none"},
	} {
		s, err := scenarios.Parse("s.yaml", []byte("about: x\nstrategies: [naive]\nlength: 1m\n"+
			"workload: [{closed: {think: 5s}}]\nnetwork: {api: {leg: 50ms}, token: {leg: 50ms}, "+
			"proxy_caches: {status: 401, for: 10s}}\n"))
		require.NoError(t, err)
		with, err := spec.Lookup("naive")
		require.NoError(t, err)
		w, err := newWorld(Run{Scenario: s, Strategy: with, Seed: 1, Reading: "akamai"})
		require.NoError(t, err)
		checks := newChecks(w)
		w.carriers[0].proxy.delays = c.delays
		first := carrier(time.Second, 0, 401)
		checks.Add(&first)
		require.NoError(t, checks.err)
		if checks.Add(&c.next); c.broken == "" {
			require.NoError(t, checks.err, "%+v", c)
		} else {
			require.ErrorContains(t, checks.err, c.broken)
		}
	}
}
