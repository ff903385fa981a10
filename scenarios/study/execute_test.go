package study

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// onCores runs everything at once.
func onCores(n int, do func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { do(i) })
	}
	all.Wait()
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
	short, long := smallPlan(2), smallPlan(3)
	require.Equal(t, short.Cells(), long.Cells()[:24])
	require.Equal(t, Cell{1, Contestant{"calm", "akamai", "naive"}}, short.Cells()[0])
	require.Equal(t, Cell{1, Contestant{"calm", "literal", "naive"}}, short.Cells()[3])
	require.Equal(t, Cell{2, Contestant{"storm", "literal", "recommended"}}, short.Cells()[23])
}
