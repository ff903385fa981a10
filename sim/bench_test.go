package sim

import (
	"context"
	"fmt"
	"testing"
	"time"
)

// gap draws a think time around a second, exponential, from a generator kept by value.
func gap(state *uint64) time.Duration {
	*state += 0x9e3779b97f4a7c15
	z := *state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return time.Duration(z>>34) + 1 // up to 2^30 ns
}

// perSecond reports events per second of b's loop.
func perSecond(b *testing.B, events uint64) {
	b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(0, "ns/op")
}

const forever = time.Duration(1<<63 - 1)

// BenchmarkHoldCallbacks: n handlers, each schedules itself again.
func BenchmarkHoldCallbacks(b *testing.B) {
	for _, n := range []int{100, 10_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := New(1)
			states := make([]uint64, n)
			left := b.N
			var k Kind
			k = s.Handle(func(arg uint32) {
				s.After(gap(&states[arg]), k, arg)
				if left--; left <= 0 {
					s.horizon = s.now // the rest would be pops without pushes
				}
			})
			for i := range states {
				states[i] = uint64(i) << 32
				s.At(gap(&states[i]), k, uint32(i))
			}
			b.ReportAllocs()
			b.ResetTimer()
			_ = s.Run(forever)
			perSecond(b, s.Events())
		})
	}
}

// BenchmarkHoldProcesses: n processes, each sleeps in a loop.
func BenchmarkHoldProcesses(b *testing.B) {
	for _, n := range []int{100, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := New(1)
			left := b.N
			for i := range n {
				state := uint64(i)
				s.Go("sleeper", func(ctx context.Context) {
					for ; left > 0; left-- {
						_ = s.Sleep(ctx, gap(&state))
					}
				})
			}
			b.ReportAllocs()
			b.ResetTimer()
			_ = s.Run(forever)
			perSecond(b, s.Events())
		})
	}
}

// BenchmarkLock: a hundred processes share one lock and hold it over a sleep of 1 ms.
func BenchmarkLock(b *testing.B) {
	s := New(1)
	lock := s.NewLock()
	left := b.N
	for i := range 100 {
		state := uint64(i)
		s.Go("holder", func(ctx context.Context) {
			for ; left > 0; left-- {
				_ = s.Sleep(ctx, gap(&state))
				_ = lock.Lock(ctx)
				_ = s.Sleep(ctx, time.Millisecond)
				lock.Unlock()
			}
		})
	}
	b.ReportAllocs()
	b.ResetTimer()
	_ = s.Run(forever)
	perSecond(b, s.Events())
}

// brief is a body that does nothing but start its successor.
type brief struct {
	s    *Sim
	left int
}

func (b *brief) String() string { return "brief" }

func (b *brief) Run(context.Context) {
	if b.left--; b.left > 0 {
		b.s.Start(b)
	}
}

// BenchmarkStart: one pooled coroutine serves one short body after another.
func BenchmarkStart(b *testing.B) {
	s := New(1)
	s.Start(&brief{s, b.N})
	b.ReportAllocs()
	b.ResetTimer()
	_ = s.Run(forever)
	perSecond(b, s.Events())
}

// BenchmarkPingPong: two processes wake each other at one instant.
func BenchmarkPingPong(b *testing.B) {
	s := New(1)
	cond := s.NewCond()
	left := b.N
	for range 2 {
		s.Go("player", func(ctx context.Context) {
			for ; left > 0; left-- {
				cond.Signal()
				_ = cond.Wait(ctx)
			}
		})
	}
	b.ReportAllocs()
	b.ResetTimer()
	_ = s.Run(forever)
	perSecond(b, s.Events())
}

// BenchmarkCall: a request and its answer, as a scenario sends them, under a timeout.
func BenchmarkCall(b *testing.B) {
	s := New(1)
	var asking [100]*Process
	serve := s.Handle(func(arg uint32) { s.WakeAt(asking[arg], s.Now()+50*time.Millisecond) })
	left := b.N
	for i := range asking {
		s.Go("client", func(ctx context.Context) {
			for ; left > 0; left-- {
				limited, cancel := s.WithTimeout(ctx, 30*time.Second)
				asking[i] = s.Current()
				s.After(50*time.Millisecond, serve, uint32(i))
				_ = park(limited, s)
				cancel()
			}
		})
	}
	b.ReportAllocs()
	b.ResetTimer()
	_ = s.Run(forever)
	perSecond(b, s.Events())
}

// BenchmarkDigest: pairs of words.
func BenchmarkDigest(b *testing.B) {
	var d Digest
	n := uint64(0)
	for b.Loop() {
		n++
		d = d.Add(n, 2)
	}
	b.SetBytes(16)
}
