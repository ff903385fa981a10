package server

import (
	"context"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	_ "github.com/tokenstorm/tokenstorm/internal/oneseed"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestClockRunsFreezesAndAdvances(t *testing.T) {
	wall := clockwork.NewFakeClockAt(noon)
	c := newClock(wall, noon, 60)
	shows := func(since time.Duration) {
		t.Helper()
		require.Equal(t, noon.Add(since), c.Now())
	}
	wall.Advance(time.Second)
	shows(time.Minute)
	c.Freeze()
	wall.Advance(time.Hour)
	shows(time.Minute)
	require.NoError(t, c.Advance(10*time.Minute))
	shows(11 * time.Minute)
	c.Resume()
	wall.Advance(time.Second)
	shows(12 * time.Minute)
	require.NoError(t, c.Rescale(1))
	wall.Advance(time.Second)
	shows(12*time.Minute + time.Second)
	require.Equal(t, clockState{Now: noon.Add(12*time.Minute + time.Second), Scale: 1}, c.State())
}

// A moving clock goes on by a microsecond whenever it is asked.
type moving struct{ *clockwork.FakeClock }

func (m moving) Now() time.Time {
	m.Advance(time.Microsecond)
	return m.FakeClock.Now()
}

func (m moving) Since(t time.Time) time.Duration { return m.Now().Sub(t) }

func TestFrozenSessionsBeginWhereTheyWereToldTo(t *testing.T) {
	c := DefaultConfig()
	c.StartAt, c.Frozen = noon, true
	s, err := New(c, moving{clockwork.NewFakeClock()})
	require.NoError(t, err)
	on, err := s.sessions.use(defaultSession, true)
	require.NoError(t, err)
	require.Equal(t, noon, on.clock.Now())
	require.Equal(t, noon, on.world.Now())
	on.clock.Resume()
	require.WithinDuration(t, noon, on.clock.Now(), 10*time.Microsecond, "it runs from there on")
}

func TestClockRefuses(t *testing.T) {
	c := newClock(clockwork.NewFakeClockAt(noon), noon, 1)
	require.ErrorContains(t, c.Advance(0), "above zero")
	require.ErrorContains(t, c.Advance(-time.Second), "above zero")
	require.ErrorContains(t, c.AdvanceTo(noon.AddDate(500, 0, 0)), "before 2200")
	require.ErrorContains(t, c.Rescale(0), "time scale of 0")
	require.ErrorContains(t, c.Rescale(mostScale+1), "at most 100000")
	require.Equal(t, noon, c.Now())
}

func TestClockEnds(t *testing.T) {
	wall := clockwork.NewFakeClockAt(noon)
	c := newClock(wall, noon, mostScale)
	wall.Advance(100 * 365 * 24 * time.Hour)
	require.Equal(t, lastInstant, c.Now())
}

func TestWaitsAreOfTheSessionsTime(t *testing.T) {
	wall := clockwork.NewFakeClockAt(noon)
	c := newClock(wall, noon, 60)
	waiting := func(ctx context.Context, d time.Duration) <-chan bool {
		awaited := make(chan bool, 1)
		go func() { awaited <- c.Wait(ctx, d) }()
		return awaited
	}
	given, giveUp := context.WithCancel(t.Context())
	late, soon := waiting(t.Context(), 2*time.Minute), waiting(t.Context(), time.Minute)
	never := waiting(given, 2*time.Minute)
	require.NoError(t, wall.BlockUntilContext(t.Context(), 3))
	wall.Advance(500 * time.Millisecond)
	require.Empty(t, soon)
	wall.Advance(500 * time.Millisecond)
	require.True(t, <-soon)
	c.Freeze()
	wall.Advance(time.Hour)
	require.Empty(t, late)
	giveUp()
	require.False(t, <-never)
	require.NoError(t, c.Advance(time.Minute))
	require.True(t, <-late)
	require.True(t, c.Wait(t.Context(), 0))
}

// TestClockNeverGoesBack changes a clock in any order of ways.
func TestClockNeverGoesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		wall := clockwork.NewFakeClockAt(noon)
		c := newClock(wall, noon, 1)
		last := c.Now()
		for range rapid.IntRange(1, 40).Draw(t, "doings") {
			switch rapid.IntRange(0, 4).Draw(t, "doing") {
			case 0:
				c.Freeze()
			case 1:
				c.Resume()
			case 2:
				at := noon.Add(time.Duration(rapid.Int64Range(-1e12, 1e15).Draw(t, "to")))
				require.NoError(t, c.AdvanceTo(at))
			case 3:
				require.NoError(t, c.Rescale(rapid.Float64Range(0.001, mostScale).Draw(t, "scale")))
			case 4:
				wall.Advance(time.Duration(rapid.Int64Range(0, 1e12).Draw(t, "passes")))
			}
			now := c.Now()
			require.False(t, now.Before(last), "from %v back to %v", last, now)
			last = now
		}
	})
}
