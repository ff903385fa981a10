package fakecarrier

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// An Announcement says in which headers a carrier tells of a limit in each of its answers.
type Announcement = unit.Enum[announcementNames]

// In none. X-Rate-Limit-Policy, -Rules, and of each rule its limits and their state, as Path of
// Exile's API has them. RateLimit-Policy and RateLimit, of the IETF's draft "RateLimit header
// fields for HTTP" since its eighth version. RateLimit-Limit, -Remaining and -Reset, of the
// versions before.
const (
	AnnounceNothing Announcement = iota
	AnnounceRules
	AnnounceFields
	AnnounceThree
)

type announcementNames struct{}

// Names are as users type them.
func (announcementNames) Names() []string {
	return []string{"none", "x-rate-limit", "ratelimit", "ratelimit-limit"}
}

// An Announced is what an answer tells of one limit, once the request has counted.
type Announced struct {
	Meter     uint8         // which of Carrier.Meters, from 1
	Remaining int           // so many hits of the caller would be accepted at this instant
	Reset     time.Duration // until all of the limit's would be, if nothing came, as the headers tell
	Refused   time.Duration // for so long none will be, if this one was refused and nothing comes
}

// MostAnnounced is the largest limit that is announced: what is left of one may be counted hit by
// hit. Assumed: more than any that an answer tells of.
const MostAnnounced = 100_000

func (m *Meter) checkAnnounces() error {
	switch {
	case m.Announces == AnnounceNothing:
		return nil
	case m.bans() || m.isSentence():
		return errors.New("a meter that announces its limit has one, and refuses")
	case m.Limit.Hits > MostAnnounced:
		return fmt.Errorf("a limit of %d hits is announced, more than %d", m.Limit.Hits, MostAnnounced)
	}
	return nil
}

// announce tells of the limits that watch a request. AnnounceRules has no field for the reset: it
// is at most a window away, or at the end of a refusal.
func (c *Carrier) announce(at int64, r *Request, a *Response) (all []Announced) {
	for _, l := range c.metering.limits[r.Endpoint] {
		if l.Announces == AnnounceNothing || !l.counts(r) {
			continue
		}
		n, whole := l.Limit.Left(l.open(r), at)
		told := Announced{Meter: l.number, Remaining: n, Reset: time.Duration(whole - at)}
		switch a.Reason {
		case ReasonThrottled, ReasonQuota, ReasonDisguised:
			told.Refused = time.Duration(quota.Free(l.open(r), at) - at)
		}
		if l.Announces == AnnounceRules {
			told.Reset = cmp.Or(told.Refused, l.Limit.Window)
		}
		all = append(all, told)
	}
	return all
}
