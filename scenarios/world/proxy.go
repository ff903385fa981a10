package world

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
)

// A proxy stands between the public IPs of the fleet and a carrier. Whatever token a call shows, it
// answers with the refusal that it keeps for the call's public IP; such a call never reaches the
// carrier. Token requests pass.
type proxy struct {
	status  int
	keeps   time.Duration
	kept    map[uint16]keptAnswer // by public IP: the latest
	leaving map[uint32]keptAnswer // by message: those that have not left the carrier yet
	delays  bool                  // some answers to calls leave later than the calls arrive
}

// A keptAnswer is an answer of the proxy's status.
type keptAnswer struct {
	until time.Duration // it is kept until then; 0: it has not left yet
	wait  time.Duration // its Retry-After
}

// newProxy returns the proxy of a scenario; nil where there is none.
func newProxy(of *scenarios.Proxy) *proxy {
	if of == nil {
		return nil
	}
	return &proxy{
		status: of.Status, keeps: time.Duration(of.For),
		kept: map[uint16]keptAnswer{}, leaving: map[uint32]keptAnswer{},
	}
}

// until is when the answer that is kept for a public IP ends; it may be over.
func (p *proxy) until(ip uint16) time.Duration {
	if p == nil {
		return 0
	}
	return p.kept[ip].until
}

// intercept lets the proxy answer m, which arrives now, and reports whether it did.
func (k *carrier) intercept(m *message) bool {
	if m.endpoint != fakecarrier.APIEndpoint || k.sim.Now() >= k.proxy.until(m.record.IP) {
		return false
	}
	k.waits[m.index] = k.proxy.kept[m.record.IP].wait
	k.judged(&m.record, m.endpoint, &fakecarrier.Response{
		Status: k.proxy.status, Reason: fakecarrier.ReasonProxy,
	})
	k.answer(m)
	return true
}

// gave notes the carrier's answer to m, which is going to leave. The record of m forgets it if its
// client gives up before.
func (k *carrier) gave(m *message, a *fakecarrier.Response) {
	p := k.proxy
	if p == nil || m.endpoint != fakecarrier.APIEndpoint || a.Status != p.status {
		return
	}
	p.leaving[m.index] = keptAnswer{wait: a.RetryAfter}
}

// keep keeps the answer to m, which leaves the carrier now, if it has the proxy's status.
func (p *proxy) keep(m *message, now time.Duration) {
	if answer, ok := p.leaving[m.index]; ok {
		delete(p.leaving, m.index)
		answer.until = now + p.keeps
		p.kept[m.record.IP] = answer
	}
}
