package lineage

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Hit is one request at the token endpoint.
type Hit struct {
	Serial   uint64            `json:"request"` // its number
	At       unit.Milliseconds `json:"at_ms"`   // when it arrived
	By       Sender            `json:"by"`
	Node     int               `json:"node"`
	Customer int               `json:"customer"`
	Action   uint64            `json:"action,omitempty"` // the user action that it served, 0 for none
	User     User              `json:"user,omitzero"`
	Click    int               `json:"click,omitempty"` // 1 for a first click, 2 for its first repetition
	Status   int               `json:"status"`
	Cause    string            `json:"cause"`               // why it was sent, in a few words
	Rejected uint64            `json:"rejected,omitempty"`  // the refused token, 0 for none
	KilledBy uint64            `json:"killed_by,omitempty"` // the request that had killed it
	Parts    Parts             `json:"parts,omitempty"`

	why    strategies.Why
	reason fakecarrier.Reason // why the refused token had been refused, if known
	ip     int

	carrier uint8 // as in a Record
}

// A User is whose action a request serves; measure.NoUser: nobody asked for it.
type User uint32

// IsZero reports whether it is nobody: JSON then leaves the user out.
func (u User) IsZero() bool { return u == User(measure.NoUser) }

type senderNames struct{}

func (senderNames) Names() []string { return []string{"fleet", "outsider", "neighbour"} }

// A Sender is who sent a request: what the By of a record counts.
type Sender = unit.Enum[senderNames]

// A Traced is a token hit and what it goes back to.
type Traced struct {
	Hit
	Sent    unit.Milliseconds `json:"sent_ms"`          // when it left; its arrival for outsiders
	Clicked time.Duration     `json:"-"`                // when its user clicked, where Action is not 0
	Beside  uint64            `json:"beside,omitempty"` // under way already, of that node and customer
	Root    Root              `json:"root"`
	Depth   int               `json:"depth"`  // how many requests lie between it and its root
	Chain   []Hit             `json:"chain"`  // the nearest, each killed the token of the one before
	Origin  Hit               `json:"origin"` // where its chain began; itself where Depth is 0

	parent uint64 // serial, 0 for none
}

// hitOf is the hit of a record. What had been wrong with the token is looked up now: it may be
// forgotten by the time of the ban.
func (l *Lineage) hitOf(r *measure.Record) Hit {
	h := Hit{
		At: unit.Milliseconds(r.At), Serial: r.Serial, Action: r.Action, Node: int(r.Node),
		Customer: int(r.Customer), Click: int(r.Click), Status: int(r.Status), By: Sender(r.By),
		User: User(r.User), Parts: l.namer.Of(r),
		Rejected: r.Rejected, why: r.Why, ip: int(r.IP),
		carrier: r.Carrier,
	}
	if refused := l.refused.Find(r.Rejected); refused != nil {
		h.reason, h.KilledBy = refused.reason, refused.killedBy
	}
	h.Cause = h.cause()
	return h
}

func (h *Hit) cause() string {
	switch {
	case h.By == Sender(measure.ByNeighbour):
		return "a neighbour behind the same address"
	case h.why != strategies.WhyRejected:
		return reasons[h.why].cause
	case h.reason == fakecarrier.ReasonKilled:
		return "token refused: killed by another renewal"
	case h.reason == fakecarrier.ReasonExpired:
		return "token refused: expired"
	case h.reason == fakecarrier.ReasonProxy:
		return "token refused: by a proxy"
	}
	return "token refused"
}

// reasons are what is said of hits that no refused token made necessary, and where they go back to.
var reasons = map[strategies.Why]struct {
	cause string
	root  Root
}{
	strategies.WhyUnstated:  {"no reason given", RootUnknown},
	strategies.WhyCold:      {"nothing was cached", ColdStart},
	strategies.WhyExpired:   {"the cached token had expired", Expiry},
	strategies.WhyAhead:     {"renewal ahead of expiry", Ahead},
	strategies.WhyCacheDown: {"the cache was down", CacheDown},
	strategies.WhyProbe:     {"probe: is the ban over?", BanOver},
}
