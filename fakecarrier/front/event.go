package front

import (
	"net/netip"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// An Event is one thing that happened in a World, in the journal and for subscribers.
type Event struct {
	Seq    uint64     `json:"seq"` // from 1, without gaps
	At     time.Time  `json:"at"`
	Kind   EventKind  `json:"kind"`
	Source netip.Addr `json:"ip,omitzero"`      // the caller's public address
	Client string     `json:"client,omitempty"` // "" if the request had none that could be read
	Detail string     `json:"detail,omitempty"` // what was done; empty for a request

	// For a request, with its Endpoint and Reason.
	Method string              `json:"method,omitempty"`
	Path   string              `json:"path,omitempty"`   // at most its first 200 bytes
	Status int                 `json:"status,omitempty"` // 0 if the reply was lost
	Token  fakecarrier.TokenID `json:"token_id,omitempty"`
	Lost   bool                `json:"lost,omitempty"` // the reply was lost

	// The change of the ban, if there was one, with its Ban.
	Rule        string    `json:"rule,omitempty"`
	BannedUntil time.Time `json:"banned_until,omitzero"`

	Endpoint string                `json:"endpoint,omitempty"` // "token" or "api"
	Reason   fakecarrier.Reason    `json:"reason,omitzero"`    // why not 200; ReasonNone may be a 400
	Ban      fakecarrier.BanChange `json:"ban,omitzero"`
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
	Kinds    []EventKind `json:"kind"`     // nil is all
	Source   netip.Addr  `json:"ip"`       // the zero Addr is all
	Client   string      `json:"client"`   // "" is all
	Endpoint string      `json:"endpoint"` // "token", "api"; "" is all
	Status   int         `json:"status"`   // 0 is all
	Lost     bool        `json:"lost"`     // only requests whose reply was lost
	Since    time.Time   `json:"since"`    // the zero Time is all
	After    uint64      `json:"after"`    // only events of a higher Seq
	Limit    int         `json:"limit"`    // the newest so many; 0 is all
}
