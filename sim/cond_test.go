package sim

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestCond(t *testing.T) {
	s := New(1)
	cond := s.NewCond()
	var log []string
	for _, name := range []string{"ada", "bob", "cyd", "dan"} {
		s.Go(name, func(ctx context.Context) {
			if name == "bob" {
				limited, cancel := s.WithTimeout(ctx, time.Second)
				defer cancel()
				require.ErrorIs(t, cond.Wait(limited), context.DeadlineExceeded)
				require.ErrorIs(t, cond.Wait(limited), context.DeadlineExceeded)
			} else {
				require.NoError(t, cond.Wait(ctx))
			}
			log = append(log, name)
		})
	}
	signal := s.Handle(func(uint32) { cond.Signal() })
	s.At(2*time.Second, signal, 0)
	broadcast := s.Handle(func(uint32) { cond.Broadcast(); log = append(log, "broadcast") })
	s.At(3*time.Second, broadcast, 0)
	s.At(4*time.Second, signal, 0) // to nobody
	s.Go("late", func(ctx context.Context) {
		require.NoError(t, s.Sleep(ctx, 5*time.Second))
		_ = cond.Wait(ctx)
		log = append(log, "late")
	})
	require.NoError(t, s.Run(hour))
	require.Equal(t, []string{"bob", "ada", "broadcast", "cyd", "dan"}, log)
}
