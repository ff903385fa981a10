package drive

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A platform is the fleet, and its carrier, as one fault of the scenario acts upon them, in one
// goroutine. The fleet has the methods that need neither the fault's number nor the operator.
type platform struct {
	*fleet
	faults.Agenda
	fault     uint16 // its index in the scenario
	strangers map[faults.Stranger]strategies.Source
}

var _ faults.Platform = &platform{}

// trouble carries out the n-th fault of the scenario.
func (f *fleet) trouble(n int) {
	p := &platform{fleet: f, fault: uint16(n), strangers: map[faults.Stranger]strategies.Source{}}
	f.Scenario.Faults[n].Apply(p)
	for p.Next(func(at time.Duration) bool { return f.clock.until(f.ctx, at) }) {
	}
}

// Deploy is never called: the survey refuses a fault that does.
func (*fleet) Deploy(int, string) { panic("drive: a node is to run another strategy") }

func (f *fleet) Sizes() measure.Sizes { return f.Scenario.Sizes() }

// Rand returns a stream of the fault's own.
func (p *platform) Rand(name string) *rand.Rand {
	return p.stream(fmt.Sprintf("fault/%d/%s", p.fault, name))
}

// Began and Ended record that the fault begins, and ends.
func (p *platform) Began() { p.note(measure.FaultBegan) }
func (p *platform) Ended() { p.note(measure.FaultEnded) }

func (p *platform) note(kind measure.Kind) {
	p.book.add(measure.Record{Kind: kind, Fault: p.fault, User: measure.NoUser})
}

// SaveStore notes tokens, leases and quotas. A public IP that the fleet gets later is not among
// them.
func (f *fleet) SaveStore() (restore func()) {
	f.nodes.mu.RLock()
	defer f.nodes.mu.RUnlock()
	restore = strategies.Save(f.store.tokens, f.leases, f.nodes.quotas)
	if !f.sessions.holdsPairs(f.store) {
		return restore
	}
	return func() {
		restore()
		for customer := range f.store.tokens {
			t, _ := f.store.tokens[customer].Get(f.ctx)
			f.sessions.stored(f.store, customer, t.Refresh)
		}
	}
}

// Slow adds to the service time.
func (f *fleet) Slow(only faults.Only, adds chance.Distribution) (end func()) {
	return f.slowdowns.Begin(&slowdown{only, adds})
}

// operate uses the admin API. A refusal is noted, for then the run is not what the scenario says;
// save 404: there was nothing to end.
func (p *platform) operate(method, path string, in, out any) error {
	err := p.operator.ask(p.ctx, method, path, in, out)
	r, refused := errors.AsType[*adminRefusal](err)
	if err != nil && p.ctx.Err() == nil && !(refused && r.status == http.StatusNotFound) {
		p.book.unanswered(err)
	}
	return err
}

// Answer lets the server answer with a status: an outage, or errors.
func (p *platform) Answer(a faults.Answer) (end func()) {
	fault := map[string]any{"kind": front.FaultOutage.String(), "status": a.Status}
	if a.Code != "" {
		fault["code"] = a.Code
	}
	if a.Share < 1 {
		fault["kind"], fault["share"] = front.FaultErrors.String(), a.Share
	}
	if a.Only != "" {
		fault["endpoint"] = a.Only
	}
	if a.Customer != nil {
		fault["client"] = clientID(*a.Customer)
	}
	var shown struct {
		Faults []struct {
			ID uint64 `json:"id"`
		} `json:"faults"`
	}
	if p.operate(http.MethodPost, "faults", fault, &shown) != nil {
		return nothing
	}
	var id uint64 // of the latest fault, which is this one
	for _, f := range shown.Faults {
		id = max(id, f.ID)
	}
	return func() { _ = p.operate(http.MethodDelete, fmt.Sprintf("faults?id=%d", id), nil, nil) }
}

// Ban bans a public IP.
func (p *platform) Ban(ip int) {
	_ = p.operate(http.MethodPost, "bans", map[string]any{"ip": addressOf(ip)}, nil)
}

// Lift ends the ban of a public IP, if there is one: it is over now, and recorded as a ban that now
// ends sooner.
func (p *platform) Lift(ip int) {
	path := "bans?ip=" + url.QueryEscape(addressOf(ip).String())
	if p.operate(http.MethodDelete, path, nil, nil) != nil {
		return
	}
	now := p.clock.elapsed()
	p.book.add(measure.Record{
		Kind: measure.BanImposed, Ban: fakecarrier.BanExtended, IP: uint16(ip), Fault: p.fault,
		BannedUntil: now, Since: now, User: measure.NoUser,
	})
}

// KillTokens revokes every token of a customer.
func (p *platform) KillTokens(customer int) {
	var shown struct {
		Tokens []struct {
			Client string `json:"client"`
			Token  string `json:"token"`
		} `json:"tokens"`
	}
	_ = p.operate(http.MethodGet, "tokens?limit=0", nil, &shown)
	for _, t := range shown.Tokens {
		if t.Client == clientID(customer) {
			_ = p.operate(http.MethodPost, "tokens/revoke", map[string]string{"token": t.Token}, nil)
		}
	}
}

// Issue gives a token to somebody else, and records the renewal as a stranger's.
func (p *platform) Issue(customer int) {
	r := faults.Stranger{Customer: customer, Foreign: true}.Record(p.Sizes())
	r.Kind, r.Serial, r.Status = measure.TokenJudged, p.book.requests.Add(1), http.StatusOK
	r.Sent, r.Why = p.clock.elapsed(), strategies.WhyUnstated
	client := map[string]string{"client": clientID(customer)}
	if p.operate(http.MethodPost, "tokens/issue", client, nil) == nil {
		p.book.add(r)
	}
}

// Request sends a stranger's token request.
func (p *platform) Request(s faults.Stranger) {
	source, ok := p.strangers[s]
	if !ok {
		through := stranger{p.fleet, s, p.target.transport()}
		source = p.dialect.client(p.clock, through, s.Customer, p.target)
		p.strangers[s] = source
	}
	// A stranger does nothing with the answer; exchange has noted it.
	p.run(func() { _, _ = source.Token(p.ctx, strategies.Token{}) })
}
