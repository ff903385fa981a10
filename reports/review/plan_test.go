package review

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func inTurn(n int, do func(i int)) {
	for i := range n {
		do(i)
	}
}

func backwards(n int, do func(i int)) {
	for i := range n {
		do(n - 1 - i)
	}
}

// The smallest question, run for real: the order of its runs decides nothing.
func TestPlanRuns(t *testing.T) {
	run := func(parallel func(int, func(int))) *Review {
		p, err := NewPlan(one(t, "limiter-at-threshold"))
		require.NoError(t, err)
		require.NoError(t, p.Run(parallel))
		require.NoError(t, p.Failure())
		return p.Review("tokenstorm report", "a version", plainLine)
	}
	r := run(inTurn)
	require.Len(t, r.Answers, 2)
	require.Equal(t, "S1", r.Answers[0].ID)
	require.Equal(t, "Q6", r.Answers[1].ID)
	require.Regexp(t, "banned in 1 of 1 on two nodes", r.Answers[1].Headline.Text)
	require.Zero(t, r.Missing)
	require.Equal(t, r, run(backwards))
}

// Where bans alone are asked for, runs end with them; what a reader sees as a whole is run as a
// whole, and so is what another question asks more of.
func TestPlanAsksOfBansAlone(t *testing.T) {
	p := planned(t, 1)
	asked := func(s scene) measure.Asked { return p.find(s).study.Plan.Ask }
	for _, s := range headlines {
		require.Equal(t, measure.Everything, asked(s), s.title)
	}
	require.Equal(t, measure.Everything, asked(tokenDies(1000, "100ms")), "requests are told")
	for _, s := range []scene{tokenDies(50, "15ms"), tokenDies(2000, "100ms"), endless(4, 1)} {
		require.Equal(t, measure.BansAlone, asked(s), s.title)
	}
}

// All runs are waited for at once: no core is idle while a study ends.
func TestPlanWaitsOnce(t *testing.T) {
	p, err := NewPlan(one(t, "limiter-at-threshold"))
	require.NoError(t, err)
	var waited []int
	require.NoError(t, p.Run(func(n int, _ func(int)) { waited = append(waited, n) }))
	require.Len(t, waited, 1)
	require.Greater(t, waited[0], len(p.searches[0].edges))
}

// Whoever waits for nothing keeps nothing, and no question is answered.
func TestPlanThatIsNotWaitedFor(t *testing.T) {
	p, err := NewPlan(one(t, "limiter-at-threshold"))
	require.NoError(t, err)
	require.NoError(t, p.Run(func(int, func(int)) {}))
	r := p.Review("tokenstorm report", "a version", plainLine)
	require.Empty(t, r.Answers)
	require.Equal(t, p.Runs()+len(p.searches[0].edges), r.Missing)
}

func TestPlanRefusesNoSeeds(t *testing.T) {
	_, err := NewPlan(Request{})
	require.ErrorContains(t, err, "0 seeds")
}

// Every cell is run once, whoever asks for it, and every question finds what it needs.
func TestPlanSharesStudies(t *testing.T) {
	p := planned(t, 1)
	var names []string
	for _, s := range p.stages {
		require.NotContains(t, names, s.scene.name())
		require.Equal(t, s.scene.name(), s.scenario.Name)
		names = append(names, s.scene.name())
	}
	asked := 0
	for _, q := range questions() {
		for _, n := range q.needs {
			asked += len(n.strategies) * len(n.readings)
		}
	}
	require.Less(t, p.Runs(), asked+400) // studies are grids: some cells are in them unasked
	for _, s := range headlines {
		require.True(t, slices.Contains(names, s.name()), s.title)
	}
}
