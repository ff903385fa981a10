package drive

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"sync"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios/workload"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A fleet is everything of a scenario but its carrier, at work.
type fleet struct {
	*Run
	streams
	ctx      context.Context // ends with the run
	running  sync.WaitGroup  // whatever goroutine there is
	clock    *clock
	book     *book
	target   *target
	operator *operator // nil: nobody runs the carrier for us
	dialect  dialect

	nodes    nodes
	store    *cache // shared by all nodes
	common   *cache // the token cache of all nodes; nil where each has its own
	leases   []*strategies.MemoryLease
	place    *strategies.Place
	services [2]*service // by fakecarrier.Endpoint

	hindrances hindrances

	moods sync.Mutex // guards the moods of the users
	users []user
	crowd *rand.Rand // the mood of those who are no users
}

// build puts the fleet up. Nothing moves yet.
func (f *fleet) build() {
	s := f.Scenario
	f.place = strategies.NewPlace()
	f.store = f.newCache(s.Fleet.StoreDelay, allNodes)
	for range s.Fleet.Customers {
		f.leases = append(f.leases, strategies.NewMemoryLease(nodeClock{clock: f.clock}))
	}
	for e := range f.services {
		f.services[e] = f.newService(fakecarrier.Endpoint(e))
	}
	f.buildNodes()
	f.crowd = f.stream("mood/crowd")
	for i := range s.Fleet.Users {
		u := user{
			think: f.stream(fmt.Sprintf("think/user/%d", i)),
			mood:  f.stream(fmt.Sprintf("mood/user/%d", i)),
		}
		if stop := s.Users.Stop; stop != nil {
			obeys := f.stream(fmt.Sprintf("obey/user/%d", i)).Float64()
			u.obeys = obeys < float64(stop.ObeyedBy)
		}
		f.users = append(f.users, u)
	}
}

// start sets everything in motion.
func (f *fleet) start() {
	for i, load := range f.Scenario.Workload {
		waiting, ok := load.Shape.(workload.Waiting)
		if !ok {
			f.run(func() { f.receive(i) })
			continue
		}
		start, think := waiting.Thinks()
		for u := range f.users {
			f.run(func() { f.work(uint32(u), start, think) })
		}
	}
	for i := range f.Scenario.Faults {
		f.run(func() { f.trouble(i) })
	}
}

// run starts a goroutine that the run's end waits for.
func (f *fleet) run(do func()) { f.running.Go(do) }

// Simulated addresses come from the range of RFC 2544, which nobody has: public IP i of the fleet,
// and after the last one whoever is elsewhere.
var firstAddress = [4]byte{198, 18, 0, 1}

func (f *fleet) addressOf(ip int) netip.Addr {
	a := firstAddress
	n := int(a[2])<<8 | int(a[3]) + ip
	a[1] += byte(n >> 16)
	a[2], a[3] = byte(n>>8), byte(n)
	return netip.AddrFrom4(a)
}

// ipOf is the public IP that an address stands for.
func (f *fleet) ipOf(a netip.Addr) uint16 {
	f.nodes.mu.RLock()
	defer f.nodes.mu.RUnlock()
	for ip := range f.Scenario.Fleet.PublicIPs + f.nodes.newIPs + 1 {
		if f.addressOf(ip) == a {
			return uint16(ip)
		}
	}
	return uint16(f.Scenario.Fleet.PublicIPs)
}
