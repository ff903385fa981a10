package hunt

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/sim"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

var (
	bounded = flag.Int("bounded", 30, "how many scenarios the bound is held in")
	from    = flag.Uint64("seed", 1, "where the draws begin")
)

func named(t *testing.T, name string) Subject {
	t.Helper()
	with, err := spec.Lookup(name)
	require.NoError(t, err)
	return Subject{Strategy: with}
}

// No strategy beats the clairvoyant in a scenario that is fair.
func TestNobodyBeatsTheClairvoyant(t *testing.T) {
	t.Parallel()
	names := spec.Names()
	for i := range *bounded {
		d := &drawer{
			Rand:   rand.New(rand.NewPCG(sim.StreamSeed(*from, fmt.Sprintf("bound/%d", i)))),
			bounds: &Bounds{}, fair: true,
		}
		var s *scenarios.Scenario
		var drawn *draft
		for s == nil || !roomy(s) {
			drawn = d.drawn()
			s, _ = drawn.scenario()
		}
		require.True(t, Fair(s), drawn.Text())
		for range 4 {
			subject := named(t, names[d.IntN(len(names))])
			for _, b := range Judge(s, &subject, Soundness) {
				small := shrinker{subject: &subject, bounds: d.bounds, breach: b}
				t.Errorf("scenario %d: %s: %s\n%s", i, subject.Strategy.Name, b.What,
					small.smallest(drawn).Text())
			}
		}
	}
}
