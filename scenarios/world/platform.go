package world

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A platform is the world as one fault of the scenario acts upon it: of the carriers, upon the one
// that it strikes.
type platform struct {
	*carrier
	fault uint16 // its index in the scenario
}

var _ faults.Platform = platform{}

// scheduleFaults arranges the beginning and the end of every fault.
func (w *world) scheduleFaults() {
	for i := range w.Scenario.Faults {
		struck := w.carriers[0]
		if of := w.Scenario.FaultCarrier(i); of != nil {
			struck = w.carriers[*of]
		}
		w.Scenario.Faults[i].Apply(platform{struck, uint16(i)})
	}
}

// Rand returns a stream of the fault's own.
func (p platform) Rand(name string) *rand.Rand {
	return p.sim.Rand(fmt.Sprintf("fault/%d/%s", p.fault, name))
}

func (p platform) Sizes() measure.Sizes { return p.sizes }
func (p platform) Now() time.Duration   { return p.sim.Now() }

// At arranges that f happens at t.
func (p platform) At(t time.Duration, f func()) { p.sim.At(t, p.call, p.calls.put(f)) }

// called is the event of what At has arranged.
func (w *world) called(i uint32) { w.calls.take(i)() }

// Began and Ended record that the fault begins, and ends.
func (p platform) Began() { p.note(measure.FaultBegan) }
func (p platform) Ended() { p.note(measure.FaultEnded) }

func (p platform) note(kind measure.Kind) {
	p.record = measure.Record{
		Kind: kind, Fault: p.fault, User: measure.NoUser, Carrier: p.index,
	}
	p.emit(&p.record)
}

// StopNode lets a node take no more clicks.
func (p platform) StopNode(node int) (end func()) {
	d := p.nodes[node]
	d.downs++
	return d.stop
}

// StartNode starts a node with a cold cache, unless the cache is the fleet's, or something else
// holds it down.
func (p platform) StartNode(node int) {
	if d := p.nodes[node]; d.downs > 1 {
		d.downs--
		return
	}
	p.nodes[node] = p.startNode(node, p.nodes[node], len(p.nodes))
}

// The clock and the public IP of a node last through restarts.
func (p platform) AddNodes(more int)                    { p.addNodes(more) }
func (p platform) TurnClock(node int, by time.Duration) { p.nodes[node].skew += by }
func (p platform) PublicIP(node int) int                { return p.nodes[node].ip }
func (p platform) LeaveThrough(node, ip int)            { p.nodes[node].ip = ip }

// NewPublicIP is the next one. The first after those of the scenario is a stranger's.
func (p platform) NewPublicIP() (ip int) {
	p.newIPs++
	return p.Scenario.Fleet.PublicIPs + p.newIPs
}

// A savedStore is what the shared store held at an instant, and may hold again.
type savedStore struct{ back []func() }

// SaveStore notes tokens, leases and quotas. A public IP that the fleet gets later is not among
// them. What was noted after an instant to which the store has gone back is lost, too.
func (p platform) SaveStore() (restore func()) {
	s := &savedStore{}
	for _, k := range p.carriers {
		s.back = append(s.back, strategies.Save(k.store.tokens, k.leases, k.quotas))
	}
	p.world.saved = append(p.world.saved, s)
	return func() {
		for _, later := range p.world.saved[slices.Index(p.world.saved, s)+1:] {
			later.back = s.back
		}
		for i, k := range p.carriers {
			s.back[i]()
			k.sessions.lookAtAll(measure.LostByStore)
		}
	}
}

// Slow adds to the service time.
func (p platform) Slow(only faults.Only, adds chance.Distribution) (end func()) {
	return p.afflict(&trouble{faults.Answer{Only: only, Share: 1}, adds})
}

// Answer lets the carrier answer with a status.
func (p platform) Answer(a faults.Answer) (end func()) {
	if a.Only.Of(fakecarrier.TokenEndpoint) {
		p.foresee()
	}
	return p.afflict(&trouble{Answer: a})
}

// Ban bans a public IP; where the carrier bans clients, those of the fleet behind it.
func (p platform) Ban(ip int) {
	p.foresee()
	p.imposes()
	for _, client := range p.behind(ip) {
		until, change := p.machine.Impose(p.now(), fakecarrier.IP(ip), client)
		p.imposed(ip, client, change, until.Sub(p.epoch))
	}
}

// Lift ends the ban of a public IP, or of the clients behind it: it is over now, and recorded as a
// ban that now ends sooner.
func (p platform) Lift(ip int) {
	for _, client := range p.behind(ip) {
		if p.machine.Lift(p.now(), fakecarrier.IP(ip), client) {
			p.imposed(ip, client, fakecarrier.BanExtended, p.sim.Now())
		}
	}
}

// behind lists the clients whose bans a ban of a public IP is: none in particular where the carrier
// bans addresses. A client that the carrier bans wherever it comes from is behind the first alone.
func (p platform) behind(ip int) []fakecarrier.Client {
	switch key, _, _ := p.machine.ImposedBy(); {
	case key == fakecarrier.ByIP || key == fakecarrier.Together && ip == 0:
		return []fakecarrier.Client{0}
	case ip > 0 && key != fakecarrier.ByIPAndClient:
		return nil
	}
	all := make([]fakecarrier.Client, p.Scenario.Fleet.Customers)
	for i := range all {
		all[i] = fakecarrier.Client(i)
	}
	return all
}

// imposed records what the fault does to a ban.
func (p platform) imposed(
	ip int, client fakecarrier.Client, change fakecarrier.BanChange, until time.Duration,
) {
	_, meter, _ := p.machine.ImposedBy()
	p.record = measure.Record{
		Kind: measure.BanImposed, Ban: change, IP: uint16(ip), Customer: uint16(client),
		User: measure.NoUser, Fault: p.fault, BannedUntil: until, Since: p.sim.Now(),
		Carrier: p.index,
		Meter:   meter,
	}
	p.emit(&p.record)
	p.barred()
}

// KillTokens lets the carrier refuse every token of a customer.
func (p platform) KillTokens(customer int) {
	p.machine.RevokeAll(p.now(), fakecarrier.Client(customer))
}

// Issue gives a token to somebody else, and records the renewal as a stranger's whom nothing made
// send a request.
func (p platform) Issue(customer int) {
	p.strange(faults.Stranger{Customer: customer, Foreign: true})
	p.record.Why = strategies.WhyUnstated
	answer := p.issue(customer, p.record.Serial)
	p.judged(&p.record, fakecarrier.TokenEndpoint, &answer)
}

// Request sends a stranger's token request.
func (p platform) Request(s faults.Stranger) {
	p.strange(s)
	request := fakecarrier.Request{
		Endpoint: fakecarrier.TokenEndpoint, IP: fakecarrier.IP(p.record.IP),
		Client: fakecarrier.Client(s.Customer), Serial: p.record.Serial, Foreign: true,
	}
	p.visited()
	p.atOnce(&p.record, request)
}

// strange makes the present record that of a stranger's request, which is sent now.
func (p platform) strange(s faults.Stranger) {
	p.requests++
	p.record = s.Record(p.Sizes())
	p.record.Serial, p.record.Sent, p.record.Carrier = p.requests, p.sim.Now(), p.index
}
