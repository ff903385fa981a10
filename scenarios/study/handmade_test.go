package study

import (
	"bytes"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// handmade is an outcome without a run: it depends on the cell alone. Every seventh or so fails.
func handmade(c Cell) (measure.Outcome, error) {
	sum := fnv.New64a()
	fmt.Fprint(sum, c)
	r := rand.New(rand.NewPCG(sum.Sum64(), 0))
	switch r.IntN(14) {
	case 0:
		return measure.Outcome{}, fmt.Errorf("%s: no luck <&>\nand a stack", c)
	case 1:
		panic(errors.New("a bug"))
	}
	var latencies measure.Recorder
	for i := range r.Int64N(9) {
		took := time.Duration(1000*i+r.Int64N(1000)) * time.Microsecond
		for range 1 + r.Int64N(300) {
			latencies.Add(took)
		}
	}
	first := time.Duration(r.Int64N(1e12))
	return measure.Outcome{
		Actions:   measure.Actions{Started: 100, Succeeded: 90 + r.IntN(10)},
		Bans:      measure.Bans{Count: r.IntN(3), First: &first},
		Token:     measure.TokenCount{Requests: r.IntN(50)},
		Latencies: latencies.Histogram(),
		Judged:    true,
		Digest:    fmt.Sprintf("%016x", r.Uint64()),
	}, nil
}

// inTurn is the simplest of runners.
func inTurn(n int, do func(i int)) {
	for i := range n {
		do(i)
	}
}

// shuffled runs cells in another order, and only so many of them.
func shuffled(seed uint64, most int) func(n int, do func(i int)) {
	return func(n int, do func(i int)) {
		order := rand.New(rand.NewPCG(seed, 1)).Perm(n)
		for _, i := range order[:min(n, most)] {
			do(i)
		}
	}
}

func smallPlan(seeds int) Plan {
	return Plan{
		Scenarios: []string{"calm", "storm"}, Readings: []string{"akamai", "literal"},
		Strategies: []string{"naive", "lock", "recommended"}, First: 1, Seeds: seeds,
		Inputs: []Input{
			{Kind: ScenarioInput, Name: "storm.yaml", SHA256: "ab"},
			{Kind: ScenarioInput, Name: "calm.yaml", SHA256: "cd"},
		},
	}
}

func executed(t require.TestingT, h Header, parallel func(int, func(int))) *Study {
	s, err := h.Execute(Each(handmade), parallel)
	require.NoError(t, err)
	return s
}

func written(t require.TestingT, s *Study) string {
	var b bytes.Buffer
	require.NoError(t, s.Write(&b))
	return b.String()
}

func reread(t require.TestingT, name, text string) *Study {
	s, err := read(name, bytes.NewReader([]byte(text)))
	require.NoError(t, err)
	return s
}

// put puts what became of a cell into the study.
func put(s *Study, r Result) {
	if err := s.Put(r); err != nil {
		panic(err)
	}
}

// made is a study of given values, one list a strategy, as the token requests of its runs.
func made(t *testing.T, of map[string][]int) *Study {
	t.Helper()
	p := Plan{Scenarios: []string{"x"}, Readings: []string{"akamai"}, First: 1}
	for _, name := range []string{"a", "b", "c", "d"} {
		if of[name] != nil {
			p.Strategies = append(p.Strategies, name)
			p.Seeds = len(of[name])
		}
	}
	s := New(NewHeader("1", p, Shard{}))
	for c := range s.Cells() {
		r := Result{Cell: c}
		if n := of[c.Strategy][c.Seed-1]; n >= 0 {
			r.Outcome = &measure.Outcome{
				Token: measure.TokenCount{Requests: n},
				Bans:  measure.Bans{Count: n},
			}
		} else {
			r.Error = "failed"
		}
		put(s, r)
	}
	return s
}
