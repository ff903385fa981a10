package main

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
)

// A fakeClock is the storm on clockwork's fake clock: a goroutine is a user. The clock does not
// know by itself when the next one wakes, so wakes has that.
type fakeClock struct {
	storm
	clock  *clockwork.FakeClock
	wakes  []time.Time // by user
	mu     sync.Mutex  // of what follows: two may wake at one instant
	counts outcome
	issued int
	nodes  [nodes]struct {
		held    fakeToken
		expires time.Time
	}
}

// A fakeToken is its number, from 1, and when it dies.
type fakeToken struct {
	number int
	dies   time.Time
}

// onClockwork carries the storm out. Its goroutines end with the process.
func onClockwork(s storm, seed uint64) (outcome, error) {
	began := time.Date(2100, time.January, 1, 0, 0, 0, 0, time.UTC)
	clock := clockwork.NewFakeClockAt(began)
	f := &fakeClock{storm: s, clock: clock, wakes: make([]time.Time, s.users)}
	for i := range s.users {
		go f.user(i, rand.New(rand.NewPCG(seed, uint64(i))))
	}
	for {
		if err := f.clock.BlockUntilContext(context.Background(), s.users); err != nil {
			return outcome{}, err
		}
		next := slices.MinFunc(f.wakes, time.Time.Compare)
		if next.Sub(began) > s.length {
			return f.counts, nil
		}
		f.clock.Advance(next.Sub(f.clock.Now()))
	}
}

// pass sleeps, and returns when it is then. Who wakes has the lock.
func (f *fakeClock) pass(user int, d time.Duration) time.Time {
	f.wakes[user] = f.clock.Now().Add(d)
	f.mu.Unlock()
	f.clock.Sleep(d)
	f.mu.Lock()
	f.counts.Events++
	return f.clock.Now()
}

func (f *fakeClock) user(i int, chance *rand.Rand) {
	own := &f.nodes[i%nodes]
	f.mu.Lock()
	for {
		now := f.pass(i, f.drawThought(chance))
		f.counts.Actions++
		renew := false
		for range retries + 1 {
			token := own.held
			if renew || token.number == 0 || !now.Before(own.expires) {
				now = f.pass(i, drawLeg(chance))
				f.counts.Renewals++
				f.issued++
				token = fakeToken{f.issued, now.Add(life)}
				now = f.pass(i, drawLeg(chance))
				own.held, own.expires = token, now.Add(life)
			}
			now = f.pass(i, drawLeg(chance))
			alive := (f.coexist || token.number == f.issued) && now.Before(token.dies)
			if !alive {
				f.counts.Refused++
			}
			now = f.pass(i, drawLeg(chance))
			if alive {
				f.counts.Succeeded++
				break
			}
			renew = true
		}
	}
}
