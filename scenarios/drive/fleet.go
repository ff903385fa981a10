package drive

import (
	"context"
	"math/rand/v2"
	"net/netip"
	"sync"
	"sync/atomic"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/workload"
	"github.com/tokenstorm/tokenstorm/sim"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A fleet is all of a scenario but its carrier, while it runs.
type fleet struct {
	*Run
	ctx      context.Context // ends with the run
	running  sync.WaitGroup  // every goroutine of the run
	clock    *clock
	book     *book
	target   *target
	operator *operator // nil: nobody runs the carrier for us
	dialect  dialect
	profile  fakecarrier.Profile

	nodes   nodes
	newIPs  atomic.Int32 // public IPs that the scenario did not have
	store   *cache       // shared by all nodes
	common  *cache       // the token cache of all nodes; nil where each has its own
	leases  []*strategies.MemoryLease
	place   *strategies.Place
	service [2]*rand.Rand // by fakecarrier.Endpoint; service times are drawn from it

	sessions *sessions // nil: tokens are requested without refresh tokens

	faults.Effects
	slowdowns faults.InForce[slowdown]

	loads []workload.Callers // of the workload
	users []user             // and workers
	crowd *rand.Rand         // the mood of clicks without a user
}

// build makes the fleet. Nothing happens yet.
func (f *fleet) build() {
	s := f.Scenario
	f.place = strategies.NewPlace()
	f.store = f.newCache(s.Fleet.StoreDelay, faults.SharedStore)
	for range s.Fleet.Customers {
		f.leases = append(f.leases, strategies.NewMemoryLease(f.clock))
	}
	for e, name := range scenarios.EndpointNames {
		f.service[e] = f.stream("service/" + name)
	}
	if s.Fleet.Cache == scenarios.CachePerFleet {
		f.common = f.newCache(s.Fleet.CacheDelay, faults.FleetCache)
	}
	f.AddNodes(s.Fleet.Nodes)
	for n, ahead := range s.Fleet.Skew {
		f.nodes.at(n).skew.Store(int64(ahead))
	}
	f.crowd = f.stream("mood/crowd")
	f.loads = s.Callers()
	f.addUsers(-1, s.Fleet.Users)
	for i, l := range f.loads {
		f.addUsers(i, l.Own())
	}
}

// addUsers adds the users of the fleet, load -1, or those of a load's own.
func (f *fleet) addUsers(load, count int) {
	stream := func(what string) func(n int) *rand.Rand {
		seeds := f.Scenario.CallerSeeds(f.Seed, what, load)
		return func(n int) *rand.Rand { return guarded(seeds(n)) }
	}
	think, mood, obey := stream("think"), stream("mood"), stream("obey")
	for n := range count {
		u := user{think: think(n), mood: mood(n)}
		if load < 0 || !f.loads[load].Workers {
			u.obeys = f.Scenario.Users.Stop.Obeyed(obey(n))
		}
		f.users = append(f.users, u)
	}
}

// start starts the users, the loads and the faults.
func (f *fleet) start() {
	for i, load := range f.Scenario.Workload {
		waiting, ok := load.Shape.(workload.Waiting)
		if !ok {
			f.run(func() { f.receive(i) })
			continue
		}
		start, think := waiting.Thinks()
		for n := range f.loads[i].Count {
			f.run(func() { f.work(i, f.loads[i].Number(n), start, think) })
		}
	}
	for i := range f.Scenario.Faults {
		f.run(func() { f.trouble(i) })
	}
}

// run starts a goroutine. The run ends after all of them.
func (f *fleet) run(do func()) { f.running.Go(do) }

// stream returns the random numbers that a simulation has by that name. Many goroutines may draw
// from them; the scheduler decides who draws first.
func (f *fleet) stream(name string) *rand.Rand {
	return guarded(sim.StreamSeed(f.Seed, name))
}

func guarded(hi, lo uint64) *rand.Rand {
	return rand.New(&guardedSource{source: rand.NewPCG(hi, lo)})
}

// A guardedSource is a source for many goroutines.
type guardedSource struct {
	mu     sync.Mutex
	source *rand.PCG // guarded by mu
}

// Uint64 is the next random number.
func (g *guardedSource) Uint64() uint64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.source.Uint64()
}

// addressOf is the address of public IP ip, in a range that nobody has (RFC 2544).
func addressOf(ip int) netip.Addr {
	n := 1 + ip
	return netip.AddrFrom4([4]byte{198, 18 + byte(n>>16), byte(n >> 8), byte(n)})
}

// ipOf is the public IP of an address. An unknown address has the number of strangers.
func (f *fleet) ipOf(a netip.Addr) uint16 {
	strangers := f.Scenario.Fleet.PublicIPs
	for ip := range strangers + int(f.newIPs.Load()) + 1 {
		if addressOf(ip) == a {
			return uint16(ip)
		}
	}
	return uint16(strangers)
}
