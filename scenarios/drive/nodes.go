package drive

import (
	"errors"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// The nodes of a fleet start, stop and crash.
type nodes struct {
	mu      sync.RWMutex              // guards what follows
	present []*node                   // the present life of each
	lives   []*node                   // every life there was
	quotas  []*strategies.MemoryQuota // by public IP
}

var errNoNode = errors.New("no node is up")

// AddNodes starts nodes, whose strategies know the new size of the fleet.
func (f *fleet) AddNodes(more int) {
	p := &f.nodes
	p.mu.Lock()
	defer p.mu.Unlock()
	for size := len(p.present) + more; len(p.present) < size; {
		p.present = append(p.present, f.startNode(len(p.present), nil, size))
	}
}

// quotaOf returns the quota of a public IP, made when it is first asked for. The caller holds the
// nodes' mu.
func (f *fleet) quotaOf(ip int) strategies.QuotaStore {
	p := &f.nodes
	for len(p.quotas) <= ip {
		p.quotas = append(p.quotas, strategies.NewMemoryQuota(f.clock))
	}
	return p.quotas[ip]
}

// StartNode starts a node with a cold cache, unless the cache is the fleet's, or something else
// holds it down.
func (f *fleet) StartNode(n int) {
	p := &f.nodes
	p.mu.Lock()
	defer p.mu.Unlock()
	if d := p.present[n]; d.downs.Load() > 1 {
		d.downs.Add(-1)
		return
	}
	p.present[n] = f.startNode(n, p.present[n], len(p.present))
}

// StopNode lets a node take no more clicks. Work under way goes on.
func (f *fleet) StopNode(n int) (end func()) {
	d := f.nodes.at(n)
	d.downs.Add(1)
	return d.stop
}

// CrashNode ends a node at once. Its goroutines find their calls cancelled, and reach nothing
// outside the node. But they run on until they notice, and release the locks that nodes share.
func (f *fleet) CrashNode(n int) {
	d := f.nodes.at(n)
	d.downs.Add(1)
	d.crash()
	d.stop()
	if f.sessions != nil {
		f.sessions.crashed(n)
	}
}

// The clock and the public IP of a node last through restarts; a pause does not.
func (f *fleet) PauseNode(n int) (end func())      { return f.nodes.at(n).pause() }
func (f *fleet) TurnClock(n int, by time.Duration) { f.nodes.at(n).skew.Add(int64(by)) }
func (f *fleet) PublicIP(n int) int                { return int(f.nodes.at(n).ip.Load()) }
func (f *fleet) LeaveThrough(n, ip int)            { f.nodes.at(n).ip.Store(int32(ip)) }

// NewPublicIP is the next one. The first after those of the scenario is a stranger's.
func (f *fleet) NewPublicIP() (ip int) {
	return f.Scenario.Fleet.PublicIPs + int(f.newIPs.Add(1))
}

// serving returns the node that takes the clicks of node home: that one, or the next that is up. If
// none is up, it returns node home.
func (p *nodes) serving(home int) (d *node, up bool) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	for i := range p.present {
		if d := p.present[(home+i)%len(p.present)]; d.downs.Load() == 0 {
			return d, true
		}
	}
	return p.present[home%len(p.present)], false
}

// size counts the nodes, up or down.
func (p *nodes) size() int {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return len(p.present)
}

// at returns the present life of node n.
func (p *nodes) at(n int) *node {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.present[n]
}
