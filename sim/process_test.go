package sim

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// goroutines counts those that are there once those that are ending have ended.
func goroutines() int {
	n := runtime.NumGoroutine()
	for still := 0; still < 200; still++ {
		runtime.Gosched()
		if now := runtime.NumGoroutine(); now != n {
			n, still = now, 0
		}
	}
	return n
}

// goroutinesLeft is how many goroutines are left once no more than so many are, or once those that
// have ended have had time to go: a busy machine may keep them for a while.
func goroutinesLeft(most int) int {
	for range 1_000_000 {
		if runtime.NumGoroutine() <= most {
			break
		}
		runtime.Gosched()
	}
	return runtime.NumGoroutine()
}

func TestRunUnwindsWhatIsParked(t *testing.T) {
	before := goroutines()
	s := New(1)
	lock, cond := s.NewLock(), s.NewCond()
	unwound := map[string]int{}
	waits := map[string]func(ctx context.Context) error{
		"sleep":  func(ctx context.Context) error { return s.Sleep(ctx, hour) },
		"park":   func(ctx context.Context) error { return park(ctx, s) },
		"lock 1": func(ctx context.Context) error { _ = lock.Lock(ctx); return lock.Lock(ctx) },
		"lock 2": func(ctx context.Context) error { _ = lock.Lock(ctx); return lock.Lock(ctx) },
		"wait":   func(ctx context.Context) error { return cond.Wait(ctx) },
	}
	for name, wait := range waits {
		s.Go(name, func(ctx context.Context) {
			defer func() {
				unwound[name]++
				s.Start(&brief{s, 1}) // all of these are without effect now
				cond.Broadcast()
				_ = wait(ctx) // unwound again
				unwound[name] += 100
			}()
			limited, cancel := s.WithTimeout(ctx, 2*hour)
			defer cancel()
			err := wait(limited)
			unwound[name] += 1000 * len(fmt.Sprint(err))
		})
	}
	s.Go("finished", func(context.Context) {})
	require.NoError(t, s.Run(time.Minute))
	require.Equal(t, map[string]int{"sleep": 1, "park": 1, "lock 1": 1, "lock 2": 1, "wait": 1},
		unwound)
	require.LessOrEqual(t, goroutinesLeft(before), before)
}

func TestProcessesThatCatchTheUnwindingEndAtTheirNextWait(t *testing.T) {
	s := New(1)
	caught := 0
	s.Go("stubborn", func(ctx context.Context) {
		for range 10 {
			func() {
				defer func() {
					if recover() != nil {
						caught++
					}
				}()
				_ = s.Sleep(ctx, hour)
			}()
		}
	})
	require.NoError(t, s.Run(time.Minute))
	require.Equal(t, 10, caught)
}

func TestPooledCoroutineServesOneBodyAfterAnother(t *testing.T) {
	s := New(1)
	s.Start(&brief{s, 1000})
	require.NoError(t, s.Run(hour))
	require.Len(t, s.processes, 1)
	require.EqualValues(t, 1000, s.Events())
}

func TestCurrentAndItsName(t *testing.T) {
	s := New(1)
	require.Nil(t, s.Current())
	k := s.Handle(func(uint32) { require.Nil(t, s.Current()) })
	s.Go("ada", func(ctx context.Context) {
		ada := s.Current()
		require.Equal(t, "ada", ada.String())
		s.After(0, k, 0)
		require.NoError(t, s.Sleep(ctx, time.Second))
		require.Same(t, ada, s.Current())
	})
	require.NoError(t, s.Run(hour))
	require.Equal(t, "idle process", s.processes[0].String())
}

var errBoom = errors.New("boom")

func explode() { panic(errBoom) }

func TestPanicOfAProcess(t *testing.T) {
	before := goroutines()
	s := New(1)
	deferred := false
	s.Go("bystander", func(ctx context.Context) {
		defer func() { deferred = true }()
		_ = s.Sleep(ctx, hour)
	})
	s.Go("bomb", func(ctx context.Context) {
		_ = s.Sleep(ctx, time.Second)
		explode()
	})
	err := s.Run(2 * hour)
	var p *PanicError
	require.ErrorAs(t, err, &p)
	require.ErrorIs(t, err, errBoom)
	require.Equal(t, "bomb", p.Process)
	require.Contains(t, string(p.Stack), "sim.explode")
	require.Contains(t, err.Error(), "sim: bomb panicked: boom")
	require.Equal(t, time.Second, s.Now())
	require.True(t, deferred)
	require.LessOrEqual(t, goroutinesLeft(before), before)
}

func TestPanicWhileUnwinding(t *testing.T) {
	s := New(1)
	s.Go("sore loser", func(ctx context.Context) {
		defer explode()
		_ = s.Sleep(ctx, hour)
	})
	require.ErrorIs(t, s.Run(time.Minute), errBoom)
}

func TestPanicOfAHandler(t *testing.T) {
	before := goroutines()
	s := New(1)
	s.Go("bystander", func(ctx context.Context) { _ = park(ctx, s) })
	s.At(time.Second, s.Handle(func(uint32) { explode() }), 0)
	defer func() {
		p, ok := recover().(*PanicError)
		require.True(t, ok)
		require.ErrorIs(t, p, errBoom)
		require.Contains(t, string(p.Stack), "sim.explode")
		require.LessOrEqual(t, goroutinesLeft(before), before)
	}()
	_ = s.Run(hour)
}

// TestGoexitEndsRun holds for t.FailNow, which is a Goexit: neither may hang the test or leak.
func TestGoexitEndsRun(t *testing.T) {
	for name, place := range map[string]func(s *Sim){
		"in a process": func(s *Sim) {
			s.Go("quitter", func(context.Context) { runtime.Goexit() })
		},
		"in a handler": func(s *Sim) {
			s.At(0, s.Handle(func(uint32) { runtime.Goexit() }), 0)
		},
		"in unwinding": func(s *Sim) {
			s.Go("quitter", func(ctx context.Context) {
				defer runtime.Goexit()
				_ = park(ctx, s)
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			before := goroutines()
			unwound, returned := 0, false
			over := make(chan struct{})
			go func() {
				defer close(over)
				s := New(1)
				bystander := func(ctx context.Context) {
					defer func() { unwound++ }()
					_ = park(ctx, s)
				}
				s.Go("bystander", bystander)
				place(s)
				s.Go("bystander", bystander)
				s.Go("late", func(ctx context.Context) { _ = s.Sleep(ctx, time.Second) })
				_ = s.Run(hour)
				returned = true
			}()
			<-over
			require.False(t, returned)
			require.GreaterOrEqual(t, unwound, 1)
			require.LessOrEqual(t, goroutinesLeft(before), before)
		})
	}
}

func TestAProcessFillsCacheLines(t *testing.T) {
	require.EqualValues(t, 3*64, reflect.TypeFor[Process]().Size())
}
