package front

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// An Event is one thing that happened in a World, in the journal and for Notify.
type Event struct {
	Seq    uint64     `json:"seq"` // from 1, without gaps
	At     time.Time  `json:"at"`
	Kind   EventKind  `json:"kind"`
	Source netip.Addr `json:"ip,omitzero"`      // the caller's public address
	Client string     `json:"client,omitempty"` // "" if the request had none that could be read
	Detail string     `json:"detail,omitempty"` // what was done; or became of a refresh token

	// For a request that was refused, or whose reply was lost: why, in words; what is nearest to it of
	// what would have been good, as an operation, a client id or a member; and what it had.
	Why     string  `json:"why,omitempty"`
	Nearest string  `json:"nearest,omitempty"`
	Request *Letter `json:"request,omitempty"` // nil too where there is no room for it any more

	// For a request, with its Endpoint and Reason.
	Method string              `json:"method,omitempty"`
	Path   string              `json:"path,omitempty"`   // at most its first 200 bytes
	Status int                 `json:"status,omitempty"` // 0 if the reply was lost
	Token  fakecarrier.TokenID `json:"token_id,omitempty"`
	ID     string              `json:"request_id,omitempty"` // the caller's X-Request-Id, 64 bytes of it
	Lost   bool                `json:"lost,omitempty"`       // the reply was lost

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
	return []string{"request", "ban", "token", "fault", "reset", "clock", "meters"}
}

// The kinds.
const (
	EventRequest EventKind = iota
	EventBan               // imposed or lifted by the operator
	EventToken             // issued, revoked or expired by the operator, or a user signed in
	EventFault             // injected or cleared
	EventReset
	EventClock  // the Setup's clock went back; the World's time did not
	EventMeters // imposed, or put back, by the operator
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

// usualJournal is how many events are kept by default.
const usualJournal = 1024

// A journal keeps the newest events, in a ring.
type journal struct {
	events []Event
	most   int
	seq    uint64 // of the newest

	letters  int    // bytes of them
	lettered uint64 // events up to this one have none any more
}

// mostLetters is how many bytes a journal keeps of what refused requests had; the oldest go first.
// Assumed: the latest hundred or more.
const mostLetters = 256 << 10

func newJournal(most int) journal { return journal{most: cmp.Or(most, usualJournal)} }

func (j *journal) add(e Event) Event {
	if old := j.at(j.seq + 1 - uint64(j.most)); old != nil { // it makes room
		j.drop(old)
	}
	j.seq++
	e.Seq = j.seq
	if len(j.events) < j.most {
		j.events = append(j.events, e)
	} else {
		j.events[(j.seq-1)%uint64(j.most)] = e
	}
	if e.Request == nil {
		return e
	}
	for j.letters += e.Request.size(); j.letters > mostLetters && j.lettered < j.seq; {
		j.lettered++
		if old := j.at(j.lettered); old != nil {
			j.drop(old)
		}
	}
	return e
}

// drop lets go of what a request had.
func (j *journal) drop(e *Event) {
	if e.Request != nil {
		j.letters -= e.Request.size()
		e.Request = nil
	}
}

// at is the event of that number; nil if it is not kept.
func (j *journal) at(seq uint64) *Event {
	if seq == 0 || seq > j.seq || seq+uint64(len(j.events)) <= j.seq || len(j.events) == 0 {
		return nil
	}
	return &j.events[(seq-1)%uint64(j.most)]
}

// each yields the events kept, the newest first.
func (j *journal) each(yield func(*Event) bool) {
	for i := range uint64(len(j.events)) {
		if !yield(&j.events[(j.seq-1-i)%uint64(j.most)]) {
			return
		}
	}
}

// Events returns how many events there have been: the Seq of the latest.
func (w *World) Events() uint64 {
	w.mu.Lock()
	defer w.unlock()
	return w.journal.seq
}

// Journal returns the events that pass the filter, the oldest first, and how many old events the
// journal has dropped to make room.
func (w *World) Journal(f Filter) (events []Event, dropped uint64) {
	f.Source = f.Source.Unmap().WithZone("") // as in events
	events = []Event{}
	w.mu.Lock()
	defer w.unlock()
	for e := range w.journal.each {
		if e.Seq <= f.After || f.Limit > 0 && len(events) == f.Limit {
			break
		}
		if f.chooses(e) {
			events = append(events, *e)
		}
	}
	slices.Reverse(events)
	return events, w.journal.seq - uint64(len(w.journal.events))
}

func (f *Filter) chooses(e *Event) bool {
	switch {
	case f.Kinds != nil && !slices.Contains(f.Kinds, e.Kind):
	case f.Source.IsValid() && f.Source != e.Source:
	case f.Client != "" && f.Client != e.Client:
	case f.Endpoint != "" && f.Endpoint != e.Endpoint:
	case f.Status != 0 && f.Status != e.Status:
	case f.Lost && !e.Lost:
	case e.At.Before(f.Since):
	default:
		return true
	}
	return false
}

// note writes an event into the journal. The caller holds the lock, and must release it by unlock.
func (w *World) note(e Event) {
	if e.At.IsZero() {
		e.At = w.last
	}
	e = w.journal.add(e)
	if w.setup.Notify != nil {
		w.pending = append(w.pending, e)
	}
}

// unlock releases the lock, then calls Notify with the events noted meanwhile.
func (w *World) unlock() {
	pending := w.pending
	w.pending = nil
	w.mu.Unlock()
	for _, e := range pending {
		w.setup.Notify(e)
	}
}
