package study

import (
	"errors"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// Where one value parts those that are survived from the others, bisection finds it, in no more
// probes than halving takes.
func TestBisectionFindsTheEdge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 300).Draw(t, "values")
		edge := rapid.IntRange(0, n).Draw(t, "edge") // so many values on the lower side
		upper := rapid.Bool().Draw(t, "the upper side survives")
		seeds := rapid.IntRange(1, 5).Draw(t, "seeds")
		runs := 0
		b := Search{Values: n, Seeds: seeds}
		f, err := b.bisect(func(value, seed int) (bool, error) {
			require.Less(t, seed, seeds)
			runs++
			return (value < edge) == upper, nil
		})
		require.NoError(t, err)
		require.Equal(t, runs, f.Runs)
		switch survives := map[bool]int{false: edge, true: n - edge}[upper]; {
		case survives == n:
			require.Equal(t, All, f.Side)
			require.Equal(t, n-1, f.At)
		case survives == 0:
			require.Equal(t, None, f.Side)
			require.Equal(t, Proportion{1, 1}, f.Beyond)
			return
		case upper:
			require.Equal(t, Least, f.Side)
			require.Equal(t, []int{edge, edge - 1}, []int{f.At, f.Next})
			require.Equal(t, Proportion{1, 1}, f.Beyond)
		default:
			require.Equal(t, Largest, f.Side)
			require.Equal(t, []int{edge - 1, edge}, []int{f.At, f.Next})
		}
		require.Equal(t, Proportion{0, seeds}, f.There)
		require.LessOrEqual(t, f.Probes, 2+9) // 2^9 are more than 300
	})
}

func TestBisectionAllowsSome(t *testing.T) {
	b := Search{Values: 10, Seeds: 20, Allowed: 2}
	f, err := b.bisect(func(value, seed int) (bool, error) {
		return seed < value, nil // value v meets the condition in v runs
	})
	require.NoError(t, err)
	require.Equal(t, Frontier{
		Side: Largest, At: 2, There: Proportion{2, 20}, Next: 3, Beyond: Proportion{3, 3},
		Probes: f.Probes, Runs: f.Runs,
	}, f)
}

// All runs beyond the frontier are counted where that is wanted, also beyond the first value.
func TestBisectionCountsBeyond(t *testing.T) {
	for edge, want := range map[int]Frontier{
		0:  {Side: None, Beyond: Proportion{3, 5}, Probes: 2, Runs: 3 + 3 + 5},
		2:  {Side: Largest, At: 1, There: Proportion{0, 5}, Next: 2, Beyond: Proportion{3, 5}},
		10: {Side: All, At: 9, There: Proportion{0, 5}, Probes: 2, Runs: 5 + 5},
	} {
		b := Search{Values: 10, Seeds: 5, Whole: true}
		f, err := b.bisect(func(value, seed int) (bool, error) {
			return value >= edge && seed > 1, nil
		})
		require.NoError(t, err)
		if edge == 2 {
			f.Probes, f.Runs = 0, 0
		}
		require.Equal(t, want, f)
	}
	broken := errors.New("broken")
	b := Search{Values: 2, Seeds: 5, Whole: true}
	_, err := b.bisect(func(value, seed int) (bool, error) {
		if seed > 1 && value > 0 {
			return false, broken
		}
		return value > 0, nil
	})
	require.ErrorIs(t, err, broken, "of a run that only the count beyond asks for")
}

func TestBisectionEndsWithTheFirstError(t *testing.T) {
	broken := errors.New("broken")
	b := Search{Values: 10, Seeds: 3}
	_, err := b.bisect(func(value, _ int) (bool, error) {
		if value == 4 {
			return false, broken
		}
		return value > 4, nil
	})
	require.ErrorIs(t, err, broken)
}

// The upper ends of 95 % intervals: 0 of 71 is 5.06 %, 0 of 72 is 4.99 %, 3 of 200 is 4.32 %, 4 of
// 200 is 5.04 %.
func TestAllow(t *testing.T) {
	for _, c := range []struct{ seeds, allowed, needed int }{
		{71, 0, 72}, {72, 0, 0}, {200, 3, 0}, {1, 0, 72},
	} {
		s := Search{Seeds: c.seeds}
		require.Equal(t, c.needed, s.Allow(.05))
		require.Equal(t, c.allowed, s.Allowed)
	}
}

// So many figures, so many seeds that must agree: 2/2^6 is 3.1 %, 2*2/2^7 the same, 3*2/2^7 4.7 %.
func TestSeedsToTell(t *testing.T) {
	for figures, want := range map[int]int{1: 6, 2: 7, 3: 7, 4: 8} {
		require.Equal(t, want, seedsToTell(figures), "%d figures", figures)
	}
}

// A memory is a Store that counts what is asked of it, and forgets.
type memory struct {
	mu   sync.Mutex
	kept map[Cell]*measure.Outcome
	told int
}

func (m *memory) Kept(c Cell) *measure.Outcome {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.kept[c]
}

func (m *memory) Keep(r *Result) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.told++
	m.kept[r.Cell] = r.Outcome
	return nil
}

func (m *memory) Tell(r *Result) error { return m.Keep(r) }

// Readings that are searched together have the frontiers that each has by itself, whatever is asked
// of the runs; a store that has seen a search leaves nothing to run.
func TestFrontiersAreThoseOfEachReading(t *testing.T) {
	s, err := scenarios.Load("two-nodes")
	require.NoError(t, err)
	s, err = s.With(scenarios.Setting{Path: "length", Value: "3m"})
	require.NoError(t, err)
	values := []string{"2", "10", "20", "40", "80", "160", "320"}
	readings := s.NamedReadings()
	for _, until := range []string{"bans.count > 0", "token.requests > 9"} {
		search := func(store Store) *Search {
			of := &Search{Values: len(values), First: 1, Seeds: 4, Whole: true, Store: store}
			of.Trial = func(i int) (Trial, error) {
				return Trial{Scenario: s}.With(
					scenarios.Setting{Path: "fleet.users", Value: values[i]})
			}
			of.Until, err = scenarios.ParseCondition(until)
			require.NoError(t, err)
			return of
		}
		for _, name := range []string{"naive", "spaced-200", "recommended"} {
			with := must(spec.Lookup(name))
			store := &memory{kept: map[Cell]*measure.Outcome{}}
			together, errs := search(store).Frontiers(with, readings)
			require.NoError(t, errors.Join(errs...))
			ran := store.told
			require.Len(t, store.kept, ran, "each cell once")
			for i, reading := range readings {
				alone, errs := search(nil).Frontiers(with, []string{reading})
				require.NoError(t, errors.Join(errs...))
				require.Equal(t, alone[0], together[i], "%s %s %s", until, name, reading)
			}
			again, errs := search(store).Frontiers(with, readings)
			require.NoError(t, errors.Join(errs...))
			require.Equal(t, together, again)
			require.Equal(t, ran, store.told)
		}
	}
}
