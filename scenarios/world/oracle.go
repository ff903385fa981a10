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
	w := o.client.node.w
	leg := w.paths[fakecarrier.APIEndpoint].path.Leg.Mean()
	return w.carrier.Alive(w.now().Add(leg), tokenID(t))
}

func (o oracle) Serves() bool { return o.client.tolerated(fakecarrier.APIEndpoint) }

// tolerated reports whether the carrier would refuse a request that arrived now.
func (c *client) tolerated(e fakecarrier.Endpoint) bool {
	w := c.node.w
	return !w.paths[e].down(c.customer) && w.carrier.Tolerates(w.now(), fakecarrier.Request{
		Endpoint: e, IP: fakecarrier.IP(c.node.ip), Client: fakecarrier.Client(c.customer),
	})
}

// Renew asks through the first node whose public IP the carrier lets pass, its own before others.
func (o oracle) Renew(ctx context.Context, rejected strategies.Token) (strategies.Token, error) {
	w := o.client.node.w
	if w.Fork.withholdsRequests(w.sim.Now()) {
		return strategies.Token{}, strategies.ErrShed
	}
	if w.sessions != nil && w.sessions.of[o.client.customer].lost {
		return strategies.Token{}, strategies.ErrOpen
	}
	if t := w.warmedUp(o.client.customer); !t.IsZero() && o.Alive(t) {
		w.holds(o.client.customer, tokenID(t))
		return t, nil
	}
	for i := range w.nodes {
		d := w.nodes[(o.client.node.index+i)%len(w.nodes)]
		if c := d.clients[o.client.customer]; c.tolerated(fakecarrier.TokenEndpoint) {
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
	w := c.node.w
	w.requests++
	r := c.asked(ctx, rejected)
	r.Serial, r.Sent = w.requests, w.sim.Now()
	r.Node, r.Customer, r.IP = uint16(c.node.index), uint16(c.customer), uint16(c.node.ip)
	w.record = r
	request := fakecarrier.Request{
		Endpoint: fakecarrier.TokenEndpoint, IP: fakecarrier.IP(r.IP),
		Client: fakecarrier.Client(r.Customer), Serial: r.Serial,
	}
	if w.sessions != nil {
		request.Renews, request.Refresh = true, w.sessions.good(c.customer)
	}
	answer := w.atOnce(&w.record, request)
	w.record.Kind = measure.TokenAnswered
	w.emit(&w.record)
	if w.sessions != nil {
		w.sessions.foreseen(c.customer, answer.Refresh)
	}
	issued := answer.Token
	w.holds(c.customer, issued)
	return strategies.Token{
		Value: w.values.of(issued), Expires: w.expiry(saidBy(&answer), ahead),
	}
}

// atOnce lets the carrier judge a request that arrives and is answered now.
func (w *world) atOnce(
	r *measure.Record, request fakecarrier.Request,
) (answer fakecarrier.Response) {
	w.draw(&request)
	answer = judge(w.carrier, w.now(), request)
	w.issued(&request, answer.Token, answer.Reason)
	w.judged(r, fakecarrier.TokenEndpoint, &answer)
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

// Wait waits for the end of the ban, which may come sooner, or of a fault, or for the next look.
func (o oracle) Wait(ctx context.Context) error {
	c := o.client
	w, now := c.node.w, c.node.w.now()
	ip, client := fakecarrier.IP(c.node.ip), fakecarrier.Client(c.customer)
	if w.sessions != nil && w.sessions.of[c.customer].lost {
		return w.relief.Wait(ctx)
	}
	if until := w.carrier.BannedUntil(ip, client, now); !until.IsZero() {
		return w.sim.Sleep(ctx, min(until.Sub(now), looksBanned))
	}
	for e := range w.paths {
		if w.paths[e].down(c.customer) {
			return w.relief.Wait(ctx)
		}
	}
	return w.sim.Sleep(ctx, looks)
}

func (o oracle) Foresee(f func(context.Context)) {
	w := o.client.node.w
	w.renewals = append(w.renewals, f)
}
