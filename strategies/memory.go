package strategies

import (
	"context"
	"sync"
	"time"
)

// A MemoryStore is a Store within the process. Its zero value is empty and ready; it is safe for
// concurrent use and never fails.
type MemoryStore struct {
	mu    sync.Mutex
	token Token // guarded by mu
}

// Get returns the token that was put last.
func (m *MemoryStore) Get(context.Context) (Token, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.token, nil
}

// Put replaces the token.
func (m *MemoryStore) Put(_ context.Context, t Token) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.token = t
	return nil
}

// A MemoryLease is a lease within the process, for the nodes that For names. It is safe for
// concurrent use and never fails.
type MemoryLease struct {
	clock Clock

	mu     sync.Mutex // guards what follows
	holder string
	until  time.Time
}

// NewMemoryLease returns a lease that nobody holds.
func NewMemoryLease(clock Clock) *MemoryLease { return &MemoryLease{clock: clock} }

// For returns the lease as that node uses it.
func (m *MemoryLease) For(node string) LeaseStore { return memoryLease{m, node} }

type memoryLease struct {
	lease *MemoryLease
	node  string
}

func (m memoryLease) Hold(_ context.Context, d time.Duration) (bool, error) {
	now := m.lease.clock.Now()
	m.lease.mu.Lock()
	defer m.lease.mu.Unlock()
	if m.lease.holder != m.node && now.Before(m.lease.until) {
		return false, nil
	}
	m.lease.holder, m.lease.until = m.node, now.Add(d)
	return true, nil
}
