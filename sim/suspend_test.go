package sim

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A sleeper is a body that sleeps for a second, twice, and tells when it went on.
type sleeper struct {
	sim    *Sim
	ctx    context.Context
	woke   []time.Duration
	errors []error
}

func (b *sleeper) Run(ctx context.Context) {
	if b.ctx != nil {
		ctx = b.ctx
	}
	defer func() { b.woke = append(b.woke, -1) }()
	for range 2 {
		b.errors = append(b.errors, b.sim.Sleep(ctx, time.Second))
		b.woke = append(b.woke, b.sim.Now())
	}
}

func (*sleeper) String() string { return "sleeper" }

// handle lets each function happen at its instant, in milliseconds.
func handle(s *Sim, at map[int]func()) {
	for ms, f := range at {
		s.At(time.Duration(ms)*time.Millisecond, s.Handle(func(uint32) { f() }), 0)
	}
}

func TestSuspendedProcessesGoOnWhenResumed(t *testing.T) {
	s := New(1)
	a, b := &sleeper{sim: s}, &sleeper{sim: s}
	s.Start(a)
	var due []time.Duration
	note := func() { due = append(due, s.Now()) }
	handle(s, map[int]func(){
		500:  func() { s.Suspend(a, note); s.Suspend(b, note) },
		600:  func() { s.Start(b) },
		1700: func() { s.Resume(a); s.Resume(b) },
	})
	require.NoError(t, s.Run(time.Minute))
	const ms = time.Millisecond
	require.Equal(t, []time.Duration{time.Second}, due, "the wait ended then")
	require.Equal(t, []time.Duration{1700 * ms, 2700 * ms, -1}, a.woke)
	require.Equal(t, []time.Duration{1600 * ms, 2600 * ms, -1}, b.woke, "it had not begun")
}

func TestSuspendedProcessesWaitOn(t *testing.T) {
	s := New(1)
	a := &sleeper{sim: s}
	s.Start(a)
	handle(s, map[int]func(){
		100: func() { s.Suspend(a, func() { t.Error("no wait ended") }) },
		200: func() { s.Resume(a); s.Resume(a) },
	})
	require.NoError(t, s.Run(time.Minute))
	require.Equal(t, []time.Duration{time.Second, 2 * time.Second, -1}, a.woke)
}

// TestWhatEndedAWaitFirstCounts: a context that is done while the process stands still, after its
// wait has ended, comes too late; before that it ends the wait.
func TestWhatEndedAWaitFirstCounts(t *testing.T) {
	for _, test := range []struct {
		name   string
		cancel int
		want   error
	}{
		{"the sleep", 1200, nil}, {"the context", 800, context.Canceled},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := New(1)
			a := &sleeper{sim: s}
			var cancel context.CancelFunc
			a.ctx, cancel = s.WithCancel(context.Background())
			s.Start(a)
			handle(s, map[int]func(){
				500:         func() { s.Suspend(a, func() {}) },
				test.cancel: func() { cancel() },
				2000:        func() { s.Resume(a) },
			})
			require.NoError(t, s.Run(time.Minute))
			require.Equal(t, test.want, a.errors[0])
			require.Equal(t, 2*time.Second, a.woke[0])
		})
	}
}

// TestKilledProcessesHoldWhatTheyHeld: nothing of a process runs after its death until the run is
// over, and a lock that waits for it is not handed to it.
func TestKilledProcessesHoldWhatTheyHeld(t *testing.T) {
	s := New(1)
	l := s.NewLock()
	a := &sleeper{sim: s}
	s.Start(a)
	waits := &function{"waits", func(ctx context.Context) {
		_ = l.Lock(ctx)
		t.Error("it is dead")
	}}
	var got time.Duration
	s.Go("holds", func(ctx context.Context) {
		_ = l.Lock(ctx)
		_ = s.Sleep(ctx, time.Second)
		l.Unlock()
	})
	s.Start(waits)
	s.Go("waits longer", func(ctx context.Context) {
		_ = l.Lock(ctx)
		got = s.Now()
	})
	handle(s, map[int]func(){500: func() {
		require.NotNil(t, s.Kill(a))
		require.NotNil(t, s.Kill(waits))
		require.Nil(t, s.Kill(&function{}))
	}})
	require.NoError(t, s.Run(time.Minute))
	require.Equal(t, time.Second, got)
	require.Equal(t, []time.Duration{-1}, a.woke, "unwound at the end")
}

func TestProcessesSuspendNobody(t *testing.T) {
	s := New(1)
	s.Go("process", func(context.Context) { s.Suspend(&sleeper{}, func() {}) })
	require.ErrorContains(t, s.Run(time.Second), "only a handler may call it")
}
