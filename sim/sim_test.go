package sim

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

const hour = time.Hour

func TestHandlersAndProcessesShareOneOrder(t *testing.T) {
	s := New(1)
	var log []string
	note := s.Handle(func(arg uint32) { log = append(log, string(rune('a'+arg))) })
	s.At(2*time.Second, note, 0)
	s.Go("sleeper", func(ctx context.Context) {
		log = append(log, "starts")
		require.NoError(t, s.Sleep(ctx, 2*time.Second))
		log = append(log, "wakes")
		s.After(0, note, 2)
		require.NoError(t, s.Sleep(ctx, 0))
		log = append(log, "ends")
	})
	s.At(2*time.Second, note, 1)
	require.NoError(t, s.Run(hour))
	// b was scheduled before the sleeper began, and so precedes it at two seconds.
	require.Equal(t, []string{"starts", "a", "b", "wakes", "c", "ends"}, log)
	require.Equal(t, 2*time.Second, s.Now())
	require.EqualValues(t, 6, s.Events())
}

func TestHorizonIsInclusive(t *testing.T) {
	s := New(1)
	var seen []uint32
	k := s.Handle(func(arg uint32) { seen = append(seen, arg) })
	s.At(time.Second, k, 1)
	s.At(time.Second+1, k, 2)
	require.NoError(t, s.Run(time.Second))
	require.Equal(t, []uint32{1}, seen)
	require.Equal(t, time.Second, s.Now())
}

func TestSleeperDoesNotPassTheHorizonInPlace(t *testing.T) {
	s := New(1)
	passed := false
	s.Go("sleeper", func(ctx context.Context) {
		_ = s.Sleep(ctx, time.Second+1)
		passed = true
	})
	require.NoError(t, s.Run(time.Second))
	require.False(t, passed)
	require.Zero(t, s.Now())
}

func TestEventsAtTheEndOfTime(t *testing.T) {
	s := New(1)
	var at []time.Duration
	k := s.Handle(func(uint32) { at = append(at, s.Now()) })
	s.At(math.MaxInt64, k, 0)
	s.Go("sleeper", func(ctx context.Context) {
		_ = s.Sleep(ctx, time.Second)
		_ = s.Sleep(ctx, math.MaxInt64) // would overflow
		at = append(at, s.Now())
	})
	require.NoError(t, s.Run(math.MaxInt64))
	require.Equal(t, []time.Duration{math.MaxInt64, math.MaxInt64}, at)
}

func TestMisuse(t *testing.T) {
	nothing := func(uint32) {}
	for name, c := range map[string]struct {
		do   func(s *Sim)
		says string
	}{
		"no kind":          {func(s *Sim) { s.At(1, 0, 0) }, "Handle never returned"},
		"a kernel's kind":  {func(s *Sim) { s.At(1, expire, 0) }, "Handle never returned"},
		"an unknown kind":  {func(s *Sim) { s.At(1, 99, 0) }, "Handle never returned"},
		"the past":         {func(s *Sim) { s.After(-1, s.Handle(nothing), 0) }, "in the past"},
		"horizon in past":  {func(s *Sim) { _ = s.Run(-1) }, "in the past"},
		"sleep outside":    {func(s *Sim) { _ = s.Sleep(t.Context(), 1) }, "outside a process"},
		"unlock free lock": {func(s *Sim) { s.NewLock().Unlock() }, "free lock"},
		"second run":       {func(s *Sim) { _ = s.Run(1); _ = s.Run(2) }, "runs once"},
		"late Handle":      {func(s *Sim) { _ = s.Run(1); s.Handle(nothing) }, "after Run"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, panicOf(func() { c.do(New(1)) }), c.says)
		})
	}
}

// panicOf returns what f panics with, as text.
func panicOf(f func()) (text string) {
	defer func() { text = fmt.Sprint(recover()) }()
	f()
	return ""
}

func TestTheClockNeverGoesBack(t *testing.T) {
	s := New(1)
	k := s.Handle(func(uint32) { s.queue.push(int64(time.Second), s.nextSeq(), firstKind, 1) })
	s.At(2*time.Second, k, 0)
	require.Contains(t, panicOf(func() { _ = s.Run(hour) }), "would go back")
}

// A plan is a tree of events: each, when handled, schedules its children.
type plan struct {
	after    time.Duration
	children []int
}

// A step is a while: of a few units each of which is in the same day of the queue, in another, in
// another month, or beyond its calendars.
func step(t *rapid.T, most int) time.Duration {
	unit := rapid.SampledFrom([]time.Duration{1, 1, 1 << dayBits, 1 << monthBits, time.Hour})
	return time.Duration(rapid.IntRange(0, most).Draw(t, "steps")) * unit.Draw(t, "of")
}

// TestOrderIsTimeThenScheduling runs random trees of events with many ties against a slice that is
// searched for its earliest entry.
func TestOrderIsTimeThenScheduling(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plans := make([]plan, rapid.IntRange(1, 60).Draw(t, "events"))
		roots := []int{}
		for i := range plans {
			plans[i].after = step(t, 5)
			if parent := rapid.IntRange(-1, i-1).Draw(t, "parent"); parent >= 0 {
				plans[parent].children = append(plans[parent].children, i)
			} else {
				roots = append(roots, i)
			}
		}
		horizon := step(t, 40)
		require.Equal(t, dumbOrder(plans, roots, horizon), order(plans, roots, horizon))
	})
}

// order handles the plans on a Sim.
func order(plans []plan, roots []int, horizon time.Duration) (log []string) {
	s := New(1)
	var k Kind
	schedule := func(children []int) {
		for _, i := range children {
			s.After(plans[i].after, k, uint32(i))
		}
	}
	k = s.Handle(func(i uint32) {
		log = append(log, fmt.Sprintf("%d at %d", i, s.Now()))
		schedule(plans[i].children)
	})
	schedule(roots)
	_ = s.Run(horizon)
	return log
}

// dumbOrder looks through all pending events for each next one.
func dumbOrder(plans []plan, roots []int, horizon time.Duration) (log []string) {
	type pending struct {
		at time.Duration
		i  int
	}
	var all []pending // in the order of scheduling
	schedule := func(now time.Duration, children []int) {
		for _, i := range children {
			all = append(all, pending{now + plans[i].after, i})
		}
	}
	schedule(0, roots)
	for len(all) > 0 {
		first := 0
		for j := range all {
			if all[j].at < all[first].at {
				first = j
			}
		}
		p := all[first]
		all = slices.Delete(all, first, first+1)
		if p.at > horizon {
			break
		}
		log = append(log, fmt.Sprintf("%d at %d", p.i, p.at))
		schedule(p.at, plans[p.i].children)
	}
	return log
}

// TestSleepersAndHandlersTakeTheirTurns runs chains of steps with many ties, each chain as a
// process that sleeps or as a handler that schedules itself. Which of the two must not show in the
// order, and neither must the short cuts: the ready ring and the sleep in place.
func TestSleepersAndHandlersTakeTheirTurns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var plans []plan
		var roots []int
		var sleeps []bool
		for range rapid.IntRange(1, 6).Draw(t, "chains") {
			roots = append(roots, len(plans))
			sleeps = append(sleeps, rapid.Bool().Draw(t, "sleeps"))
			for n := rapid.IntRange(1, 8).Draw(t, "steps"); n > 0; n-- {
				plans = append(plans, plan{after: step(t, 3)})
				if n > 1 {
					plans[len(plans)-1].children = []int{len(plans)}
				}
			}
			plans[roots[len(roots)-1]].after = 0 // a process begins at once
		}
		horizon := step(t, 20)
		require.Equal(t, dumbOrder(plans, roots, horizon), turns(plans, roots, sleeps, horizon))
	})
}

// A sleep in place takes the queue along: what is due in the month that has begun meanwhile does
// not come before what is due now.
func TestAfterASleepInPlaceNowComesFirst(t *testing.T) {
	s := New(1)
	var log []string
	note := func(what string) { log = append(log, fmt.Sprint(what, " at ", s.Now())) }
	k := s.Handle(func(uint32) { note("handler") })
	s.Go("sleeper", func(ctx context.Context) {
		_ = s.Sleep(ctx, 10*time.Second)
		s.After(100*time.Millisecond, k, 0)
		s.Go("process", func(context.Context) { note("process") })
	})
	require.NoError(t, s.Run(hour))
	require.Equal(t, []string{"process at 10s", "handler at 10.1s"}, log)
}

// turns runs chains of plans on a Sim, those that sleep as processes.
func turns(plans []plan, roots []int, sleeps []bool, horizon time.Duration) (log []string) {
	s := New(1)
	happens := func(i int) { log = append(log, fmt.Sprintf("%d at %d", i, s.Now())) }
	var k Kind
	k = s.Handle(func(i uint32) {
		happens(int(i))
		for _, next := range plans[i].children {
			s.After(plans[next].after, k, uint32(next))
		}
	})
	for chain, root := range roots {
		if !sleeps[chain] {
			s.At(0, k, uint32(root))
			continue
		}
		s.Go("sleeper", func(ctx context.Context) {
			happens(root)
			for i := root; len(plans[i].children) > 0; i++ {
				_ = s.Sleep(ctx, plans[i+1].after)
				happens(i + 1)
			}
		})
	}
	_ = s.Run(horizon)
	return log
}

// busy is a program with everything in it; it returns the digest of what happened.
func busy(seed uint64) string {
	s := New(seed)
	var d Digest
	lock, cond := s.NewLock(), s.NewCond()
	tickets := 0
	serve := s.Handle(func(arg uint32) { d = d.Add(uint64(arg), 0); tickets++; cond.Signal() })
	for i := range uint64(50) {
		r := s.Rand(fmt.Sprint("process/", i))
		s.Go("busy", func(ctx context.Context) {
			for s.Now() < time.Minute {
				limited, cancel := s.WithTimeout(ctx, time.Duration(r.IntN(3))*time.Second)
				_ = s.Sleep(ctx, time.Duration(r.IntN(4))*time.Second)
				if lock.Lock(limited) == nil {
					_ = s.Sleep(ctx, time.Duration(r.IntN(100))*time.Millisecond)
					lock.Unlock()
				} else if r.IntN(2) == 0 {
					cond.Broadcast()
				}
				s.After(time.Duration(r.IntN(2)), serve, uint32(i))
				err := cond.Wait(limited)
				d = d.Add(i, uint64(s.Now()))
				d = d.Add(uint64(tickets), uint64(len(fmt.Sprint(err))))
				cancel()
			}
		})
	}
	if err := s.Run(hour); err != nil {
		return err.Error()
	}
	d = d.Add(s.Events(), 0)
	return d.String()
}

func TestEqualRunsHaveEqualDigests(t *testing.T) {
	want := busy(1)
	require.Len(t, want, 32)
	require.NotEqual(t, want, busy(2))
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, procs := range []int{1, 2} {
		runtime.GOMAXPROCS(procs)
		require.Equal(t, want, busy(1), "GOMAXPROCS=%d", procs)
	}
}

// TestTheLoopDoesNotAllocate measures runs of different length: the longer one must not cost more.
func TestTheLoopDoesNotAllocate(t *testing.T) {
	run := func(rounds int) float64 {
		return testing.AllocsPerRun(5, func() {
			s := New(1)
			lock, cond := s.NewLock(), s.NewCond()
			for range 20 {
				s.Go("sleeper", func(ctx context.Context) {
					for range rounds {
						_ = lock.Lock(ctx)
						_ = s.Sleep(ctx, time.Millisecond)
						lock.Unlock()
						cond.Signal()
						s.WakeAt(s.Current(), s.Now()+time.Millisecond)
						_ = park(ctx, s)
						_ = s.Sleep(ctx, 0)
					}
				})
			}
			s.Start(&brief{s, rounds})
			var k Kind
			k = s.Handle(func(arg uint32) {
				if arg > 0 {
					s.After(time.Millisecond, k, arg-1)
				}
			})
			s.At(0, k, uint32(rounds))
			_ = s.Run(hour)
		})
	}
	require.InDelta(t, run(20), run(400), 3)
}

// Who sleeps while nothing else is due, and so never leaves, takes numbers as everybody does.
func TestOrderAfterSleepsAlone(t *testing.T) {
	var log []string
	s := New(1)
	note := func(name string) Kind { return s.Handle(func(uint32) { log = append(log, name) }) }
	first, second := note("first"), note("second")
	s.At(time.Minute, first, 0)
	s.Go("sleeper", func(ctx context.Context) {
		for range 5 {
			require.NoError(t, s.Sleep(ctx, time.Second))
		}
		s.At(time.Minute, second, 0)
	})
	require.NoError(t, s.Run(hour))
	require.Equal(t, []string{"first", "second"}, log)
}

// What brings itself about without end, at one instant, is an error and no endless run.
func TestStandstill(t *testing.T) {
	s := New(1)
	var again Kind
	again = s.Handle(func(uint32) { s.After(0, again, 0) })
	s.After(time.Second, again, 0)
	err := s.Run(time.Hour)
	require.Equal(t, &StandstillError{At: time.Second, Events: mostAtOnce}, err)
}

// What is due at the instant at which the run is stopped is handled still, and nothing after it.
func TestStop(t *testing.T) {
	s := New(1)
	var got []uint32
	var note Kind
	note = s.Handle(func(n uint32) {
		got = append(got, n)
		if n == 1 {
			s.Stop()
			s.After(0, note, 3)
			s.After(1, note, 4)
		}
	})
	slept := false
	s.Go("sleeper", func(ctx context.Context) {
		require.NoError(t, s.Sleep(ctx, 5))
		_ = s.Sleep(ctx, 1)
		slept = true
	})
	s.At(5, note, 1)
	s.At(5, note, 2)
	s.At(6, note, 5)
	require.NoError(t, s.Run(10))
	require.Equal(t, []uint32{1, 2, 3}, got)
	require.False(t, slept)
	require.Equal(t, time.Duration(5), s.Now())
}
