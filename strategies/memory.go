package strategies

import (
	"context"
	"sync"
	"time"
)

// A MemoryStore is a Store within the process. Its zero value is empty and ready; it is safe for
// concurrent use and never fails.
type MemoryStore struct {
	mu    sync.Mutex // guards what follows
	token Token
	fence int64 // the largest that was seen
}

// Get returns the token that was put last.
func (m *MemoryStore) Get(context.Context) (Token, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.token, nil
}

// Put replaces the token, unless ctx has a lower fence than an earlier one, or a condition that
// does not hold.
func (m *MemoryStore) Put(ctx context.Context, t Token) error {
	fence := FenceOf(ctx)
	m.mu.Lock()
	defer m.mu.Unlock()
	if fence != 0 && fence < m.fence || !ConditionOf(ctx).Allows(m.token, t) {
		return nil
	}
	m.token, m.fence = t, max(m.fence, fence)
	return nil
}

// A MemoryLease is a lease within the process, for the nodes that For names. It is safe for
// concurrent use and never fails.
type MemoryLease struct {
	clock Clock

	mu       sync.Mutex // guards what follows
	holder   string
	until    time.Time
	fence    int64 // of the last grant
	released int64 // 0: none, or forgotten
}

// NewMemoryLease returns a lease that nobody holds.
func NewMemoryLease(clock Clock) *MemoryLease { return &MemoryLease{clock: clock} }

// For returns the lease as that node uses it.
func (m *MemoryLease) For(node string) LeaseStore { return memoryLease{m, node} }

type memoryLease struct {
	*MemoryLease
	node string
}

// Hold takes or prolongs the lease.
func (m memoryLease) Hold(ctx context.Context, d time.Duration) (Grant, error) {
	now, fence := m.clock.Steady(), FenceOf(ctx)
	m.mu.Lock()
	defer m.mu.Unlock()
	held := now.Before(m.until)
	if !held && m.fence != m.released {
		m.released = 0 // the grant after it ran out
	}
	switch {
	case held && m.holder == m.node && (fence == 0 || fence == m.fence):
		m.until = now.Add(d)
		return Grant{m.fence, true, m.released}, nil
	case held:
		return Grant{m.fence, false, m.released}, nil
	case fence != 0:
		return Grant{Released: m.released}, nil
	}
	m.fence++
	m.holder, m.until = m.node, now.Add(d)
	return Grant{m.fence, true, m.released}, nil
}

// Release ends a grant.
func (m memoryLease) Release(ctx context.Context) error {
	now, fence := m.clock.Steady(), FenceOf(ctx)
	m.mu.Lock()
	defer m.mu.Unlock()
	if now.Before(m.until) && (fence == 0 || fence == m.fence) {
		m.until, m.released = now, m.fence
	}
	return nil
}
