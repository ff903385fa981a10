package explain

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// TestNoReturnAgainstEveryInstant: halving finds what trying every instant finds.
func TestNoReturnAgainstEveryInstant(t *testing.T) {
	for _, test := range []struct {
		strategy string
		requests bool
	}{{"naive", true}, {"naive", false}, {"single-flight", true}, {"single-flight", false}} {
		t.Run(test.strategy+map[bool]string{true: " requests", false: " clicks"}[test.requests],
			func(t *testing.T) {
				s, err := scenarios.Load("two-nodes")
				require.NoError(t, err)
				with, err := spec.Lookup(test.strategy)
				require.NoError(t, err)
				r := world.Run{Scenario: s, Strategy: with, Seed: 3}
				traced := lineage.New(s, with.Name, 1)
				whole := r
				whole.Until = 5 * time.Second
				_, err = whole.Do(traced)
				require.NoError(t, err)
				b := &traced.Bans[0]
				require.NoError(t, noReturn(r, b, test.requests))
				found, instants := b.NoClicks, b.Clickings()
				if test.requests {
					found, instants = b.NoRequests, b.Sendings()
				}
				require.False(t, found.Always || found.Unclear)

				i := slices.Index(instants, time.Duration(found.At))
				require.GreaterOrEqual(t, i, 0)
				for k, at := range instants {
					w := &banWatch{ban: b}
					fork := r
					fork.Until = time.Duration(b.At) + reports.FallsWithin
					fork.Fork = &world.Fork{
						From: at, NoRequests: test.requests, NoClicks: !test.requests,
					}
					_, err := fork.Do(w)
					require.NoError(t, err)
					require.Equal(t, k > i, w.fell, "left out from instant %d, %v, on", k, at)
				}
			})
	}
}
