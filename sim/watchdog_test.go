package sim

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestStuckProcessIsNamed(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	var over atomic.Bool
	defer over.Store(true)
	var mu sync.Mutex
	mu.Lock()
	defer mu.Unlock()
	for name, block := range map[string]func(){
		"channel": func() { <-release },
		"mutex":   mu.Lock,
		"loop": func() {
			for !over.Load() {
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			looks := make(chan time.Time)
			s := New(1)
			s.looks = looks
			s.Go("bystander", func(ctx context.Context) { _ = park(ctx, s) })
			s.Go("blocker in "+name, func(ctx context.Context) {
				_ = s.Sleep(ctx, time.Second)
				close(looks) // from now on the watchdog looks all the time
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
	looks := make(chan time.Time)
	s := New(1)
	s.looks = looks
	s.Go("clinging", func(ctx context.Context) {
		defer func() { close(looks); <-release }()
		_ = park(ctx, s)
	})
	var stuck *StuckError
	require.ErrorAs(t, s.Run(hour), &stuck)
	require.Equal(t, "clinging", stuck.Process)
}

// TestSlowIsNotStuck: neither a long handler, nor sleeps in place, nor many resumes trip it.
func TestSlowIsNotStuck(t *testing.T) {
	looks := make(chan time.Time)
	takes := func(n int) {
		for range n {
			looks <- time.Time{}
		}
	}
	for name, program := range map[string]func(s *Sim){
		"handler": func(s *Sim) {
			s.Go("first", func(context.Context) {})
			s.At(time.Second, s.Handle(func(uint32) { takes(2 * patience) }), 0)
		},
		"sleeps in place": func(s *Sim) {
			s.Go("slow", func(ctx context.Context) {
				for range 3 {
					takes(patience - 1)
					_ = s.Sleep(ctx, time.Second)
				}
			})
		},
		"one after another": func(s *Sim) {
			for range 3 {
				s.Go("slow", func(context.Context) { takes(patience - 1) })
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := New(1)
			s.looks = looks
			program(s)
			require.NoError(t, s.Run(hour))
		})
	}
}
