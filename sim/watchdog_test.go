package sim

import (
	"context"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestStuckProcessIsNamed(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	var mu sync.Mutex
	mu.Lock()
	defer mu.Unlock()
	var spin sync.WaitGroup
	for name, block := range map[string]func(){
		"channel": func() { <-release },
		"mutex":   func() { mu.Lock(); mu.Unlock() },
		"loop": func() {
			for {
				select {
				case <-release:
					return
				default:
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := New(1)
			s.tick = time.Millisecond
			s.Go("bystander", func(ctx context.Context) { _ = s.Park(ctx) })
			s.Go("blocker in "+name, func(ctx context.Context) {
				spin.Add(1)
				defer spin.Done()
				_ = s.Sleep(ctx, time.Second)
				block()
			})
			var stuck *StuckError
			require.ErrorAs(t, s.Run(hour), &stuck)
			require.Equal(t, "blocker in "+name, stuck.Process)
			require.Contains(t, stuck.Stack, "TestStuckProcessIsNamed")
			require.Contains(t, stuck.Error(), "is stuck")
		})
	}
}

func TestStuckWhileUnwinding(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	s := New(1)
	s.tick = time.Millisecond
	s.Go("clinging", func(ctx context.Context) {
		defer func() { <-release }()
		_ = s.Park(ctx)
	})
	var stuck *StuckError
	require.ErrorAs(t, s.Run(hour), &stuck)
	require.Equal(t, "clinging", stuck.Process)
}

// spend keeps the processor busy for a number of looks of the watchdog.
func spend(looks int, tick time.Duration) {
	for until := time.Now().Add(time.Duration(looks) * tick); time.Now().Before(until); {
		runtime.Gosched()
	}
}

// TestSlowIsNotStuck: neither long handlers, nor many resumes, nor sleeps in place trip it.
func TestSlowIsNotStuck(t *testing.T) {
	const tick = time.Millisecond
	for name, program := range map[string]func(s *Sim){
		"handlers": func(s *Sim) {
			s.Go("first", func(context.Context) {})
			s.At(time.Second, s.Handle(func(uint32) { spend(2*patience, tick) }), 0)
		},
		"sleeps in place": func(s *Sim) {
			s.Go("slow", func(ctx context.Context) {
				for range 40 {
					spend(1, tick)
					_ = s.Sleep(ctx, time.Second)
				}
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := New(1)
			s.tick = tick
			program(s)
			require.NoError(t, s.Run(hour))
		})
	}
}
