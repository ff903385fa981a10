package cells

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// unplanned is what keeps runs of the scenario's strategies in the folder, and the run of a seed.
func (of trial) unplanned(t *testing.T) (u *Unplanned, fetch func(seed uint64) *measure.Outcome) {
	t.Helper()
	s, err := scenarios.Parse("x.yaml", []byte(of.text))
	require.NoError(t, err)
	naive, err := spec.Lookup("naive")
	require.NoError(t, err)
	u = of.store(t).Unplanned(Study{Program: of.program, Of: func(
		study.Contestant,
	) (*scenarios.Scenario, spec.Strategy, error) {
		return s, naive, nil
	}}, measure.Everything)
	return u, func(seed uint64) *measure.Outcome {
		c := study.Cell{Seed: seed, Contestant: study.Contestant{
			Scenario: "x", Reading: "akamai", Strategy: "naive",
		}}
		results, err := study.Fetch([]study.Cell{c}, u.run, u)
		require.NoError(t, err)
		return results[0].Outcome
	}
}

// Nothing is run twice but one of a hundred runs, and what is kept is what comes out, with what the
// scenario says of it.
func TestUnplanned(t *testing.T) {
	of := begin(t)
	u, fetch := of.unplanned(t)
	var first []*measure.Outcome
	for seed := range uint64(120) {
		first = append(first, fetch(seed))
	}
	a, kept := u.Audit()
	require.Equal(t, study.Audit{}, a)
	require.Zero(t, kept)
	u, fetch = of.unplanned(t)
	for seed, o := range first {
		require.Equal(t, o, fetch(uint64(seed)))
		require.True(t, o.Judged)
	}
	a, kept = u.Audit()
	require.Equal(t, study.Audit{Equal: 2, Computed: 2}, a)
	require.Equal(t, 120, kept)
	require.Empty(t, u.store.Reasons())

	r := study.Result{Cell: study.Cell{Seed: 7, Contestant: study.Contestant{
		Scenario: "x", Reading: "akamai", Strategy: "naive",
	}}, Outcome: first[7]}
	require.NoError(t, u.Tell(&r))
	a, _ = u.Audit()
	require.Equal(t, study.Audit{Equal: 3, Computed: 3}, a)
	other := *first[7]
	other.Events++
	r.Outcome = &other
	require.NoError(t, u.Tell(&r))
	a, _ = u.Audit()
	require.ErrorContains(t, a.Differs, "the first x with naive, reading akamai, seed 7")
}

// A kept run that is not what it comes to is run again where that is seen, and is an error.
func TestUnplannedThatDiffers(t *testing.T) {
	of := begin(t)
	_, fetch := of.unplanned(t)
	want := fetch(1)
	of.program = "2"
	u, _ := of.unplanned(t)
	wrong := *want
	wrong.Events++
	require.NoError(t, u.Keep(&study.Result{Cell: study.Cell{Seed: 1, Contestant: study.Contestant{
		Scenario: "x", Reading: "akamai", Strategy: "naive",
	}}, Outcome: &wrong}))
	u, fetch = of.unplanned(t)
	require.Equal(t, want, fetch(1), "it was computed again")
	a, _ := u.Audit()
	require.ErrorContains(t, a.Differs, "the first x with naive, reading akamai, seed 1: this "+
		"program does not repeat itself, or did not make them; --cache off does without them")
}
