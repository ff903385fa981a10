package languages

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A sharedStore is what all processes reach: a token and a lease of each customer, and the quota.
type sharedStore struct {
	strategies.QuotaStore
	clock strategies.Clock

	mu     sync.Mutex // guards what follows, and QuotaStore
	away   bool
	tokens map[string]*strategies.MemoryStore
	leases map[string]*strategies.MemoryLease
}

// set obeys the command store.
func (s *sharedStore) set(what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.away = what == "away"
	if what == "forget" {
		s.QuotaStore = strategies.NewMemoryQuota(s.clock)
		s.tokens = map[string]*strategies.MemoryStore{}
		s.leases = map[string]*strategies.MemoryLease{}
		for _, who := range []string{"shop", "other"} {
			s.tokens[who] = &strategies.MemoryStore{}
			s.leases[who] = strategies.NewMemoryLease(s.clock)
		}
	}
}

var errAway = errors.New("the store is away")

func (s *sharedStore) reached() (strategies.QuotaStore, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.away {
		return nil, errAway
	}
	return s.QuotaStore, nil
}

func (s *sharedStore) Reserve(
	ctx context.Context, every time.Duration, burst int, patience time.Duration,
) (wait time.Duration, ok bool, err error) {
	q, err := s.reached()
	if err != nil {
		return 0, false, err
	}
	return q.Reserve(ctx, every, burst, patience)
}

func (s *sharedStore) Ban(ctx context.Context, name string, probe time.Duration) (
	strategies.Ban, error,
) {
	q, err := s.reached()
	if err != nil {
		return strategies.NoBan, err
	}
	return q.Ban(ctx, name, probe)
}

func (s *sharedStore) Report(ctx context.Context, name string, b strategies.Ban) error {
	q, err := s.reached()
	if err != nil {
		return err
	}
	return q.Report(ctx, name, b)
}

// A sharedAccount is a customer's token and lease, as a process reaches them.
type sharedAccount struct {
	*sharedStore
	who, process string
}

func (a *sharedAccount) reached() (*strategies.MemoryStore, strategies.LeaseStore, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.away {
		return nil, nil, errAway
	}
	return a.tokens[a.who], a.leases[a.who].For(a.process), nil
}

func (a *sharedAccount) Get(ctx context.Context) (strategies.Token, error) {
	tokens, _, err := a.reached()
	if err != nil {
		return strategies.Token{}, err
	}
	return tokens.Get(ctx)
}

func (a *sharedAccount) Put(ctx context.Context, t strategies.Token) error {
	tokens, _, err := a.reached()
	if err != nil {
		return err
	}
	return tokens.Put(ctx, t)
}

func (a *sharedAccount) Hold(ctx context.Context, d time.Duration) (strategies.Grant, error) {
	_, lease, err := a.reached()
	if err != nil {
		return strategies.Grant{}, err
	}
	return lease.Hold(ctx, d)
}

func (a *sharedAccount) Release(ctx context.Context) error {
	_, lease, err := a.reached()
	if err != nil {
		return err
	}
	return lease.Release(ctx)
}
