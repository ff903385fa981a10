package world

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// proxyChecks hold a proxy to what the carrier had answered, from the records alone: it answers
// what it keeps, no longer than it keeps it, and lets nothing through meanwhile.
type proxyChecks struct {
	*checks
	proxy *proxy
	until map[uint16]time.Duration // by public IP: when the carrier's latest such answer is too old
}

func (c *proxyChecks) judged(r *measure.Record) {
	own := r.Reason == fakecarrier.ReasonProxy
	until, given := c.until[r.IP]
	switch {
	case own && (int(r.Status) != c.proxy.status || r.Meter != 0 || r.Ban != fakecarrier.BanNone):
		c.broken(r, "%d by a proxy that keeps %d, meter %d, ban %v", r.Status, c.proxy.status, r.Meter,
			r.Ban)
	case own && !given:
		c.broken(r, "a proxy answered what the carrier had not")
	case !c.proxy.delays && own != (r.At < until): // else no record tells when the answer left
		c.broken(r, "answered by a proxy: %v; what it keeps ends at %v", own, until)
	}
	if !own && int(r.Status) == c.proxy.status {
		c.until[r.IP] = r.At + c.proxy.keeps
	}
}
