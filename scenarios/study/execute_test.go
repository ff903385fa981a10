package study

import (
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// onCores runs everything at once.
func onCores(n int, do func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { do(i) })
	}
	all.Wait()
}

// alike is a Runner of outcomes that do not depend on the reading, and tells so: it notes the cells
// that it runs.
func alike(ran *[]Cell) Runner {
	return func(cells []Cell) ([]*measure.Outcome, error) {
		*ran = append(*ran, cells[0])
		of := cells[0]
		of.Reading = ""
		o, err := handmade(of)
		outcomes := make([]*measure.Outcome, len(cells))
		for i := range cells {
			outcomes[i] = &o
		}
		return outcomes, err
	}
}

// One run answers the readings that it is the same under, of what the journal does not keep; where
// it fails, each reading has a run of its own.
func TestReadingsShareARun(t *testing.T) {
	plan := smallPlan(20)
	plan.Readings = []string{"akamai", "literal", "paranoid"}
	h := NewHeader("1", plan, Shard{})
	path := filepath.Join(t.TempDir(), "journal")
	j, err := h.OpenJournal(path)
	require.NoError(t, err)
	var ran []Cell
	half, err := h.Execute(alike(&ran), shuffled(1, 60), j)
	require.NoError(t, err)
	require.NoError(t, j.Close())
	require.Equal(t, 180, half.Missing(), "60 of 120 triples")
	failed := len(half.Failures())
	require.Positive(t, failed)
	require.Zero(t, failed%3)
	require.Len(t, ran, 60+failed*2/3)

	j, err = h.OpenJournal(path)
	require.NoError(t, err)
	require.Equal(t, 180-failed, j.Size())
	ran = nil
	whole, err := h.Execute(alike(&ran), shuffled(2, 1000), j)
	require.NoError(t, err)
	require.NoError(t, j.Close())
	again := len(whole.Failures())
	require.Len(t, ran, 60+failed/3+again*2/3, "failed cells are run again")
	for r := range whole.Results() {
		of := r.Cell
		of.Reading = ""
		func() {
			defer func() { require.Equal(t, r.Error == "panic: a bug", recover() != nil) }()
			o, err := handmade(of)
			require.Equal(t, r.Error != "", err != nil)
			if err == nil {
				require.Equal(t, o.Digest, r.Outcome.Digest)
			}
		}()
	}
}

func TestCoresDoNotShow(t *testing.T) {
	h := NewHeader("1", smallPlan(8), Shard{})
	require.Equal(t, written(t, executed(t, h, inTurn)), written(t, executed(t, h, onCores)))
}

// What a runner left behind when it was interrupted must not write into what is being read.
func TestLateResultsAreDropped(t *testing.T) {
	var late []func()
	s := executed(t, NewHeader("1", smallPlan(1), Shard{}), func(n int, do func(i int)) {
		for i := range n {
			if i%2 == 0 {
				do(i)
			} else {
				late = append(late, func() { do(i) })
			}
		}
	})
	require.Equal(t, 6, s.Missing())
	for _, do := range late {
		do()
	}
	require.Equal(t, 6, s.Missing())
}

// A longer study begins with the cells of a shorter one.
func TestCellOrder(t *testing.T) {
	cells := func(seeds int) []Cell {
		h := NewHeader("1", smallPlan(seeds), Shard{})
		return slices.Collect(h.Cells())
	}
	short, long := cells(2), cells(3)
	require.Equal(t, short, long[:24])
	require.Equal(t, Cell{1, Contestant{"calm", "akamai", "naive"}}, short[0])
	require.Equal(t, Cell{1, Contestant{"calm", "literal", "naive"}}, short[3])
	require.Equal(t, Cell{2, Contestant{"storm", "literal", "recommended"}}, short[23])
}
