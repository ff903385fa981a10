package strategies

import (
	"maps"
	"slices"
)

// Save notes what the store holds, and returns a function that puts it back: as if the store failed
// over to a replica that had seen nothing since. Its fence goes back, too.
func (m *MemoryStore) Save() (restore func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	token, fence := m.token, m.fence
	return func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.token, m.fence = token, fence
	}
}

// Save is that of a MemoryStore, for the lease of all nodes.
func (m *MemoryLease) Save() (restore func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	holder, until, fence, released := m.holder, m.until, m.fence, m.released
	return func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.holder, m.until, m.fence, m.released = holder, until, fence, released
	}
}

// Save is that of a MemoryStore.
func (m *MemoryQuota) Save() (restore func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.line.mu.Lock()
	defer m.line.mu.Unlock()
	next, bans := m.line.next, copyBans(m.bans)
	return func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.line.mu.Lock()
		defer m.line.mu.Unlock()
		m.line.next, m.bans = next, copyBans(bans)
	}
}

func copyBans(bans map[string]*knownBan) map[string]*knownBan {
	copied := map[string]*knownBan{}
	for _, name := range slices.Sorted(maps.Keys(bans)) {
		known := *bans[name]
		copied[name] = &known
	}
	return copied
}
