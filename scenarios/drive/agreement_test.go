package drive

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// TestEnoughSimulatedRuns holds the number of runs to what it is said to be for.
func TestEnoughSimulatedRuns(t *testing.T) {
	runs := simulatedRuns(len(drivenFigures))
	byChance := float64(len(drivenFigures)) * 2 / float64(runs+1)
	require.LessOrEqual(t, byChance, 1-study.Confidence+1e-9)
	require.Equal(t, 399, runs, "docs/drive.md says so")
}

func TestJudgeDrivenFigures(t *testing.T) {
	never := math.Inf(1)
	for _, test := range []struct {
		driven, median, low, high, tolerance float64
		known                                bool
		want                                 Agreement
	}{
		{5, 5, 4, 6, 0, true, Agrees},
		{6, 5, 4, 6, 0, true, Agrees},
		{6.1, 5, 4, 6, 0, true, Differs},
		{3.9, 5, 4, 6, 0, true, Differs},
		{6.1, 5, 4, 6, 0.2, true, Agrees},
		{6.3, 5, 4, 6, 0.2, true, Differs},
		{7, 5, 4, 6, 5, true, Inconclusive},
		{5, 5, 4, 6, 50, true, Agrees},
		{5, 5, 4, 6, 0, false, Inconclusive},
		{never, never, never, never, 3, true, Agrees},
		{9, never, never, never, 3, true, Differs},
		{never, 9, 8, never, 3, true, Agrees},
		{never, 9, 8, 10, 3, true, Differs},
		{never, 9, 8, 10, 9, true, Inconclusive},
	} {
		c := FigureComparison{
			Driven: Value(test.driven), Median: Value(test.median),
			Range: study.Interval{Low: test.low, High: test.high}, Tolerance: test.tolerance,
		}
		require.Equal(t, test.want, c.judge(test.known), "%+v", test)
	}
	require.Equal(t, Differs, worse(Inconclusive, Differs))
	require.Equal(t, Inconclusive, worse(Inconclusive, Agrees))
	require.Equal(t, Agrees, worse(Agrees, Agrees))
}

// TestAgreementTellsStrategiesApart takes simulated runs for driven ones: another seed of the same
// strategy agrees, another strategy differs.
func TestAgreementTellsStrategiesApart(t *testing.T) {
	s, err := scenarios.Parse("town.yaml", []byte("about: A town.\nlength: 1m\nfleet: {users: 20}\n"+
		"workload: [{closed: {think: exp 2s}}]\nnetwork: {api: {leg: uniform 40ms..60ms}, "+
		"token: {leg: uniform 40ms..60ms}}\nfaults: [{external_renewal: {at: 10s, every: 10s}}]\n"+
		"strategies: [naive]\n"))
	require.NoError(t, err)
	for strategy, want := range map[string]Agreement{"lock-recheck": Agrees, "naive": Differs} {
		with, err := spec.Lookup(strategy)
		require.NoError(t, err)
		tally, err := world.Run{Scenario: s, Strategy: with, Seed: 1000}.Do()
		require.NoError(t, err)
		simulated, err := spec.Lookup("lock-recheck")
		require.NoError(t, err)
		each := func(n int, do func(int) error) error {
			for i := range n {
				if err := do(i); err != nil {
					return err
				}
			}
			return nil
		}
		got, err := Compare(world.Run{Scenario: s, Strategy: simulated},
			&Result{Tally: tally, LateP50: time.Millisecond}, each)
		require.NoError(t, err)
		require.Equal(t, want, got.Verdict, "%+v", got)
	}
}

// TestNobodyKnows holds that a run that heard nothing, or missed something, agrees with nothing.
func TestNobodyKnows(t *testing.T) {
	bans := drivenFigures[figureIndex("bans")]
	actions := drivenFigures[figureIndex("actions")]
	require.True(t, known(bans, &Result{}))
	require.False(t, known(bans, &Result{Unknown: []string{"bans"}}))
	require.True(t, known(actions, &Result{Unknown: []string{"bans"}}))
	require.False(t, known(actions, &Result{Missed: 1}))
	require.False(t, known(actions, &Result{Unheard: 1}))
}
