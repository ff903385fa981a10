package front

import (
	"net/netip"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// An Event is one thing that happened in a World, in the journal and for subscribers.
type Event struct {
	Seq    uint64 // from 1, without gaps
	At     time.Time
	Kind   EventKind
	Source netip.Addr // the caller's public address
	Client string     // the caller's client id; "" if the request had none that could be read
	Detail string     // what was done, in a few words; empty for a request

	// For a request.
	Method   string
	Path     string // at most its first 200 bytes
	Endpoint fakecarrier.Endpoint
	Status   int                // as the caller sees it; 0 if the reply was lost
	Reason   fakecarrier.Reason // why it is not 200; ReasonNone may be a 400
	Token    fakecarrier.TokenID
	Lost     bool // the reply was lost

	// The change of the ban, if there was one.
	Ban         fakecarrier.BanChange
	Rule        string
	BannedUntil time.Time
}

// An EventKind says what kind of event it is.
type EventKind = unit.Enum[eventKindNames]

type eventKindNames struct{}

// Names are as users type them.
func (eventKindNames) Names() []string {
	return []string{"request", "ban", "token", "fault", "reset", "clock"}
}

// The kinds.
const (
	EventRequest EventKind = iota
	EventBan               // imposed or lifted by the operator
	EventToken             // revoked or expired by the operator
	EventFault             // injected or cleared
	EventReset
	EventClock // the Setup's clock went back; the World's time did not
)

// A Filter chooses events of the journal. The zero Filter chooses all.
type Filter struct {
	Kinds    []EventKind // nil is all
	Source   netip.Addr  // the zero Addr is all
	Client   string      // "" is all
	Endpoint string      // "token", "api"; "" is all
	Status   int         // 0 is all
	Lost     bool        // only requests whose reply was lost
	Since    time.Time   // the zero Time is all
	After    uint64      // only events of a higher Seq
	Limit    int         // the newest so many; 0 is all
}
