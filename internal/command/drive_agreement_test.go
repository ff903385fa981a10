package command

import (
	"bytes"
	"context"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/drive"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// TestEnoughSimulatedRuns holds the number of runs to what it is said to be for.
func TestEnoughSimulatedRuns(t *testing.T) {
	byChance := float64(len(drivenFigures)) * 2 / float64(simulatedRuns+1)
	require.LessOrEqual(t, byChance, 1-study.Confidence+1e-9)
	require.Equal(t, 399, simulatedRuns, "docs/drive.md says so")
}

func TestJudgeDrivenFigures(t *testing.T) {
	never := math.Inf(1)
	for _, test := range []struct {
		driven, median, low, high, tolerance float64
		known                                bool
		want                                 accord
	}{
		{5, 5, 4, 6, 0, true, agrees},
		{6, 5, 4, 6, 0, true, agrees},
		{6.1, 5, 4, 6, 0, true, differs},
		{3.9, 5, 4, 6, 0, true, differs},
		{6.1, 5, 4, 6, 0.2, true, agrees},
		{6.3, 5, 4, 6, 0.2, true, differs},
		{7, 5, 4, 6, 5, true, inconclusive},
		{5, 5, 4, 6, 50, true, agrees},
		{5, 5, 4, 6, 0, false, inconclusive},
		{never, never, never, never, 3, true, agrees},
		{9, never, never, never, 3, true, differs},
		{never, 9, 8, never, 3, true, agrees},
		{never, 9, 8, 10, 3, true, differs},
		{never, 9, 8, 10, 9, true, inconclusive},
	} {
		c := comparison{
			Driven: possible(test.driven), Median: possible(test.median),
			Range: study.Interval{Low: test.low, High: test.high}, Tolerance: test.tolerance,
		}
		require.Equal(t, test.want, c.judge(test.known), "%+v", test)
	}
	require.Equal(t, differs, worse(inconclusive, differs))
	require.Equal(t, inconclusive, worse(inconclusive, agrees))
	require.Equal(t, agrees, worse(agrees, agrees))
}

// TestAgreementTellsStrategiesApart takes simulated runs for driven ones: another seed of the same
// strategy agrees, another strategy differs, and the command fails.
func TestAgreementTellsStrategiesApart(t *testing.T) {
	s, err := scenarios.Parse("town.yaml", []byte("about: A town.\nlength: 1m\nfleet: {users: 20}\n"+
		"workload: [{closed: {think: exp 2s}}]\nnetwork: {api: {leg: uniform 40ms..60ms}, "+
		"token: {leg: uniform 40ms..60ms}}\nfaults: [{external_renewal: {at: 10s, every: 10s}}]\n"+
		"strategies: [naive]\n"))
	require.NoError(t, err)
	for strategy, want := range map[string]accord{"lock-recheck": agrees, "naive": differs} {
		with, err := strategies.Lookup(strategy)
		require.NoError(t, err)
		tally, err := world.Run{Scenario: s, Strategy: with, Seed: 1000}.Do()
		require.NoError(t, err)
		simulated, err := strategies.Lookup("lock-recheck")
		require.NoError(t, err)
		got, err := agree(context.Background(), world.Run{Scenario: s, Strategy: simulated},
			&drive.Result{Tally: tally, LateP50: time.Millisecond})
		require.NoError(t, err)
		require.Equal(t, want, got.Verdict, "%+v", got)
		var b bytes.Buffer
		got.tell(&b, strategy)
		require.Contains(t, b.String(), strategy+": "+string(want))
		if want == differs {
			require.Equal(t, exitUnmet, exitCode(disagreement([]driven{{strategy, nil, got}})))
		} else {
			require.NoError(t, disagreement([]driven{{strategy, nil, got}}))
		}
	}
}

// TestNobodyKnows holds that a run that heard nothing, or missed something, agrees with nothing.
func TestNobodyKnows(t *testing.T) {
	bans := drivenFigures[figureIndex("bans")]
	actions := drivenFigures[figureIndex("actions")]
	require.True(t, known(bans, &drive.Result{}))
	require.False(t, known(bans, &drive.Result{Unknown: []string{"bans"}}))
	require.True(t, known(actions, &drive.Result{Unknown: []string{"bans"}}))
	require.False(t, known(actions, &drive.Result{Missed: 1}))
	require.False(t, known(actions, &drive.Result{Unheard: 1}))
}
