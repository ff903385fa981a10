package redisstore

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const patience = time.Second

var errBroken = errors.New("broken pipe")

// takes returns a command that is answered after d, by err or by how often it was sent.
func takes(d time.Duration, err error, sent *atomic.Int64) func(context.Context) (int, error) {
	return func(ctx context.Context) (int, error) {
		n := int(sent.Add(1))
		select {
		case <-time.After(d):
			return n, err
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
}

// aRoute has a Redis that answers probes at once from up on.
func aRoute(up time.Time, probes *atomic.Int64) route {
	return route{patience: patience, probe: func(context.Context) error {
		probes.Add(1)
		if time.Now().Before(up) {
			return errBroken
		}
		return nil
	}}
}

func assertTook(t *testing.T, want time.Duration, f func()) {
	t.Helper()
	begun := time.Now()
	f()
	assert.Equal(t, want, time.Since(begun))
}

func TestACallerWaitsUntilTheAnswerOrTheEndOfPatience(t *testing.T) {
	soon := patience / 2
	for name, test := range map[string]struct {
		answered, limit, waits time.Duration
		fails, want            error
		opens                  bool
	}{
		"at once":                 {limit: time.Hour},
		"just in time":            {answered: patience - 1, limit: time.Hour, waits: patience - 1},
		"too slow":                {patience + 1, time.Hour, patience, nil, errSlow, true},
		"never":                   {time.Hour, time.Hour, patience, nil, errSlow, true},
		"failed":                  {soon, time.Hour, soon, errBroken, errBroken, true},
		"the caller gives up":     {patience - 1, soon, soon, nil, context.DeadlineExceeded, false},
		"and it would be slow":    {patience + 1, soon, soon, nil, context.DeadlineExceeded, true},
		"and it would be failing": {patience - 1, soon, soon, errBroken, context.DeadlineExceeded, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var l link
				var sent, probes atomic.Int64
				ctx, cancel := context.WithTimeout(t.Context(), test.limit)
				defer cancel()
				r := aRoute(time.Now().Add(20*time.Second), &probes)
				assertTook(t, test.waits, func() {
					_, err := ask(ctx, &l, r, takes(test.answered, test.fails, &sent))
					require.ErrorIs(t, err, test.want)
				})
				time.Sleep(2*patience - test.waits)
				require.Equal(t, test.opens, l.check(t.Context()) != nil)
				require.EqualValues(t, 1, sent.Load())
				time.Sleep(commandLimit + 20*time.Second)
				require.NoError(t, l.check(t.Context()), "a probe was answered")
			})
		})
	}
}

func TestACommandThatNobodyWaitsForEndsAtTheLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var l link
		var probes atomic.Int64
		begun, ended := time.Now(), make(chan time.Time, 1)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Millisecond, cancel)
		_, err := ask(ctx, &l, aRoute(begun, &probes), func(ctx context.Context) (int, error) {
			<-ctx.Done()
			ended <- time.Now()
			return 0, ctx.Err()
		})
		require.ErrorIs(t, err, context.Canceled)
		require.Equal(t, commandLimit, (<-ended).Sub(begun))
		synctest.Wait()
		require.NoError(t, l.check(t.Context()), "the probes were answered")
		require.EqualValues(t, 2, probes.Load(), "at the end of patience, and at that of the command")
	})
}

func TestAnOpenBreakerCostsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var l link
		var sent, probes atomic.Int64
		// Probes at 0, 1, 2, and 3 s, when the Redis is up.
		r := aRoute(time.Now().Add(2500*time.Millisecond), &probes)
		_, err := ask(t.Context(), &l, r, takes(0, errBroken, &sent))
		require.ErrorIs(t, err, errBroken)
		assertTook(t, 0, func() {
			for range 1000 {
				_, err := ask(t.Context(), &l, r, takes(0, nil, &sent))
				require.ErrorIs(t, err, errBroken)
				require.ErrorContains(t, err, "not asked")
			}
		})
		require.EqualValues(t, 1, sent.Load())
		time.Sleep(3*time.Second - 1)
		require.Error(t, l.check(t.Context()))
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		require.EqualValues(t, 4, probes.Load())
		n, err := ask(t.Context(), &l, r, takes(0, nil, &sent))
		require.NoError(t, err)
		require.Equal(t, 2, n)
	})
}

// A probe that is answered, but too late, shows that a caller would wait in vain.
func TestAProbeMustBeQuick(t *testing.T) {
	for name, test := range map[string]struct {
		answered time.Duration
		closes   bool
	}{
		"quick": {patience, true}, "slow": {patience + 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var l link
				closed := time.Now().Add(11 * time.Second)
				r := route{patience: patience, probe: func(context.Context) error {
					if !time.Now().Before(closed) {
						return redis.ErrClosed
					}
					time.Sleep(test.answered)
					return nil
				}}
				l.open(r, errBroken)
				time.Sleep(10 * time.Second)
				require.Equal(t, test.closes, l.check(t.Context()) == nil)
				time.Sleep(5 * time.Second) // synctest fails if probes go on after that
			})
		})
	}
}

func TestWhoHasGoneAsksNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var l link
		var s reads[int]
		var sent, probes atomic.Int64
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		r := aRoute(time.Now(), &probes)
		_, err := ask(ctx, &l, r, takes(0, nil, &sent))
		require.ErrorIs(t, err, context.Canceled)
		_, err = s.ask(ctx, &l, r, takes(0, nil, &sent))
		require.ErrorIs(t, err, context.Canceled)
		require.Zero(t, sent.Load())
		require.NoError(t, l.check(t.Context()))
	})
}

// Six readers a hundredth of a second apart, of a Redis that takes a tenth: four ask for
// themselves, the others share what is asked next, when the first answer has come.
func TestReadersShare(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var l link
		var s reads[int]
		var sent, probes, ended atomic.Int64
		const tick, trip = 10 * time.Millisecond, 100 * time.Millisecond
		r := aRoute(time.Now(), &probes)
		for i, want := range []struct {
			read  int
			waits time.Duration
		}{
			{1, trip}, {2, trip}, {3, trip}, {4, trip}, {5, 2*trip - 4*tick}, {5, 2*trip - 5*tick},
		} {
			go func() {
				time.Sleep(time.Duration(i) * tick)
				assertTook(t, want.waits, func() {
					n, _ := s.ask(t.Context(), &l, r, takes(trip, nil, &sent))
					assert.Equal(t, want.read, n, "reader %d", i)
				})
				ended.Add(1)
			}()
		}
		time.Sleep(time.Second)
		require.EqualValues(t, 6, ended.Load())
		_, err := s.ask(t.Context(), &l, r, takes(trip, nil, &sent))
		require.NoError(t, err)
		require.EqualValues(t, 6, sent.Load(), "the lanes are free again")
		synctest.Wait()
		require.Zero(t, s.busy)
	})
}

// None is answered by a read that began before it asked.
func TestNoReaderGetsWhatIsOlderThanItsQuestion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var l link
		var s reads[time.Time]
		r := aRoute(time.Now(), new(atomic.Int64))
		for i := range 200 {
			go func() {
				time.Sleep(time.Duration(i*i%97) * time.Millisecond)
				asked := time.Now()
				read, err := s.ask(t.Context(), &l, r, func(context.Context) (time.Time, error) {
					begun := time.Now()
					time.Sleep(13 * time.Millisecond)
					return begun, nil
				})
				assert.NoError(t, err)
				assert.False(t, read.Before(asked))
			}()
		}
		time.Sleep(time.Minute)
	})
}
