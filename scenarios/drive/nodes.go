package drive

import (
	"errors"
	"slices"
	"sync"

	"github.com/tokenstorm/tokenstorm/scenarios"
)

// The nodes of a fleet come and go, and leave something behind.
type nodes struct {
	mu          sync.RWMutex  // guards what follows
	present     []*node       // the present life of each
	lives       []*node       // every life there was
	exits       []int         // the public IP of each
	newIPs      int           // how many the scenario did not have
	ways        [][2]*way     // by node and fakecarrier.Endpoint
	caches      []*cache      // of the nodes, and the fleet's
	impairments []*impairment // of caches, in force
}

var errNoNode = errors.New("no node is up")

// buildNodes starts the nodes that the scenario begins with.
func (f *fleet) buildNodes() {
	s := &f.Scenario.Fleet
	if s.Cache == scenarios.CachePerFleet {
		f.common = f.newCache(s.CacheDelay, allNodes)
		f.nodes.caches = append(f.nodes.caches, f.common)
	}
	f.addNodes(s.Nodes)
	for n, ahead := range s.Skew {
		f.nodes.present[n].skew.Store(int64(ahead))
	}
}

// addNodes starts so many nodes more, whose strategies know the new size of the fleet.
func (f *fleet) addNodes(more int) {
	p := &f.nodes
	p.mu.Lock()
	defer p.mu.Unlock()
	for size := len(p.present) + more; len(p.present) < size; {
		n := len(p.present)
		p.exits = append(p.exits, n%f.Scenario.Fleet.PublicIPs)
		p.present = append(p.present, f.startNode(n, 0, size))
	}
}

// takeDown lets node i take no more calls. What is under way goes on.
func (f *fleet) takeDown(i int) *node {
	p := &f.nodes
	p.mu.Lock()
	defer p.mu.Unlock()
	p.present[i].up = false
	return p.present[i]
}

// startAgain starts node i with a cold cache, unless the cache is the fleet's. Its clock is as
// wrong as it was.
func (f *fleet) startAgain(i int) {
	p := &f.nodes
	p.mu.Lock()
	defer p.mu.Unlock()
	old := p.present[i]
	p.caches = slices.DeleteFunc(p.caches, func(c *cache) bool { return c.node == i })
	p.present[i] = f.startNode(i, old.life+1, len(p.present))
	p.present[i].skew.Store(old.skew.Load())
}

// serving is the node that takes the clicks meant for node home: that one, or the next that is up.
// Where none is, it is the one that would have been.
func (p *nodes) serving(home int) (d *node, up bool) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	for i := range p.present {
		if d := p.present[(home+i)%len(p.present)]; d.up {
			return d, true
		}
	}
	return p.present[home%len(p.present)], false
}

// size is how many nodes there are, up or down.
func (p *nodes) size() int {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return len(p.present)
}

// at is the present life of node i.
func (p *nodes) at(i int) *node {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.present[i]
}

// exit is the public IP through which node i leaves.
func (p *nodes) exit(i int) int {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.exits[i]
}

// leaveThrough lets node i leave through another public IP, restarts included.
func (p *nodes) leaveThrough(i, ip int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.exits[i] = ip
	p.present[i].ip.Store(int32(ip))
}

// newIP counts one more public IP.
func (p *nodes) newIP() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.newIPs++
	return p.newIPs
}

// hangUp closes the connections that nobody uses.
func (p *nodes) hangUp() {
	p.mu.RLock()
	defer p.mu.RUnlock()
	for _, d := range p.lives {
		d.transport.CloseIdleConnections()
	}
}
