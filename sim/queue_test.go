package sim

import (
	"cmp"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// slots is how many events q has had at once.
func (q *queue) slots() int { return len(q.events) - 1 + len(q.later.events) }

// TestQueueAgainstASortedSlice pushes and pops at random, with many equal times, within a bucket of
// the wheel and across buckets, once around it and far beyond.
func TestQueueAgainstASortedSlice(t *testing.T) {
	type item struct {
		at  int64
		seq uint64
	}
	rapid.Check(t, func(t *rapid.T) {
		q := newQueue()
		var model []item
		seq, now := uint64(0), int64(0)
		push := func(t *rapid.T) {
			seq++
			after := rapid.IntRange(0, 20).Draw(t, "after")
			unit := rapid.SampledFrom([]time.Duration{
				1, 1 << dayBits, 20e6, 900e6, 60e9, 86_400e9,
			}).Draw(t, "ns")
			e := item{now + int64(after)*int64(unit), seq}
			q.push(e.at, e.seq, Kind(e.seq%7), uint32(e.seq*3))
			model = append(model, e)
			slices.SortFunc(model, func(a, b item) int {
				return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.seq, b.seq))
			})
		}
		pop := func(t *rapid.T) {
			horizon := int64(math.MaxInt64)
			if len(model) > 0 {
				horizon = model[0].at
				if horizon > 0 {
					_, _, ok := q.take(horizon - 1)
					require.False(t, ok)
				}
			}
			at, e, ok := q.take(horizon)
			require.Equal(t, len(model) > 0, ok)
			if !ok {
				return
			}
			require.Equal(t, item{at, e.seq}, model[0])
			require.Equal(t, Kind(e.seq%7), e.kind)
			require.Equal(t, uint32(e.seq*3), e.arg)
			model, now = model[1:], at
		}
		t.Repeat(map[string]func(*rapid.T){
			"push": push, "push more": push, "pop": pop,
			"": func(t *rapid.T) {
				require.Equal(t, len(model) == 0, q.empty())
				want := int64(math.MaxInt64)
				if len(model) > 0 {
					want = model[0].at
				}
				require.Equal(t, min(want, int64(min(q.begins, math.MaxInt64))), q.min())
				require.Less(t, q.now, q.begins)
			},
		})
		for len(model) > 0 {
			pop(t)
		}
		require.True(t, q.empty())
	})
}

func TestQueueReusesItsSlots(t *testing.T) {
	for _, ahead := range []int64{1, 1e9} { // in the wheel, in the heap
		q := newQueue()
		for i := range int64(10_000) {
			q.push((i+1)*ahead, uint64(i)+1, firstKind, 0)
			if i >= 10 {
				q.take(math.MaxInt64)
			}
		}
		require.Equal(t, 11, q.slots())
	}
}

// The heap alone, some six levels: pushed out of order, popped in order, pushed into its root.
func TestHeapSorts(t *testing.T) {
	var h heap
	const n = 2000
	push := func(at, seq int) {
		h.push(entry{uint64(at), uint64(seq) << slotBits}, event{firstKind, uint32(seq)})
	}
	for i := range n {
		push(i*7919%n, i+1) // 7919 is prime: each instant once
	}
	for at := range n {
		if at%3 == 0 {
			push(at, n+at+1) // after the one that is there already
		}
		require.Equal(t, uint64(at), h.first().at)
		d := h.pop()
		require.Equal(t, d.seq, uint64(d.arg))
		if at%3 == 0 {
			require.Equal(t, uint64(at), h.first().at)
			require.Equal(t, uint64(n+at+1), h.pop().seq)
		}
	}
	require.True(t, h.empty())
}

// Whoever would have to pass too many in his bucket goes elsewhere, and nobody loses his turn.
func TestQueueOfACrowd(t *testing.T) {
	const n = 10 * crowd
	q := newQueue()
	push := func(at, seq int) { q.push(int64(at), uint64(seq), firstKind, 0) }
	push(n, 1) // the last, so that all others are out of order
	for i := range n {
		push(i, i+2)
	}
	require.Positive(t, q.later.n)
	for i := range n + 1 {
		at, _, ok := q.take(math.MaxInt64)
		require.True(t, ok)
		require.Equal(t, int64(i), at)
	}
	require.True(t, q.empty())
}

// Who was there first comes first at the very beginning of a month or a year too, where one has
// waited for the year, one for the month and one for the day.
func TestQueueAtTheBeginningOfASpan(t *testing.T) {
	for _, begins := range []int64{1 << monthBits, 1 << yearBits} {
		q := newQueue()
		q.push(begins, 1, firstKind, 0)
		q.push(begins-1, 2, firstKind, 0)
		q.push(begins-1<<monthBits, 3, firstKind, 0)
		for _, want := range []uint64{3, 2, 1, 4, 5} {
			_, e, ok := q.take(math.MaxInt64)
			require.True(t, ok)
			require.Equal(t, want, e.seq)
			switch want {
			case 3:
				q.push(begins, 4, firstKind, 0)
			case 2:
				q.push(begins, 5, firstKind, 0)
			}
		}
		require.True(t, q.empty())
	}
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
