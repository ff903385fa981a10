package conformance

import (
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/tokenstorm/tokenstorm/strategies"
)

func TestMemory(t *testing.T) {
	make := func(*testing.T) Shelf {
		clock := clockwork.NewFakeClockAt(time.Unix(1_700_000_000, 0))
		env := strategies.OnClock(clock)
		store, lease := &strategies.MemoryStore{}, strategies.NewMemoryLease(env.Clock)
		quota := strategies.NewMemoryQuota(env.Clock)
		return Shelf{
			Clock: clock, Advance: clock.Advance,
			Store: func(string) strategies.Store { return store },
			Lease: lease.For,
			Quota: func(string) strategies.QuotaStore { return quota },
		}
	}
	TestStore(t, make)
	TestLease(t, make)
	TestQuota(t, make)
}

func realEnv() strategies.Env { return strategies.OnClock(clockwork.NewRealClock()) }

func TestRefreshInMemory(t *testing.T) {
	TestRefresh(t, func(*testing.T) Shelf {
		store := &strategies.MemoryStore{}
		lease := strategies.NewMemoryLease(realEnv().Clock)
		return Shelf{
			Env: realEnv, Lease: lease.For, Store: func(string) strategies.Store { return store },
		}
	})
}

func TestHolderOnEveryClock(t *testing.T) {
	for name, stage := range stages {
		t.Run(name, func(t *testing.T) { TestHolder(t, stage) })
	}
}
