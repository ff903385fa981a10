package strategies

import (
	"context"
	"time"
)

// What the parts of one strategy have in common.

// Memories are what a node last saw in its stores: in its own, and in the shared one. One memory
// serves all parts of a strategy, so that none has an older token than another.
type memories struct{ own, shared *MemoryStore }

// remembers returns the memories of a strategy of these parts.
func (e Env) remembers(parts []Part) *memories {
	m := &memories{&MemoryStore{}, &MemoryStore{}}
	switch {
	case e.Memory == nil:
	case NeedsOf(parts...).Shared:
		m.shared = e.Memory
	default:
		m.own = e.Memory
	}
	return m
}

// memory returns the memory of a store.
func (e Env) memory(shared bool) *MemoryStore {
	switch {
	case e.memories == nil: // a part that was built alone
		return &MemoryStore{}
	case shared:
		return e.memories.shared
	}
	return e.memories.own
}

// cacheOf returns the settings of the cache that decides which tokens of a store are usable for the
// part being built: the nearest one below, else the nearest above.
func (e Env) cacheOf(shared bool) (found Cache) {
	for i, p := range e.parts {
		var c Cache
		switch p := p.(type) {
		case Cache:
			c = p
		case Look:
			c = Cache(p)
		default:
			continue
		}
		if c.Shared != shared {
			continue
		}
		found = c
		if i > e.part.index {
			break
		}
	}
	return found
}

// atMost returns a context that ends with ctx, or after patience; 0 is no end of its own.
func (e Env) atMost(ctx context.Context, patience time.Duration) (
	context.Context, context.CancelFunc,
) {
	if patience == 0 {
		return ctx, func() {}
	}
	return e.WithTimeout(ctx, patience)
}
