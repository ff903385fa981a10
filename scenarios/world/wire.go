package world

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/chance"
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
	serve    *rand.Rand
	troubles faults.InForce[trouble]
	chance   *rand.Rand // for faults that hit a share of the requests
}

func (w *world) lay() {
	n := &w.Scenario.Network
	w.connecting = connecting{trips: n.Connect, keeps: time.Duration(n.Idle)}
	for e, name := range scenarios.EndpointNames {
		path := w.Scenario.Network.Path(fakecarrier.Endpoint(e))
		w.paths[e] = wire{
			path: *path, timeout: path.Wait(), lossy: path.LoseThere > 0 || path.LoseBack > 0,
			service: w.Scenario.Carrier.Service,
			serve:   w.sim.Rand("service/" + name), chance: w.sim.Rand("fault/carrier/" + name),
		}
	}
}

// wireNode adds the streams of one more node.
func (w *world) wireNode(n int) {
	if w.trips > 0 {
		w.connectNode(n)
	}
	for e, name := range scenarios.EndpointNames {
		p := &w.paths[e]
		p.legs = append(p.legs, w.sim.Rand(fmt.Sprintf("leg/%s/node/%d", name, n)))
		p.losses = append(p.losses, w.sim.Rand(fmt.Sprintf("loss/%s/node/%d", name, n)))
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
	process  *sim.Process  // who waits; nil once it gave up
	back     time.Duration // the leg home
	deadline time.Duration
	record   measure.Record // the latest of this request; the next one changes what is new
}

// request is what the carrier is shown of m.
func (w *world) request(m *message) fakecarrier.Request {
	r := &m.record
	q := fakecarrier.Request{
		Endpoint: m.endpoint, IP: fakecarrier.IP(r.IP), Client: fakecarrier.Client(r.Customer),
		Serial: r.Serial,
	}
	switch {
	case m.endpoint == fakecarrier.APIEndpoint:
		q.Token = fakecarrier.TokenID(r.Token)
	case w.sessions != nil:
		q.Renews, q.Refresh = true, w.sessions.carried[m.index].presented
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
	p := &w.paths[e]
	now := w.sim.Now()
	w.requests++
	r := &m.record
	r.Serial, r.Sent = w.requests, now
	r.Node, r.Customer, r.IP = uint16(c.node.index), uint16(c.customer), uint16(c.node.ip)
	r.Group = c.group
	legs := p.legs[c.node.index]
	there := p.path.Leg.Draw(legs)
	m.back = p.path.Leg.Draw(legs)
	m.deadline = now + p.timeout
	m.endpoint, m.answered = e, false
	m.process = w.sim.Current()
	lost := false
	m.lostBack = false
	if all := w.Hindrances.Now(); p.lossy || len(all) > 0 {
		there, lost = p.hinder(m, all, there)
	}
	if w.trips > 0 {
		there += w.connect(c.node, m)
	}
	m.away = !lost
	if lost {
		r.Kind = measure.RequestLost
		w.emit(r)
		w.sessions.unheard(m, measure.LostUnheard)
	} else {
		w.sim.At(now+there, w.reach, m.index)
	}
	if lost || now+there > m.deadline {
		w.sim.WakeAt(m.process, m.deadline)
	}
	return w.sim.Parking(ctx)
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
		w.sessions.unheard(m, measure.LostUnheard)
	}
	if !m.away {
		w.idle = append(w.idle, m)
	}
	switch {
	case err != nil:
		return err
	case r.Reason == fakecarrier.ReasonGrant: // which may look like success
		code := w.carrier.Profile().Grants.InvalidGrant().Code
		return &strategies.StatusError{Status: int(r.Status), Code: code}
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
	p := &w.paths[m.endpoint]
	q := w.request(m)
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
		}
		service += t.adds.Draw(p.serve)
	}
	token := m.endpoint == fakecarrier.TokenEndpoint
	if token {
		w.draw(&q)
	}
	a := w.carrier.Handle(w.now(), q)
	w.waits[m.index] = a.RetryAfter
	if token {
		w.issued(&q, a.Token, a.Reason)
		w.heard(m.index, &a)
	}
	renews := w.sessions != nil && token
	if renews {
		w.sessions.note(m, &a)
	}
	if w.late && a.Ban == fakecarrier.BanNone {
		w.withhold(m, a)
	} else {
		w.judged(&m.record, m.endpoint, &a)
	}
	switch {
	case renews:
		w.sessions.judged(m, &a)
	case w.sessions != nil && w.sessions.byAccess:
		w.sessions.look(int(m.record.Customer), blame(m, measure.LostUnsaved))
	}
	if service == 0 || a.Reason == fakecarrier.ReasonBanned {
		w.answer(m) // an edge's refusal takes no service time
		return
	}
	w.sim.After(service, w.leave, index)
	if m.process != nil && w.sim.Now()+service > m.deadline {
		w.sim.WakeAt(m.process, m.deadline)
	}
}

// judged records what the carrier said.
func (w *world) judged(r *measure.Record, e fakecarrier.Endpoint, a *fakecarrier.Response) {
	r.Kind = measure.APIJudged
	if e == fakecarrier.TokenEndpoint {
		r.Kind, r.Token = measure.TokenJudged, uint64(a.Token)
	}
	r.Status, r.Reason, r.KilledBy = uint16(a.Status), a.Reason, a.KilledBy
	if a.Ban != fakecarrier.BanNone {
		r.Ban, r.Rule = a.Ban, measure.RuleIndex(a.Rule)
		r.Since, r.BannedUntil = a.Since.Sub(w.epoch), a.BannedUntil.Sub(w.epoch)
	}
	w.emit(r)
	r.KilledBy = 0 // the client is not told of it, nor of the ban
	if a.Ban != fakecarrier.BanNone {
		r.Ban, r.Rule, r.Since, r.BannedUntil = fakecarrier.BanNone, 0, 0, 0
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
func (w *world) withhold(m *message, a fakecarrier.Response) {
	if missing := len(w.messages) - len(w.withheld); missing > 0 {
		w.withheld = append(w.withheld, make([]withheld, missing)...)
	}
	w.withheld[m.index] = withheld{a, w.sim.Now(), true}
	w.checks.arrived(&m.record, m.endpoint)
}

// release records what becomes of a withheld answer that leaves now.
func (w *world) release(m *message) {
	if int(m.index) >= len(w.withheld) || !w.withheld[m.index].pending {
		return
	}
	kept := &w.withheld[m.index]
	kept.pending = false
	a := w.carrier.Complete(w.now(), w.request(m), kept.Response)
	w.waits[m.index] = a.RetryAfter
	w.checks.held = kept
	w.judged(&m.record, m.endpoint, &a)
	w.checks.held = nil
	if a.Token == 0 && kept.Token != 0 { // cut off
		w.sessions.unheard(m, measure.LostUnheard)
	}
}

// left is the event of an answer leaving the carrier, after its service time.
func (w *world) left(index uint32) { w.answer(w.messages[index]) }

// answer sends an answer home: the wakeup of who waits is its arrival.
func (w *world) answer(m *message) {
	if w.late {
		w.release(m)
	} else if w.exclusive && m.endpoint == fakecarrier.TokenEndpoint {
		a := fakecarrier.Response{Token: fakecarrier.TokenID(m.record.Token)}
		w.carrier.Complete(w.now(), w.request(m), a)
	}
	m.away = false
	if m.process == nil {
		w.idle = append(w.idle, m)
		return
	}
	if m.lostBack {
		w.sessions.unheard(m, measure.LostUnheard)
	}
	at := w.sim.Now() + m.back
	m.answered = !m.lostBack && at <= m.deadline
	if !m.answered {
		at = m.deadline
	}
	w.sim.WakeAt(m.process, at)
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
	return m
}

// statusOK is the status of success (RFC 9110).
const statusOK = 200

// refusal is the error of such an answer. Retry-After is in whole seconds, rounded up.
func refusal(status int, wait time.Duration) error {
	if wait <= 0 {
		return statusErrors[status]
	}
	wait = (wait + time.Second - 1).Truncate(time.Second)
	return &strategies.StatusError{Status: status, RetryAfter: wait}
}

// statusErrors are made once: a refused call costs no garbage.
var statusErrors = func() (errs [600]error) {
	for status := range errs {
		errs[status] = &strategies.StatusError{Status: status}
	}
	return errs
}()
