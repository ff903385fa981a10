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
	Source netip.Addr // the public address concerned
	Client string     // the client id concerned; "" where none was understood
	Detail string     // of other kinds than a request: what was done, in a few words

	// Of a request.
	Method   string
	Path     string // of the request, at most 200 bytes of it
	Endpoint fakecarrier.Endpoint
	Status   int                // as the caller sees it; 0 if the reply was lost
	Reason   fakecarrier.Reason // why it is not 200; ReasonNone may be a 400
	Token    fakecarrier.TokenID
	Lost     bool // the reply was lost

	// What it did to the ban of its key.
	Ban         fakecarrier.BanChange
	Rule        string
	BannedUntil time.Time
}

// An EventKind is what sort of thing happened.
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
	EventClock // it went back; the World's did not
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
