package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// FreeAt returns the first instant at which the limit of that number, as Response.Meter has it,
// lets a request pass, if nothing comes before; not ok where there is no such limit, or it lets
// none pass for ever.
func (c *Carrier) FreeAt(now time.Time, r Request, meter uint8) (at time.Time, ok bool) {
	for _, l := range c.metering.limits[r.Endpoint] {
		if l.number != meter || l.of(&r) == nil {
			continue
		}
		if free := quota.Free(l.of(&r), now.UnixNano()); free != quota.Never {
			return unit.Instant(free), true
		}
	}
	return time.Time{}, false
}
