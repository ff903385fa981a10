package logs

import (
	"io"
	"time"
)

// Options say how logs are read, and which of their records are kept. The zero value recognises the
// format and keeps all; it tolerates no line that cannot be read.
type Options struct {
	Format string // of all files; "" or "auto" recognises that of each

	Hosts    []string // that were asked
	Paths    []string // these and those below them
	Methods  []string // "any" keeps all; none keeps POST where a path names a token endpoint
	Clients  []string // addresses, networks as 10.0.0.0/8, or names
	Statuses []string // 403, or 4xx
	Since    string   // an instant; hits that began before it are left out
	Until    string   // an instant; hits that began at it or later are left out

	Forwarded  bool           // the client is the first of X-Forwarded-For, where there is one
	Resolution time.Duration  // of the stamps; 0: as is seen in them
	Zone       *time.Location // of stamps without one; nil: UTC

	Tolerate float64   // the share of records that may be unreadable
	Strict   bool      // none may be
	Rejects  io.Writer // gets each line that is left out, with its place and the reason; nil: nobody

	// What fields are called in CSV, JSON and logfmt; "" tries the common names.
	Time, ClientField, PathField, StatusField, DurationField string

	TimeUnit string // of Time, or of a list of numbers: s, ms, us, ns, rfc3339; "": as it looks

	Stamp string // which instant the stamps are: begin or end; "": as the log tells

	// DurationUnit is that of how long requests took, where the log does not tell it: s, ms, us, ns.
	DurationUnit string
}

// UsualTolerance is the share of unreadable records that commands tolerate.
const UsualTolerance = 0.01

// Location is the zone of stamps without one.
func (o *Options) Location() *time.Location {
	if o.Zone == nil {
		return time.UTC
	}
	return o.Zone
}
