package world

import (
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// Grace is how long a stopped node may finish what it does: Kubernetes' default
// terminationGracePeriodSeconds.
const Grace = scenarios.Duration(30 * time.Second)

// scheduleFaults arranges the beginning and the end of every fault.
func (w *world) scheduleFaults() {
	for i := range w.Scenario.Faults {
		f, n := &w.Scenario.Faults[i], uint16(i)
		switch {
		case f.CacheDown != nil:
			w.scheduleCacheDown(n, f.CacheDown)
		case f.CarrierDown != nil:
			d := f.CarrierDown
			t := &trouble{status: d.Status, share: d.Share}
			w.scheduleTrouble(n, d.At, d.For, d.Only, t)
		case f.CarrierSlow != nil:
			d := f.CarrierSlow
			w.scheduleTrouble(n, d.At, d.For, d.Only, &trouble{share: 1, adds: d.Adds})
		case f.Restart != nil:
			w.scheduleRestart(n, f.Restart)
		case f.ScaleOut != nil:
			w.at(f.ScaleOut.At, func() { w.scaleOut(n, f.ScaleOut) })
		case f.External != nil:
			w.scheduleExternal(n, f.External)
		case f.Neighbour != nil:
			w.scheduleNeighbour(n, f.Neighbour)
		case f.Skew != nil:
			w.at(f.Skew.At, func() {
				w.fault(measure.FaultBegan, n)
				w.nodes[f.Skew.Node].skew += time.Duration(f.Skew.By)
			})
		case f.Ban != nil:
			w.at(f.Ban.At, func() { w.imposeBans(n) })
		}
	}
}

// at lets f happen at t.
func (w *world) at(t scenarios.Duration, f func()) {
	w.sim.At(time.Duration(t), w.sim.Handle(func(uint32) { f() }), 0)
}

// span lets begin happen at t, and end so much later, unless it is for good.
func (w *world) span(n uint16, t, length scenarios.Duration, begin, end func()) {
	w.at(t, func() { w.fault(measure.FaultBegan, n); begin() })
	if length > 0 {
		w.at(t+length, func() { w.fault(measure.FaultEnded, n); end() })
	}
}

func (w *world) fault(kind measure.Kind, n uint16) {
	w.record = measure.Record{Kind: kind, Fault: n, User: measure.NoUser}
	w.emit(&w.record)
}

func (w *world) scheduleCacheDown(n uint16, f *scenarios.CacheDown) {
	change := func(by int) {
		for _, c := range w.caches {
			if f.Hits(c.node) {
				c.down += by
			}
		}
		if f.Store {
			w.store.down += by
		}
	}
	w.span(n, f.At, f.For, func() { change(1) }, func() { change(-1) })
}

func (w *world) scheduleTrouble(n uint16, at, length scenarios.Duration, only string, t *trouble) {
	var hit []*wire
	for e, name := range scenarios.EndpointNames {
		if only == "" || only == name {
			hit = append(hit, &w.paths[e])
		}
	}
	begin := func() {
		for _, p := range hit {
			p.troubles = append(p.troubles, t)
		}
	}
	w.span(n, at, length, begin, func() {
		for _, p := range hit {
			p.troubles = slices.DeleteFunc(p.troubles, func(o *trouble) bool { return o == t })
		}
	})
}

func (w *world) scheduleRestart(n uint16, f *scenarios.Restart) {
	at := f.At
	for i := range w.Scenario.Fleet.Nodes {
		if f.Node != nil && *f.Node != i {
			continue
		}
		var old *node
		stop := func() {
			old = w.nodes[i]
			old.up = false
		}
		w.span(n, at, f.Down, stop, func() { w.restartNode(i) })
		w.at(at+Grace, func() { old.stop() })
		at += f.Every
	}
}

// restartNode starts node i with a cold cache, unless the cache is the fleet's.
func (w *world) restartNode(i int) {
	old := w.nodes[i]
	w.caches = slices.DeleteFunc(w.caches, func(c *cache) bool { return c.node == i })
	w.nodes[i] = w.startNode(i, old.life+1, len(w.nodes), old.skew)
}

func (w *world) scaleOut(n uint16, f *scenarios.ScaleOut) {
	w.fault(measure.FaultBegan, n)
	size := len(w.nodes) + f.Nodes
	for range f.Nodes {
		w.addNode(size)
	}
}

// scheduleExternal sends token requests with our credentials from an IP of its own.
func (w *world) scheduleExternal(n uint16, f *scenarios.External) {
	for c := range w.Scenario.Fleet.Customers {
		if f.Customer != nil && *f.Customer != c {
			continue
		}
		q := fakecarrier.Request{
			Endpoint: fakecarrier.TokenEndpoint, IP: fakecarrier.IP(w.Scenario.Fleet.PublicIPs),
			Client: fakecarrier.Client(c),
		}
		w.outsider(n, measure.ByOutsider, q, f.At, f.Every, f.Until)
	}
}

// scheduleNeighbour sends token requests with somebody else's credentials through our first IP.
func (w *world) scheduleNeighbour(n uint16, f *scenarios.Neighbour) {
	q := fakecarrier.Request{
		Endpoint: fakecarrier.TokenEndpoint,
		Client:   fakecarrier.Client(w.Scenario.Fleet.Customers),
	}
	until := scenarios.Duration(0)
	if f.For > 0 {
		until = f.At + f.For
	}
	w.outsider(n, measure.ByNeighbour, q, f.At, f.Every, until)
}

// outsider sends the same request again and again; every 0: once, until 0: to the end.
func (w *world) outsider(
	n uint16, by uint8, q fakecarrier.Request, at, every, until scenarios.Duration,
) {
	var tick func()
	next := w.sim.Handle(func(uint32) { tick() })
	w.at(at, func() { w.fault(measure.FaultBegan, n) })
	if until > 0 {
		w.at(until, func() { w.fault(measure.FaultEnded, n) })
	}
	tick = func() {
		w.requests++
		q.Serial = w.requests
		w.record = measure.Record{
			Serial: q.Serial, Sent: w.sim.Now(), By: by, IP: uint16(q.IP), User: measure.NoUser,
			Customer: uint16(q.Client), Why: strategies.WhyCold,
		}
		answer := w.carrier.Handle(w.now(), q)
		w.judged(&w.record, q.Endpoint, &answer)
		later := w.sim.Now() + time.Duration(every)
		if every > 0 && (until == 0 || later < time.Duration(until)) {
			w.sim.At(later, next, 0)
		}
	}
	w.sim.At(time.Duration(at), next, 0)
}

// imposeBans bans every public IP of the fleet.
func (w *world) imposeBans(n uint16) {
	w.fault(measure.FaultBegan, n)
	for ip := range w.Scenario.Fleet.PublicIPs {
		change := fakecarrier.BanStarted
		if !w.carrier.BannedUntil(fakecarrier.IP(ip), 0, w.now()).IsZero() {
			change = fakecarrier.BanExtended
		}
		until := w.carrier.Impose(w.now(), fakecarrier.IP(ip), 0)
		w.record = measure.Record{
			Kind: measure.BanImposed, Ban: change, IP: uint16(ip), User: measure.NoUser, Fault: n,
			BannedUntil: until.Sub(w.epoch), Since: w.sim.Now(),
		}
		w.emit(&w.record)
	}
}
