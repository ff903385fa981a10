package reply

import "slices"

// How much is kept. Assumed: enough for a test of an application.
const (
	mostThings = 4096
	mostBytes  = 16 << 20 // of the requests that made them
)

// A Thing is what a request made: a parcel, a pickup, a document.
type Thing struct {
	kind   string
	number string // that it was given
	key    string // that it is found by: the caller's, or the number
	master string // key of what it is a part of
	index  int    // from 1, among those that one request made
	count  int
	call   *Call // that made it
	item   any   // of the list in that request; nil if it is all of it
	ended  bool  // cancelled
	known  []string
}

// A Memory is what one World has made. It is not safe for concurrent use.
type Memory struct {
	seed   uint64
	serial uint64 // of the latest number
	bytes  int
	order  []*Thing
	by     map[string]*Thing // kind, a zero byte, key
}

// NewMemory returns one that has made nothing. Numbers depend on the seed.
func NewMemory(seed uint64) *Memory { return &Memory{seed: seed, by: map[string]*Thing{}} }

// find returns the thing of a kind that has that number, or is known by it; nil if there is none.
func (m *Memory) find(kind, key string) *Thing { return m.by[kind+"\x00"+key] }

func (m *Memory) keep(t *Thing) {
	m.order, m.bytes = append(m.order, t), m.bytes+t.call.size
	for _, key := range append(slices.Clone(t.known), t.number, t.key) {
		m.by[t.kind+"\x00"+key] = t
	}
	for len(m.order) > mostThings || m.bytes > mostBytes {
		m.forget(m.order[0])
		m.order = slices.Delete(m.order, 0, 1)
	}
}

// forget drops a thing; a newer one may have its names by now.
func (m *Memory) forget(t *Thing) {
	m.bytes -= t.call.size
	for _, key := range append(slices.Clone(t.known), t.number, t.key) {
		if name := t.kind + "\x00" + key; m.by[name] == t {
			delete(m.by, name)
		}
	}
}

// parts returns the things of a kind that are parts of another, the oldest first, without those
// that were cancelled.
func (m *Memory) parts(kind, master string) (all []*Thing) {
	for _, t := range m.order {
		if t.kind == kind && t.master == master && !t.ended {
			all = append(all, t)
		}
	}
	return all
}

// end cancels a thing, and if others are parts of it, or of what it was found by, those.
func (m *Memory) end(t *Thing, by string) {
	t.ended = true
	for _, other := range m.order {
		if other.kind == t.kind && (other.master == t.key || other.master == by) {
			other.ended = true
		}
	}
}
