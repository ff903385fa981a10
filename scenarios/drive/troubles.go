package drive

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/netip"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// trouble lets the n-th fault of the scenario happen.
func (f *fleet) trouble(n uint16, fault *scenarios.Fault) {
	switch {
	case fault.CacheDown != nil:
		d := fault.CacheDown
		f.span(n, d.At, d.For, func() { f.dropCaches(d) }, func() { f.restoreCaches(d) })
	case fault.CarrierDown != nil:
		d := fault.CarrierDown
		f.span(n, d.At, d.For, func() { f.operated(f.operator.inject(f.ctx, d)) }, func() {})
	case fault.CarrierSlow != nil:
		f.slowDown(n, fault.CarrierSlow)
	case fault.Restart != nil:
		f.restart(n, fault.Restart)
	case fault.ScaleOut != nil:
		d := fault.ScaleOut
		f.span(n, d.At, 0, func() { f.addNodes(d.Nodes) }, func() {})
	case fault.External != nil:
		f.renewElsewhere(n, fault.External)
	case fault.Neighbour != nil:
		d := fault.Neighbour
		until := scenarios.Duration(0)
		if d.For > 0 {
			until = d.At + d.For
		}
		s := stranger{measure.ByNeighbour, 0, f.Scenario.Fleet.Customers}
		f.visit(n, s, d.At, d.Every, until)
	case fault.Skew != nil:
		d := fault.Skew
		jump := func() { f.platform.jump(d.Node, time.Duration(d.By)) }
		f.span(n, d.At, 0, jump, func() {})
	case fault.Ban != nil:
		if f.clock.until(f.ctx, time.Duration(fault.Ban.At)) {
			f.told(measure.FaultBegan, n)
			for ip := range f.Scenario.Fleet.PublicIPs {
				f.operated(f.operator.impose(f.ctx, f.addressOf(ip)))
			}
		}
	}
}

// span lets a fault begin at an instant, and end so much later unless it is for good.
func (f *fleet) span(n uint16, at, length scenarios.Duration, begin, end func()) {
	if !f.clock.until(f.ctx, time.Duration(at)) {
		return
	}
	f.told(measure.FaultBegan, n)
	begin()
	if length > 0 && f.clock.until(f.ctx, time.Duration(at+length)) {
		f.told(measure.FaultEnded, n)
		end()
	}
}

func (f *fleet) told(kind measure.Kind, n uint16) {
	f.book.add(measure.Record{Kind: kind, Fault: n, User: measure.NoUser})
}

// operated notes what the admin API refused: the run is not what the scenario says.
func (f *fleet) operated(err error) {
	if err != nil && f.ctx.Err() == nil {
		f.book.unanswered(err)
	}
}

// restart stops each node in turn, and starts it again.
func (f *fleet) restart(n uint16, d *scenarios.Restart) {
	at := d.At
	for i := range f.Scenario.Fleet.Nodes {
		if d.Node != nil && *d.Node != i {
			continue
		}
		from := at
		f.run(func() {
			f.span(n, from, d.Down, func() { f.retire(f.takeDown(i), from) }, func() { f.startAgain(i) })
		})
		at += d.Every
	}
}

// retire ends what a node that stopped at an instant still does, once it has had its grace.
func (f *fleet) retire(d *node, at scenarios.Duration) {
	f.run(func() {
		if f.clock.until(f.ctx, time.Duration(at+world.Grace)) {
			d.stop()
		}
	})
}

// slowDown adds to the service times of the endpoints that are hit.
func (f *fleet) slowDown(n uint16, d *scenarios.CarrierSlow) {
	each := func(do func(*service, *scenarios.CarrierSlow)) func() {
		return func() {
			for e, s := range f.services {
				if d.Only == "" || d.Only == endpointNames[e] {
					do(s, d)
				}
			}
		}
	}
	f.span(n, d.At, d.For, each((*service).slow), each((*service).recover))
}

// A stranger is somebody who is none of the fleet: who, from which public IP, as which customer.
type stranger struct {
	by           uint8
	ip, customer int
}

// renewElsewhere lets strangers renew with the fleet's credentials from an address of their own.
func (f *fleet) renewElsewhere(n uint16, d *scenarios.External) {
	for c := range f.Scenario.Fleet.Customers {
		if d.Customer == nil || *d.Customer == c {
			s := stranger{measure.ByOutsider, f.Scenario.Fleet.PublicIPs, c}
			f.run(func() { f.visit(n, s, d.At, d.Every, d.Until) })
		}
	}
}

// visit requests tokens as a stranger; every 0: once, until 0: to the end.
func (f *fleet) visit(n uint16, s stranger, at, every, until scenarios.Duration) {
	transport := f.target.transport()
	defer transport.CloseIdleConnections()
	through := strangerWire{f, s, transport}
	source := f.dialect.client(f.clock, through, s.customer, f.target)
	for next := at; f.clock.until(f.ctx, time.Duration(next)); next += every {
		if next == at {
			f.told(measure.FaultBegan, n)
		}
		// Whatever the answer is, a stranger comes again; the wire has noted it.
		_, _ = source.Token(f.ctx, strategies.Token{})
		if every == 0 || until > 0 && next+every >= until {
			break
		}
	}
	if until > 0 && f.clock.until(f.ctx, time.Duration(until)) {
		f.told(measure.FaultEnded, n)
	}
}

// A strangerWire is a stranger's way to the carrier, which takes no time.
type strangerWire struct {
	*fleet
	stranger
	sends http.RoundTripper
}

// RoundTrip sends the request at once.
func (s strangerWire) RoundTrip(request *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(request.Body)
	request.Body.Close()
	if err != nil {
		return nil, err
	}
	p := &passage{record: measure.Record{
		Serial: s.book.serial(), Sent: s.clock.elapsed(), By: s.by, IP: uint16(s.ip),
		User: measure.NoUser, Customer: uint16(s.customer), Why: strategies.WhyCold,
	}}
	p.request = request.Clone(context.Background())
	p.request.Body = io.NopCloser(bytes.NewReader(body))
	s.label(p.request, s.from())
	w := wire{fleet: s.fleet, endpoint: fakecarrier.TokenEndpoint}
	came := w.exchange(p, s.sends, clientID(s.customer))
	return came.response, came.err
}

func (s strangerWire) from() netip.Addr { return s.addressOf(s.ip) }
