package rare

import (
	"flag"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

var estimates = flag.Int("estimates", 0, "make so many estimates of each known probability")

// A known case has a probability that a formula gives.
type known struct {
	name, text string
	height     world.Height
	p          float64
}

// clicks is a run of five seconds, the length of the burst window, in which each click asks for a
// token: the hits are those of a Poisson process, and R1 bans at the sixteenth. A click of the last
// ten milliseconds is not judged.
func clicks(rate float64) known {
	return known{
		fmt.Sprintf("%v clicks a second, 16 in 5 s", rate), fmt.Sprintf(`
length: 5s
carrier: {profile: fedex, tokens: coexist, reading: R1}
workload: [{open: {rate: %v/s}}]
network: {api: {leg: 10ms}, token: {leg: 10ms}}
faults: [{cache_down: {at: 0s}}]
`, rate), world.FullestWindow, 1 - distuv.Poisson{Lambda: rate * 4.99}.CDF(15),
	}
}

// herd is one cold cache: whoever clicks within 100 ms of the first asks for a token as well, and
// thinking times are exponential. R1 bans at the sixteenth.
func herd(users int) known {
	return known{
		fmt.Sprintf("a herd of %d, 15 in 100 ms beside the first", users), fmt.Sprintf(`
length: 10s
fleet: {users: %d}
carrier: {profile: fedex, tokens: coexist, reading: R1}
workload: [{closed: {think: exp 30s}}]
network: {api: {leg: 50ms}, token: {leg: 50ms}}
`, users), world.WithUnderWay, 1 - distuv.Poisson{Lambda: float64(users) / 30 * .1}.CDF(14),
	}
}

func (k *known) question(t testing.TB, effort int, seed uint64) *Question {
	t.Helper()
	s, err := scenarios.Parse("known.yaml", []byte("about: x"+k.text+"strategies: [naive-retry-0]\n"))
	require.NoError(t, err)
	with, err := spec.Lookup("naive-retry-0")
	require.NoError(t, err)
	q := &Question{
		Run:    world.Run{Scenario: s, Strategy: with, Seed: seed},
		Height: k.height, Effort: effort,
	}
	require.NoError(t, q.Check())
	return q
}

func (q *Question) estimate(t testing.TB, replicated int) Estimate {
	t.Helper()
	levels, ok, err := q.Levels()
	require.NoError(t, err)
	if !ok {
		return q.Nearest(levels)
	}
	var all []Replication
	for i := range replicated {
		r, err := q.Replicate(levels, i)
		require.NoError(t, err)
		all = append(all, r)
	}
	return Sum(levels, all)
}

// The interval of an estimate holds the probability that a formula gives, in most of many
// estimates: how many of them is measured by `make slow PART=rare`.
func TestKnown(t *testing.T) {
	if *estimates == 0 {
		k := clicks(1.2)
		e := k.question(t, 200, 2).estimate(t, 8) // one in twenty misses, as that of seed 1
		require.Empty(t, e.Starved)
		require.Less(t, e.Low, k.p)
		require.Greater(t, e.High, k.p)
		require.Less(t, e.High, 100*e.Low, "the interval says something")
		return
	}
	for _, of := range []struct {
		known
		effort int
	}{{clicks(2), 200}, {clicks(1), 300}, {clicks(.5), 1000}, {herd(1500), 300}, {herd(900), 1000}} {
		covers, below, told, runs, plain := 0, 0, 0, 0, 0
		for seed := range *estimates {
			q := of.question(t, of.effort, uint64(seed+1))
			e := q.estimate(t, 8)
			runs += e.Runs
			if e.Starved != "" {
				continue
			}
			told++
			switch {
			case e.Low <= of.p && of.p <= e.High:
				covers++
			case e.High < of.p:
				below++
			}
			if of.p > 1e-4 {
				bans, err := q.Plain(seed, 2000)
				require.NoError(t, err)
				plain += bans
			}
		}
		t.Logf("%s: probability %.3g, estimates %d: %d intervals hold it, %d lie below, %d cannot tell; "+
			"%d runs an estimate, plain %d of %d", of.name, of.p, *estimates, covers, below,
			*estimates-told, runs / *estimates, plain, *estimates*2000)
		require.GreaterOrEqual(t, 10*covers, 7*told, "of 95 %% intervals far too few hold %s", of.name)
	}
}

// The same seed gives the same estimate, another one another.
func TestSeed(t *testing.T) {
	k := clicks(2)
	first := k.question(t, 50, 1).estimate(t, 3)
	require.Equal(t, first, k.question(t, 50, 1).estimate(t, 3))
	require.NotEqual(t, first.Mean, k.question(t, 50, 2).estimate(t, 3).Mean)
	require.NotEqual(t, first.Replications[0].P, first.Replications[1].P)
}

// A run that was banned in an estimate is banned when it is carried out again.
func TestShow(t *testing.T) {
	k := clicks(2)
	q := k.question(t, 50, 1)
	e := q.estimate(t, 3)
	var bans banCount
	shown, err := q.Show(&e.Replications[0], &bans)
	require.NoError(t, err)
	require.True(t, shown)
	require.EqualValues(t, 1, bans)
	shown, err = q.Show(&Replication{})
	require.NoError(t, err)
	require.False(t, shown)
}

type banCount int

func (n *banCount) Add(r *measure.Record) {
	if r.BannedUntil > 0 {
		*n++
	}
}

// What cannot be told is not told: where no run comes near, where too few reach a level, and where
// a ban is not rare the interval is that of independent runs.
func TestCannotBeTold(t *testing.T) {
	k := clicks(.05)
	e := k.question(t, 20, 1).estimate(t, 3)
	require.Contains(t, e.Starved, "none came nearer to a ban")
	e = Sum(Levels{500, banned}, []Replication{
		{P: .1, Reached: []int{40, 9}}, {P: .1, Reached: []int{40, 10}}, {P: .1, Reached: []int{40, 11}},
	})
	require.Equal(t, "too few runs reach one of the levels", e.Starved)
	require.InDelta(t, 1, e.High, 0)
	often := Sum(Levels{banned}, []Replication{
		{P: 1, Reached: []int{20}, Runs: 20}, {P: 1, Reached: []int{20}, Runs: 20},
		{P: 1, Reached: []int{20}, Runs: 20},
	})
	require.Empty(t, often.Starved)
	require.InDelta(t, .94, often.Low, .01) // 60 of 60
}

// Student's interval by hand: estimates 1, 2 and 3 in a thousand have the mean 2, the standard
// error 0.577; t is 4.303 for two degrees of freedom; exp(4.303 * 0.577 / 2) is 3.46.
func TestInterval(t *testing.T) {
	e := Sum(Levels{500, banned}, []Replication{
		{P: .001, Reached: []int{40, 40}}, {P: .002, Reached: []int{40, 40}},
		{P: .003, Reached: []int{40, 40}},
	})
	require.InDelta(t, .002, e.Mean, 1e-9)
	require.InDelta(t, .002/3.46, e.Low, 1e-5)
	require.InDelta(t, .002*3.46, e.High, 1e-5)
}
