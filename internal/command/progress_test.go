package command

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// Runs that are counted are taken to last as long as those before.
func TestProgressCountsRuns(t *testing.T) {
	var b bytes.Buffer
	now := time.Unix(0, 0)
	p := &progress{what: "reporting", w: &b, now: func() time.Time { return now }}
	p.begin(100)
	require.Equal(t, "reporting", p.words(), "nothing is done")
	p.done, now = 2, now.Add(10*time.Second)
	p.show()
	require.Contains(t, b.String(), "reporting, 8m10s left")
	require.Contains(t, b.String(), "(2/100)")
	now = now.Add(5 * time.Hour)
	p.step(50)
	require.Equal(t, int64(50), p.bar.State().CurrentNum)
	require.Equal(t, "reporting, 5h left", p.words())

	alone := &progress{w: &b}
	alone.begin(1)
	alone.show()
	require.Nil(t, alone.bar, "of one run there is nothing to be seen")
}

// Of a study that goes on from its journal the runs of the journal are done, and took no time.
func TestProgressOfAStudyThatGoesOn(t *testing.T) {
	plan := study.Plan{Scenarios: []string{"a"}, Readings: []string{"akamai"},
		Strategies: []string{"naive"}, First: 1, Seeds: 100}
	of := study.NewProgress(study.NewHeader("1", plan, study.Shard{}))
	outcome := &measure.Outcome{}
	count := func(seed uint64) study.Cell {
		c := study.Cell{Seed: seed, Contestant: plan.Contestants()[0]}
		require.NoError(t, of.Keep(&study.Result{Cell: c, Outcome: outcome}))
		return c
	}
	for seed := range uint64(40) {
		count(seed)
	}
	now := time.Unix(0, 0)
	clock := func() time.Time { return now }
	run := of.Timed(func([]study.Cell) ([]*measure.Outcome, error) {
		now = now.Add(10 * time.Second)
		return []*measure.Outcome{outcome}, nil
	}, clock)
	var b bytes.Buffer
	p := &progress{what: "studying", of: of, w: &b, now: clock}
	p.begin(60)
	_, err := run([]study.Cell{count(41)})
	require.NoError(t, err)
	p.done = 1
	p.show()
	require.Contains(t, b.String(), "(41/100)")
	require.Equal(t, "studying, 9m50s left", p.words(), "59 runs of 10 s")
}
