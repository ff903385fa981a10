package strategies

import (
	"maps"
	"slices"
)

// Save notes what stores, leases and quotas hold, and returns a function that puts it back: as if
// they failed over to a replica that had seen nothing since. Fences go back, too.
func Save(tokens []MemoryStore, leases []*MemoryLease, quotas []*MemoryQuota) (restore func()) {
	var restores []func()
	for i := range tokens {
		restores = append(restores, tokens[i].save())
	}
	for _, l := range leases {
		restores = append(restores, l.save())
	}
	for _, q := range quotas {
		restores = append(restores, q.save())
	}
	return func() {
		for _, restore := range restores {
			restore()
		}
	}
}

func (m *MemoryStore) save() (restore func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	token, fence := m.token, m.fence
	return func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.token, m.fence = token, fence
	}
}

func (m *MemoryLease) save() (restore func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	holder, until, fence, released := m.holder, m.until, m.fence, m.released
	return func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.holder, m.until, m.fence, m.released = holder, until, fence, released
	}
}

func (m *MemoryQuota) save() (restore func()) {
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
