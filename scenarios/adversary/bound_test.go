package adversary

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

var bounded = flag.Int("bounded", 40, "how many scenarios the bound is held in")

// The clairvoyant is the bound of what others can reach, in every run in which nothing but what a
// strategy does with tokens decides: chance does nothing to API calls, nothing makes them slow, no
// ban counts them, clicks wait for nobody, and there are no more customers than the thresholds let
// have a token at once. Then no strategy
//
//   - serves more actions, those aside whose token the clairvoyant killed under way when it
//     renewed ahead of trouble,
//   - or bans itself less: the clairvoyant never does,
//   - or serves everybody with fewer token requests than the clairvoyant needs where tokens live
//     longer by what the strategy's slowest action takes: who lets his users wait asks later.
//     What the clairvoyant asks for ahead of trouble it does not need; and where others renew with
//     the same credentials, whose token they kill is luck.
//
// It is no bound of latencies, nor of how often users click who wait for their outcome.
func TestNobodyBeatsTheClairvoyant(t *testing.T) {
	t.Parallel()
	names := spec.Names()
	for i := range *bounded {
		r := rand.New(rand.NewPCG(sim.StreamSeed(*seed, fmt.Sprintf("bound/%d", i))))
		d := drawn(r, true)
		s, err := d.scenario()
		for err != nil {
			d = drawn(r, true)
			s, err = d.scenario()
		}
		for range 4 {
			with := named(t, names[r.IntN(len(names))])[0]
			if by := beaten(t, s, with); by != "" {
				small := smallest(d, func(s *scenarios.Scenario) bool { return beaten(t, s, with) != "" })
				t.Errorf("scenario %d: %s %s\n%s", i, with.Name, by, small.Text())
			}
		}
	}
}

// beaten says in what a strategy beats the clairvoyant, if it does.
func beaten(t *testing.T, s *scenarios.Scenario, with spec.Strategy) string {
	t.Helper()
	bound, err := observe(s, named(t, "clairvoyant")[0])
	require.NoError(t, err)
	w, err := observe(s, with)
	require.NoError(t, err)
	clicks, most := bound.served(0, s.Lasts())
	_, ok := w.served(0, s.Lasts())
	switch {
	case bound.ownBan > 0:
		return "need not: the clairvoyant bans itself"
	case ok > most+bound.cut:
		return fmt.Sprintf("serves %d, the clairvoyant %d", ok, most)
	case !bound.rivals && ok == clicks && w.total < bound.total-bound.ahead:
		profile, _, err := s.CarrierUnder(s.Carrier.Reading)
		require.NoError(t, err)
		longer, err := s.With(scenarios.Setting{
			Path: "carrier.token_life", Value: (profile.TokenLife + w.longest()).String(),
		})
		require.NoError(t, err)
		bound, err = observe(longer, named(t, "clairvoyant")[0])
		require.NoError(t, err)
		if needed := bound.total - bound.ahead; w.total < needed {
			return fmt.Sprintf("sends %d requests, the clairvoyant %d", w.total, needed)
		}
	}
	return ""
}
