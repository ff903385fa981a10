package drive

import (
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios"
)

// A platform is the nodes of a fleet, as they come and go, and what they leave behind.
type platform struct {
	mu     sync.RWMutex // guards what follows
	nodes  []*node      // the present life of each
	lives  []*node      // every life there was
	ways   [][2]*way    // by node and fakecarrier.Endpoint
	caches []*cache     // of the nodes, and the fleet's
	dark   []*scenarios.CacheDown
}

var errNoNode = errors.New("no node is up")

// buildNodes starts the nodes that the scenario begins with.
func (f *fleet) buildNodes() {
	s := &f.Scenario.Fleet
	if s.Cache == scenarios.CachePerFleet {
		f.common = f.newCache(s.CacheDelay, allNodes)
		f.platform.caches = append(f.platform.caches, f.common)
	}
	f.addNodes(s.Nodes)
	for n, ahead := range s.Skew {
		f.platform.nodes[n].skew.Store(int64(ahead))
	}
}

// addNodes starts so many nodes more, which are told of each other and of those that are there.
func (f *fleet) addNodes(more int) {
	p := &f.platform
	p.mu.Lock()
	defer p.mu.Unlock()
	for size := len(p.nodes) + more; len(p.nodes) < size; {
		p.nodes = append(p.nodes, f.startNode(len(p.nodes), 0, size))
	}
}

// takeDown lets node i take no more calls. What is under way goes on.
func (f *fleet) takeDown(i int) *node {
	p := &f.platform
	p.mu.Lock()
	defer p.mu.Unlock()
	p.nodes[i].up = false
	return p.nodes[i]
}

// startAgain starts node i with a cold cache, unless the cache is the fleet's. Its clock is as
// wrong as it was.
func (f *fleet) startAgain(i int) {
	p := &f.platform
	p.mu.Lock()
	defer p.mu.Unlock()
	old := p.nodes[i]
	p.caches = slices.DeleteFunc(p.caches, func(c *cache) bool { return c.node == i })
	p.nodes[i] = f.startNode(i, old.life+1, len(p.nodes))
	p.nodes[i].skew.Store(old.skew.Load())
}

// serving is the node that takes the clicks meant for node home: that one, or the next that is up.
// Where none is, it is the one that would have been.
func (p *platform) serving(home int) (d *node, up bool) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	for i := range p.nodes {
		if d := p.nodes[(home+i)%len(p.nodes)]; d.up {
			return d, true
		}
	}
	return p.nodes[home%len(p.nodes)], false
}

// size is how many nodes there are, up or down.
func (p *platform) size() int {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return len(p.nodes)
}

// jump moves the clock of node i.
func (p *platform) jump(i int, by time.Duration) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	p.nodes[i].skew.Add(int64(by))
}

// hangUp closes the connections that nobody uses.
func (p *platform) hangUp() {
	p.mu.RLock()
	defer p.mu.RUnlock()
	for _, d := range p.lives {
		d.transport.CloseIdleConnections()
	}
}

// dropCaches takes the caches down that d hits, those of nodes that start meanwhile included.
func (f *fleet) dropCaches(d *scenarios.CacheDown) {
	p := &f.platform
	p.mu.Lock()
	defer p.mu.Unlock()
	p.dark = append(p.dark, d)
	f.shade(d, 1)
}

// restoreCaches takes them up again, unless another fault holds them down.
func (f *fleet) restoreCaches(d *scenarios.CacheDown) {
	p := &f.platform
	p.mu.Lock()
	defer p.mu.Unlock()
	p.dark = slices.DeleteFunc(p.dark, func(o *scenarios.CacheDown) bool { return o == d })
	f.shade(d, -1)
}

// shade counts the faults that hold a cache down. The caller holds the platform's mu.
func (f *fleet) shade(d *scenarios.CacheDown, by int32) {
	for _, c := range f.platform.caches {
		if hits(d, c) {
			c.down.Add(by)
		}
	}
	if d.Store {
		f.store.down.Add(by)
	}
}

func hits(d *scenarios.CacheDown, c *cache) bool { return d.Node == nil || *d.Node == c.node }
