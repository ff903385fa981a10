package sim

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestQueueAgainstASortedSlice pushes and pops at random, with many equal times.
func TestQueueAgainstASortedSlice(t *testing.T) {
	type item struct {
		at  int64
		seq uint64
	}
	rapid.Check(t, func(t *rapid.T) {
		var q queue
		var model []item
		seq, now := uint64(0), int64(0)
		push := func(t *rapid.T) {
			seq++
			e := item{now + int64(rapid.IntRange(0, 20).Draw(t, "after")), seq}
			q.push(e.at, e.seq, Kind(e.seq%7), uint32(e.seq*3))
			model = append(model, e)
			slices.SortFunc(model, func(a, b item) int {
				return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.seq, b.seq))
			})
		}
		pop := func(t *rapid.T) {
			at, ok := q.first()
			require.Equal(t, len(model) > 0, ok)
			if !ok {
				return
			}
			e := q.pop()
			require.Equal(t, item{at, e.seq}, model[0])
			require.Equal(t, Kind(e.seq%7), e.kind)
			require.Equal(t, uint32(e.seq*3), e.arg)
			model, now = model[1:], at
		}
		t.Repeat(map[string]func(*rapid.T){
			"push": push, "push more": push, "pop": pop,
			"first": func(t *rapid.T) { q.first() }, // closes the hole
			"": func(t *rapid.T) {
				require.Equal(t, len(model) == 0, q.empty())
				want := int64(math.MaxInt64)
				if len(model) > 0 {
					want = model[0].at
				}
				require.Equal(t, want, q.min())
			},
		})
		for len(model) > 0 {
			pop(t)
		}
		require.True(t, q.empty())
	})
}

func TestQueueReusesItsSlots(t *testing.T) {
	var q queue
	for i := range uint64(10_000) {
		q.push(int64(i), i+1, firstKind, 0)
		if i >= 10 {
			q.first()
			q.pop()
		}
	}
	require.Len(t, q.events, 11)
}

func TestFifoLetsGo(t *testing.T) {
	var f fifo[*int]
	f.push(new(int))
	f.pop()
	require.Equal(t, make([]*int, 16), f.ring)
}

func TestFifoAgainstASlice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var f fifo[int]
		var model []int
		next := 0
		t.Repeat(map[string]func(*rapid.T){
			"push": func(*rapid.T) { next++; f.push(next); model = append(model, next) },
			"fill": func(*rapid.T) {
				for range 12 {
					next++
					f.push(next)
					model = append(model, next)
				}
			},
			"pop": func(t *rapid.T) {
				if len(model) > 0 {
					require.Equal(t, model[0], f.pop())
					model = model[1:]
				}
			},
			"": func(t *rapid.T) { require.Equal(t, len(model), f.n) },
		})
	})
}
