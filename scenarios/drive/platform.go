package drive

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios/chance"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A platform is the fleet, and its carrier, as one fault of the scenario acts upon them. All that
// the fault does happens in one goroutine.
type platform struct {
	*fleet
	fault     uint16        // its index in the scenario
	now       time.Duration // when that was due which happens now
	due       []appointment // in order
	strangers map[faults.Stranger]strategies.Source
}

// An appointment is what a fault does at an instant.
type appointment struct {
	at time.Duration
	do func()
}

var _ faults.Platform = &platform{}

// trouble lets the n-th fault of the scenario happen.
func (f *fleet) trouble(n int) {
	p := &platform{fleet: f, fault: uint16(n), strangers: map[faults.Stranger]strategies.Source{}}
	f.Scenario.Faults[n].Apply(p)
	for len(p.due) > 0 && f.clock.until(f.ctx, p.due[0].at) {
		next := p.due[0]
		p.due, p.now = p.due[1:], next.at
		next.do()
	}
}

// At lets f happen at t.
func (p *platform) At(t time.Duration, f func()) {
	i, _ := slices.BinarySearchFunc(p.due, t, func(a appointment, t time.Duration) int {
		return cmp.Or(cmp.Compare(a.at, t), -1) // behind what is due at the same instant
	})
	p.due = slices.Insert(p.due, i, appointment{t, f})
}

// Sizes are those of the scenario.
func (p *platform) Sizes() measure.Sizes { return p.Scenario.Sizes() }

// Rand returns a stream of the fault's own.
func (p *platform) Rand(name string) *rand.Rand {
	return p.stream(fmt.Sprintf("fault/%d/%s", p.fault, name))
}

// Now is when that was due which happens now.
func (p *platform) Now() time.Duration { return p.now }

// Began records that the fault begins.
func (p *platform) Began() { p.note(measure.FaultBegan) }

// Ended records that the fault ends.
func (p *platform) Ended() { p.note(measure.FaultEnded) }

func (p *platform) note(kind measure.Kind) {
	p.book.add(measure.Record{Kind: kind, Fault: p.fault, User: measure.NoUser})
}

// operated notes what the admin API refused: the run is not what the scenario says.
func (p *platform) operated(err error) {
	if err != nil && p.ctx.Err() == nil {
		p.book.unanswered(err)
	}
}

// StopNode lets a node take no more clicks.
func (p *platform) StopNode(node int) (end func()) { return p.takeDown(node).stop }

// StartNode starts a node with a cold cache, unless the cache is the fleet's.
func (p *platform) StartNode(node int) { p.startAgain(node) }

// CrashNode ends a node at once. Its goroutines are cut off from all that is not the node's, and
// find their calls cancelled. As they are goroutines still, they free locks within this program
// that nodes share.
func (p *platform) CrashNode(node int) {
	d := p.takeDown(node)
	d.crash()
	d.stop()
}

// PauseNode lets a node stand still.
func (p *platform) PauseNode(node int) (end func()) { return p.nodes.at(node).pause() }

// AddNodes adds nodes, each of which is told how many there will be.
func (p *platform) AddNodes(more int) { p.addNodes(more) }

// TurnClock turns the clock of a node.
func (p *platform) TurnClock(node int, by time.Duration) { p.nodes.at(node).skew.Add(int64(by)) }

// PublicIP is the one through which a node leaves.
func (p *platform) PublicIP(node int) int { return p.nodes.exit(node) }

// LeaveThrough lets a node leave through another.
func (p *platform) LeaveThrough(node, ip int) { p.nodes.leaveThrough(node, ip) }

// NewPublicIP is the next one. The first after those of the scenario is a stranger's.
func (p *platform) NewPublicIP() (ip int) { return p.Scenario.Fleet.PublicIPs + p.nodes.newIP() }

// CachesDown takes caches down, those of nodes that start meanwhile included.
func (p *platform) CachesDown(which faults.Caches) (end func()) {
	return p.impair(&impairment{which: which, down: 1})
}

// CachesSlow slows caches down, those of nodes that start meanwhile included.
func (p *platform) CachesSlow(which faults.Caches, by time.Duration) (end func()) {
	return p.impair(&impairment{which: which, slow: by})
}

// Legs makes the legs of requests longer.
func (p *platform) Legs(of faults.Traffic, adds chance.Distribution) (end func()) {
	return p.hinder(&hindrance{of: of, adds: adds})
}

// Lose loses requests and replies.
func (p *platform) Lose(of faults.Traffic, requests, replies float64) (end func()) {
	return p.hinder(&hindrance{of: of, loseThere: requests, loseBack: replies})
}

// Slow adds to the service time.
func (p *platform) Slow(only faults.Only, adds chance.Distribution) (end func()) {
	by := &adds
	for e, s := range p.services {
		if string(only) == "" || string(only) == endpointNames[e] {
			s.slow(by)
		}
	}
	return func() {
		for _, s := range p.services {
			s.recover(by)
		}
	}
}

// Answer lets the server answer with a status.
func (p *platform) Answer(a faults.Answer) (end func()) {
	id, err := p.operator.inject(p.ctx, a)
	p.operated(err)
	return func() {
		if err == nil {
			p.operated(p.operator.clear(p.ctx, id))
		}
	}
}

// Ban bans a public IP.
func (p *platform) Ban(ip int) { p.operated(p.operator.impose(p.ctx, p.addressOf(ip))) }

// Lift ends the ban of a public IP: it is over now, and recorded as a ban that now ends sooner.
func (p *platform) Lift(ip int) {
	lifted, err := p.operator.lift(p.ctx, p.addressOf(ip))
	p.operated(err)
	if now := p.clock.elapsed(); lifted {
		p.book.add(measure.Record{
			Kind: measure.BanImposed, Ban: fakecarrier.BanExtended, IP: uint16(ip), Fault: p.fault,
			BannedUntil: now, Since: now, User: measure.NoUser,
		})
	}
}

// KillTokens lets the server refuse every token of a customer.
func (p *platform) KillTokens(customer int) {
	p.operated(p.operator.revoke(p.ctx, clientID(customer)))
}

// Issue gives a token to somebody else: a stranger requests it, whom no meter of public IPs knows.
func (p *platform) Issue(customer int) {
	p.Request(faults.Stranger{Customer: customer, Foreign: true})
}

// Request sends a stranger's token request.
func (p *platform) Request(s faults.Stranger) {
	source, ok := p.strangers[s]
	if !ok {
		source = p.newStranger(s)
		p.strangers[s] = source
	}
	// Whatever the answer is, a stranger does as he does; his wire has noted it.
	p.run(func() { _, _ = source.Token(p.ctx, strategies.Token{}) })
}
