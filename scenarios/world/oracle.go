package world

import (
	"context"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// An oracle looks into the carrier, and acts upon it, for the clairvoyant bound.
type oracle struct{ client *client }

// Alive reports whether the carrier will accept t when a call arrives that is sent now and takes as
// long as calls take on average, unless somebody kills it on the way.
func (o oracle) Alive(t strategies.Token) bool {
	k := o.client.carrier
	leg := k.paths[fakecarrier.APIEndpoint].path.Leg.Mean()
	return k.machine.Alive(k.now().Add(leg), k.id(tokenNumber(t)))
}

func (o oracle) Serves() bool { return o.client.tolerated(fakecarrier.APIEndpoint) }

// tolerated reports whether neither the carrier nor a proxy before it would refuse a request that
// arrived now.
func (c *client) tolerated(e fakecarrier.Endpoint) bool {
	k := c.carrier
	request := fakecarrier.Request{
		Endpoint: e, IP: fakecarrier.IP(c.node.ip), Client: fakecarrier.Client(c.customer),
		Operation: k.operation,
	}
	if e == fakecarrier.TokenEndpoint && k.sessions != nil {
		request.Renews, request.Refresh = true, k.sessions.good(c.customer)
	}
	if e == fakecarrier.APIEndpoint && k.sim.Now() < k.proxy.until(uint16(c.node.ip)) {
		return false
	}
	return !k.paths[e].down(c.customer) && k.machine.Tolerates(k.now(), request)
}

// Renew asks through the first node whose public IP the carrier lets pass, its own before others.
func (o oracle) Renew(ctx context.Context, rejected strategies.Token) (strategies.Token, error) {
	k := o.client.carrier
	if k.Fork.withholdsRequests(k.sim.Now()) {
		return strategies.Token{}, strategies.ErrShed
	}
	if k.sessions != nil && k.sessions.of[o.client.customer].lost {
		return strategies.Token{}, strategies.ErrOpen
	}
	if t := k.warmedUp(o.client.customer); !t.IsZero() && o.Alive(t) {
		k.holds(o.client.customer, k.id(tokenNumber(t)))
		return t, nil
	}
	for i := range k.nodes {
		d := k.nodes[(o.client.node.index+i)%len(k.nodes)]
		if c := d.at[k.index].clients[o.client.customer]; c.tolerated(fakecarrier.TokenEndpoint) {
			return c.renewed(ctx, rejected, o.client.node.skew), nil
		}
	}
	return strategies.Token{}, strategies.ErrOpen
}

// renewed requests a token in a message that takes no time. The token expires by a clock that is so
// far ahead.
func (c *client) renewed(
	ctx context.Context, rejected strategies.Token, ahead time.Duration,
) strategies.Token {
	k := c.carrier
	k.requests++
	r := c.asked(ctx, rejected)
	r.Serial, r.Sent = k.requests, k.sim.Now()
	r.Node, r.Customer, r.IP = uint16(c.node.index), uint16(c.customer), uint16(c.node.ip)
	k.record = r
	request := fakecarrier.Request{
		Endpoint: fakecarrier.TokenEndpoint, IP: fakecarrier.IP(r.IP),
		Client: fakecarrier.Client(r.Customer), Serial: r.Serial,
	}
	if k.sessions != nil {
		request.Renews, request.Refresh = true, k.sessions.good(c.customer)
	}
	answer := k.atOnce(&k.record, request)
	k.record.Kind = measure.TokenAnswered
	k.emit(&k.record)
	if k.sessions != nil {
		k.sessions.foreseen(c.customer, answer.Refresh)
	}
	issued := answer.Token
	k.holds(c.customer, issued)
	return strategies.Token{
		Value: k.values.of(k.number(issued)), Expires: k.expiry(saidBy(&answer), ahead),
	}
}

// atOnce lets the carrier judge a request that arrives and is answered now.
func (k *carrier) atOnce(
	r *measure.Record, request fakecarrier.Request,
) (answer fakecarrier.Response) {
	k.draw(&request)
	answer = judge(k.machine, k.now(), request)
	k.compare(r, fakecarrier.TokenEndpoint)
	k.issued(&request, answer.Token, answer.Reason)
	k.judged(r, fakecarrier.TokenEndpoint, &answer)
	return answer
}

// judge is a carrier's answer to a request that arrives and is answered now.
func judge(
	c *fakecarrier.Carrier, now time.Time, request fakecarrier.Request,
) fakecarrier.Response {
	answer := c.Handle(now, request)
	if answer.Ban == fakecarrier.BanNone {
		answer = c.Complete(now, request, answer)
	}
	return answer
}

// How often the clairvoyant's callers look whether the carrier has become willing: while it bans,
// and while a threshold forbids to ask. No leg that people simulate is shorter than the latter.
const (
	looksBanned = time.Second
	looks       = 20 * time.Millisecond
)

// Wait waits for the end of the ban, which may come sooner, of a fault, or of what a proxy keeps,
// or for the next look.
func (o oracle) Wait(ctx context.Context) error {
	c := o.client
	k, now := c.carrier, c.node.w.now()
	ip, client := fakecarrier.IP(c.node.ip), fakecarrier.Client(c.customer)
	if k.sessions != nil && k.sessions.of[c.customer].lost {
		return k.relief.Wait(ctx)
	}
	if until := k.machine.BannedUntil(ip, client, now); !until.IsZero() {
		return k.sim.Sleep(ctx, min(until.Sub(now), looksBanned))
	}
	for e := range k.paths {
		if k.paths[e].down(c.customer) {
			return k.relief.Wait(ctx)
		}
	}
	if kept := k.proxy.until(uint16(ip)) - k.sim.Now(); kept > 0 {
		return k.sim.Sleep(ctx, min(kept, looksBanned))
	}
	return k.sim.Sleep(ctx, looks)
}

func (o oracle) Foresee(f func(context.Context)) {
	k := o.client.carrier
	k.renewals = append(k.renewals, f)
}
