package world

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/sim"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A wire is the way of one endpoint's requests; its streams are per node, so that nodes do not
// shift each other's latencies.
type wire struct {
	path     scenarios.Path
	timeout  time.Duration
	lossy    bool // the path itself loses messages
	service  chance.Distribution
	legs     []*rand.Rand // by node
	losses   []*rand.Rand // by node
	sent     []int        // requests, by node
	serve    *rand.Rand
	troubles faults.InForce[trouble]
	chance   *rand.Rand // for faults that hit a share of the requests
}

func (k *carrier) lay() {
	for e, name := range scenarios.EndpointNames {
		path := k.Scenario.Path(k.index, fakecarrier.Endpoint(e))
		k.paths[e] = wire{
			path: *path, timeout: path.Wait(), lossy: path.LoseThere > 0 || path.LoseBack > 0,
			service: k.spec.Service,
			serve:   k.rand("service/%s", name), chance: k.rand("fault/carrier/%s", name),
		}
	}
}

// wireNode adds the streams of one more node.
func (k *carrier) wireNode(n int) {
	if k.trips > 0 {
		k.connectNode(n)
	}
	for e, name := range scenarios.EndpointNames {
		p := &k.paths[e]
		p.legs = append(p.legs, k.rand("leg/%s/node/%d", name, n))
		p.losses = append(p.losses, k.rand("loss/%s/node/%d", name, n))
		p.sent = append(p.sent, 0)
	}
}

// A message is one request on its way, and its answer. It fills two cache lines: of hundreds in
// flight, each is far from the processor when its turn comes.
type message struct {
	index    uint32
	endpoint fakecarrier.Endpoint
	answered bool // the answer arrives in time
	away     bool // the carrier, or the network, still has it
	lostBack bool
	process  *sim.Process   // who waits; nil once it gave up
	back     time.Duration  // the leg home
	record   measure.Record // the latest of this request; the next one changes what is new
}

// carrierOf is whom m is for.
func (w *world) carrierOf(m *message) *carrier { return w.carriers[m.record.Carrier] }

// request is what the carrier is shown of m.
func (k *carrier) request(m *message) fakecarrier.Request {
	r := &m.record
	q := fakecarrier.Request{
		Endpoint: m.endpoint, IP: fakecarrier.IP(r.IP), Client: fakecarrier.Client(r.Customer),
		Serial: r.Serial,
	}
	switch {
	case m.endpoint == fakecarrier.APIEndpoint:
		q.Token, q.NoRights = k.id(r.Token), r.Token == measure.WithoutRights
		q.Operation = k.operation
	case k.sessions != nil:
		q.Renews, q.Refresh = true, k.sessions.carried[m.index].presented
	}
	return q
}

var errNoAnswer = fmt.Errorf("no answer in time: %w", context.DeadlineExceeded)

// post sends m, of which the record says what is asked, to the carrier. The caller then parks until
// the answer comes, or until the time-out or his context ends the wait, and hands the outcome to
// collect. An error says that his context is done already; the request takes effect all the same.
//
// That is three steps and not one call because the way back through each caller is lost to the
// processor when coroutines switch.
func (w *world) post(ctx context.Context, c *client, m *message, e fakecarrier.Endpoint) error {
	k := c.carrier
	p := &k.paths[e]
	now := w.sim.Now()
	w.requests++
	r := &m.record
	r.Serial, r.Sent = w.requests, now
	r.Node, r.Customer, r.IP = uint16(c.node.index), uint16(c.customer), uint16(c.node.ip)
	r.Group, r.Carrier = c.group, k.index
	m.endpoint, m.answered = e, false
	m.process = w.sim.Current()
	m.lostBack = false
	p.sent[r.Node]++
	there, lost := w.depart(p, m)
	if all := w.Hindrances.Now(); p.lossy || len(all) > 0 {
		there, lost = p.hinder(m, all, there)
	}
	if e := p.path.Except(int(r.Node), p.sent[r.Node]); e != nil {
		there = cmp.Or(time.Duration(e.There), there)
		m.back = cmp.Or(time.Duration(e.Back), m.back)
		lost, m.lostBack = lost || e.LoseThere, m.lostBack || e.LoseBack
	}
	if w.trips > 0 {
		there += k.connect(c.node, m)
	}
	m.away = !lost
	if lost {
		r.Kind = measure.RequestLost
		w.emit(r)
		k.sessions.unheard(m, measure.LostUnheard)
	} else {
		w.sim.At(now+there, w.reach, m.index)
	}
	if lost || there > p.timeout {
		w.sim.WakeAt(m.process, now+p.timeout)
	}
	return w.sim.Parking(ctx)
}

// depart decides how long m is under way, or that it is lost, and how long its answer will be.
func (w *world) depart(p *wire, m *message) (there time.Duration, lost bool) {
	if w.choosing != nil {
		return w.choosing.leg(m)
	}
	legs := p.legs[m.record.Node]
	there = p.path.Leg.Draw(legs)
	m.back = p.path.Leg.Draw(legs)
	return there, false
}

// collect records how m came back, or that it did not: err is how the wait ended. The error is what
// a client library makes of the answer; without one, m tells what the answer said until the
// caller's next step.
func (w *world) collect(c *client, m *message, err error) error {
	if err == nil && !m.answered {
		err = errNoAnswer
	}
	m.process = nil
	if w.trips > 0 {
		w.leaveConnection(c.node, m, err == nil)
	}
	r := &m.record
	r.Kind = measure.APIAnswered
	if m.endpoint == fakecarrier.TokenEndpoint {
		r.Kind = measure.TokenAnswered
		if err != nil {
			r.Token = 0
		}
	}
	if err != nil {
		r.Status, r.Reason = 0, fakecarrier.ReasonNone
	}
	w.emit(r)
	if err != nil || r.Token == 0 {
		c.carrier.sessions.unheard(m, measure.LostUnheard)
	}
	if !m.away {
		w.idle = append(w.idle, m)
	}
	switch {
	case err != nil:
		return err
	case r.Reason == fakecarrier.ReasonFault && w.codes[m.index] != "":
		return &strategies.StatusError{Status: int(r.Status), Code: w.codes[m.index]}
	case r.Reason == fakecarrier.ReasonGrant || r.Reason == fakecarrier.ReasonDisguised:
		// It may look like success.
		code := c.carrier.spec.KnownGrantCode()
		return &strategies.StatusError{
			Status: int(r.Status), Code: code, RetryAfter: wholeSeconds(w.waits[m.index]),
		}
	case r.Status != statusOK:
		return refusal(int(r.Status), w.waits[m.index])
	}
	return nil
}

// lose decides whether a leg loses its message; without losses nothing is drawn.
func (p *wire) lose(share float64, node int) bool {
	return share > 0 && p.losses[node].Float64() < share
}

// hinder draws which legs of m the path loses, and what the faults of the network in force do to m.
func (p *wire) hinder(
	m *message, all []*faults.Hindrance, there time.Duration,
) (longer time.Duration, lost bool) {
	node := int(m.record.Node)
	lost = p.lose(float64(p.path.LoseThere), node)
	m.lostBack = p.lose(float64(p.path.LoseBack), node)
	for _, h := range all {
		if !h.Of.Of(node, m.endpoint) {
			continue
		}
		there += h.Adds.Draw(p.legs[node])
		m.back += h.Adds.Draw(p.legs[node])
		lost = p.lose(h.LoseRequests, node) || lost
		m.lostBack = p.lose(h.LoseReplies, node) || m.lostBack
	}
	return there, lost
}

// reached is the event of a request's arrival at the carrier.
func (w *world) reached(index uint32) {
	m := w.messages[index]
	if w.trips > 0 && w.departs[index] == neverSent {
		m.away = false
		w.idle = append(w.idle, m)
		return
	}
	k := w.carrierOf(m)
	if k.proxy != nil && k.intercept(m) {
		return
	}
	p := &k.paths[m.endpoint]
	q := k.request(m)
	service := p.service.Draw(p.serve)
	for _, t := range p.troubles.Now() {
		if t.Customer != nil && *t.Customer != int(m.record.Customer) {
			continue
		}
		if t.Share < 1 && p.chance.Float64() >= t.Share {
			continue
		}
		if t.Status != 0 {
			q.Fault = t.Status
			w.codes[m.index] = t.Code
		}
		service += t.adds.Draw(p.serve)
	}
	token := m.endpoint == fakecarrier.TokenEndpoint
	if token {
		k.draw(&q)
	} else if k.proxy != nil && service > 0 {
		k.proxy.delays = true
	}
	a := k.handle(w.now(), q)
	k.compare(&m.record, m.endpoint)
	w.waits[m.index] = a.RetryAfter
	if token {
		k.issued(&q, a.Token, a.Reason)
		k.heard(m.index, &a)
	}
	renews := k.sessions != nil && token
	if renews {
		k.sessions.note(m, &a)
	}
	if k.late && a.Ban == fakecarrier.BanNone {
		k.withhold(m, a)
	} else {
		k.judged(&m.record, m.endpoint, &a)
		k.gave(m, &a)
	}
	switch {
	case renews:
		k.sessions.judged(m, &a)
	case k.sessions != nil && k.sessions.byAccess:
		k.sessions.look(int(m.record.Customer), blame(m, measure.LostUnsaved))
	}
	if service == 0 || a.Reason == fakecarrier.ReasonBanned {
		k.answer(m) // an edge's refusal takes no service time
		return
	}
	w.sim.After(service, w.leave, index)
	if deadline := m.record.Sent + p.timeout; m.process != nil && w.sim.Now()+service > deadline {
		w.sim.WakeAt(m.process, deadline)
	}
}

// judged records what the carrier said.
func (k *carrier) judged(r *measure.Record, e fakecarrier.Endpoint, a *fakecarrier.Response) {
	r.Kind = measure.APIJudged
	if e == fakecarrier.TokenEndpoint {
		r.Kind, r.Token = measure.TokenJudged, k.number(a.Token)
	}
	r.Status, r.Reason, r.KilledBy = uint16(a.Status), a.Reason, a.KilledBy
	if a.Meter != 0 {
		r.Meter, r.Since = a.Meter, a.Since.Sub(k.epoch)
	}
	if a.Ban != fakecarrier.BanNone {
		r.Ban, r.Rule = a.Ban, measure.RuleIndex(a.Rule)
		r.Since, r.BannedUntil = a.Since.Sub(k.epoch), a.BannedUntil.Sub(k.epoch)
	}
	k.emit(r)
	if k.choosing != nil {
		k.choosing.judged(r, e, k.sim.Now())
	}
	if k.climbing != nil && e == fakecarrier.TokenEndpoint && k.index == 0 {
		k.climbing.add(r)
	}
	r.KilledBy = 0 // the client is not told of it, nor of the meter and its ban
	if a.Meter != 0 || a.Ban != fakecarrier.BanNone {
		if a.Further != nil {
			k.further(r, a)
		}
		if a.Ban == fakecarrier.BanNone {
			k.refused()
		} else {
			k.barred()
		}
		r.Meter, r.Ban, r.Rule, r.Since, r.BannedUntil = 0, fakecarrier.BanNone, 0, 0, 0
	}
}

// further records what the hit that was just judged did to bans of other kinds.
func (k *carrier) further(judged *measure.Record, a *fakecarrier.Response) {
	r := *judged
	r.Kind = measure.FurtherBan
	for of := a.Further; of != nil; of = of.Next {
		r.Ban, r.Meter, r.Rule = of.Ban, of.Meter, measure.RuleIndex(of.Rule)
		r.Since, r.BannedUntil = of.Since.Sub(k.epoch), of.BannedUntil.Sub(k.epoch)
		k.emit(&r)
	}
}

// A withheld answer may yet change on leaving. One that has changed a ban does not: the switches
// say of that very request how it is answered.
type withheld struct {
	fakecarrier.Response
	arrived time.Duration
	pending bool
}

// withhold keeps the answer to the request that arrives now.
func (k *carrier) withhold(m *message, a fakecarrier.Response) {
	if missing := len(k.messages) - len(k.withheld); missing > 0 {
		k.withheld = append(k.withheld, make([]withheld, missing)...)
	}
	k.withheld[m.index] = withheld{a, k.sim.Now(), true}
	k.checks.arrived(&m.record, m.endpoint)
}

// release records what becomes of a withheld answer that leaves now.
func (k *carrier) release(m *message) {
	if int(m.index) >= len(k.withheld) || !k.withheld[m.index].pending {
		return
	}
	kept := &k.withheld[m.index]
	kept.pending = false
	a := k.machine.Complete(k.now(), k.request(m), kept.Response)
	k.compare(&m.record, m.endpoint)
	k.waits[m.index] = a.RetryAfter
	k.checks.held = kept
	k.judged(&m.record, m.endpoint, &a)
	k.checks.held = nil
	k.gave(m, &a)
	if a.Token == 0 && kept.Token != 0 { // cut off
		k.sessions.unheard(m, measure.LostUnheard)
	}
}

// left is the event of an answer leaving the carrier, after its service time.
func (w *world) left(index uint32) {
	m := w.messages[index]
	w.carrierOf(m).answer(m)
}

// answer sends an answer home: the wakeup of who waits is its arrival.
func (k *carrier) answer(m *message) {
	if k.late {
		k.release(m)
	} else if k.exclusive && k.sessions != nil && m.endpoint == fakecarrier.TokenEndpoint {
		a := fakecarrier.Response{Token: k.sessions.carried[m.index].given}
		k.machine.Complete(k.now(), k.request(m), a)
	}
	if k.proxy != nil {
		k.proxy.keep(m, k.sim.Now())
	}
	m.away = false
	if m.process == nil {
		k.idle = append(k.idle, m)
		return
	}
	if k.choosing != nil {
		k.choosing.home(m)
	}
	if m.lostBack {
		k.sessions.unheard(m, measure.LostUnheard)
	}
	at := k.sim.Now() + m.back
	deadline := m.record.Sent + k.paths[m.endpoint].timeout
	m.answered = !m.lostBack && at <= deadline
	if !m.answered {
		at = deadline
	}
	k.sim.WakeAt(m.process, at)
}

// takeMessage returns a message with a blank record.
func (w *world) takeMessage() *message {
	if n := len(w.idle); n > 0 {
		m := w.idle[n-1]
		w.idle = w.idle[:n-1]
		m.record = measure.Record{}
		return m
	}
	m := &message{index: uint32(len(w.messages))}
	w.messages, w.waits = append(w.messages, m), append(w.waits, 0)
	w.codes = append(w.codes, "")
	return m
}

// statusOK is the status of success (RFC 9110).
const statusOK = 200

// refusal is the error of such an answer. Retry-After is in whole seconds.
func refusal(status int, wait time.Duration) error {
	if wait <= 0 {
		return statusErrors[status]
	}
	return &strategies.StatusError{Status: status, RetryAfter: wholeSeconds(wait)}
}

// wholeSeconds rounds up.
func wholeSeconds(d time.Duration) time.Duration {
	return (d + time.Second - 1).Truncate(time.Second)
}

// statusErrors are made once: a refused call costs no garbage.
var statusErrors = func() (errs [600]error) {
	for status := range errs {
		errs[status] = &strategies.StatusError{Status: status}
	}
	return errs
}()
