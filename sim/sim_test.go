package sim

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

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
	require.NoError(t, s.Run(time.Minute))
	// b was scheduled before the sleeper began, and so precedes it at two seconds.
	require.Equal(t, []string{"starts", "a", "b", "wakes", "c", "ends"}, log)
	require.Equal(t, 2*time.Second, s.Now())
	require.EqualValues(t, 6, s.Events())
}
