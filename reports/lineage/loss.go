package lineage

import (
	"fmt"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A Loss is how a session was lost.
type Loss struct {
	Customer int                `json:"customer"`
	At       unit.Milliseconds  `json:"at_ms"`
	Cause    string             `json:"cause"`
	Serial   uint64             `json:"request,omitempty"` // that lost it; 0: none did
	Action   uint64             `json:"action,omitempty"`  // that lost it
	Node     int                `json:"node"`              // of that request
	Parts    Parts              `json:"parts,omitempty"`   // of that request
	Renewals []Renewal          `json:"renewals"`          // the customer's last ones until then
	Again    *unit.Milliseconds `json:"signed_in_ms"`      // null: nobody signed in again

	kind measure.Loss
}

// A holder is whose session it is: a customer's with a carrier.
type holder struct {
	carrier  uint8
	customer uint16
}

// A Renewal is a token request of a customer whose session was lost, as the carrier judged it.
type Renewal struct {
	At         unit.Milliseconds  `json:"at_ms"`
	Serial     uint64             `json:"request"`
	Node       int                `json:"node"`
	Parts      Parts              `json:"parts,omitempty"`
	Status     int                `json:"status"`
	Reason     fakecarrier.Reason `json:"reason"`
	Superseded uint64             `json:"superseded_by,omitempty"` // the request that got the next token
}

// Losses is the Fold that counts lost sessions, and tells of the first of them.
type Losses struct {
	Count int
	Told  []Loss

	most   int
	namer  *Namer
	last   map[holder]int // the index in Told of his latest loss
	recent map[holder][]Renewal
}

// NewLosses returns the Losses of a run of s with a strategy, which tell of at most so many.
func NewLosses(s *scenarios.Scenario, strategy string, most int) *Losses {
	return &Losses{
		most: most, namer: NewNamer(s, strategy),
		last: map[holder]int{}, recent: map[holder][]Renewal{},
	}
}

// mostRenewals is how many renewals before a loss are told of. Assumed: enough to see who took
// turns.
const mostRenewals = 6

// Add looks at one record.
func (l *Losses) Add(r *measure.Record) {
	of := holder{r.Carrier, r.Customer}
	switch r.Kind {
	case measure.TokenJudged:
		if r.By == measure.ByFleet && len(l.Told) < l.most {
			l.renewed(of, r)
		}
	case measure.SessionLost:
		l.Count++
		delete(l.last, of)
		if len(l.Told) < l.most {
			l.last[of] = len(l.Told)
			l.Told = append(l.Told, Loss{
				Customer: int(r.Customer), At: unit.Milliseconds(r.Since), Cause: r.Loss().String(),
				Serial: r.Serial, Action: r.Action, Node: int(r.Node), Parts: l.namer.Of(r),
				Renewals: append([]Renewal{}, l.recent[of]...), kind: r.Loss(),
			})
			l.recent[of] = nil // the next family has its own
		}
	case measure.SessionBegan:
		if i, told := l.last[of]; told {
			again := unit.Milliseconds(r.At)
			l.Told[i].Again = &again
		}
	}
}

func (l *Losses) renewed(of holder, r *measure.Record) {
	recent := l.recent[of]
	recent = append(recent, Renewal{
		At: unit.Milliseconds(r.At), Serial: r.Serial, Node: int(r.Node), Parts: l.namer.Of(r),
		Status: int(r.Status), Reason: r.Reason, Superseded: r.KilledBy,
	})
	l.recent[of] = recent[max(0, len(recent)-mostRenewals):]
}

// Why says how the session was lost, as the end of a sentence.
func (l *Loss) Why() string {
	by := Caller{Serial: l.Serial, Action: l.Action, Node: l.Node, Parts: l.Parts}
	request := by.Name()
	switch l.kind {
	case measure.LostByReuse:
		return request + " presented a refresh token that was used before, and the carrier ended " +
			"the family"
	case measure.LostUnheard:
		return "the answer to " + request + ", which brought the only good refresh token, reached nobody"
	case measure.LostByCrash:
		return "a crash took the answer to " + request + ", which brought the only good refresh token"
	case measure.LostUnsaved:
		return "the refresh token that " + request + " brought was not stored"
	case measure.LostOverwritten:
		return "the pair that " + request + " brought was written over the good one"
	case measure.LostDiscarded:
		return "the pair was deleted from its store"
	case measure.LostByStore:
		return "the store lost its last writes"
	case measure.LostByTime:
		return "the life of its refresh token was over"
	case measure.NotLost:
	}
	return "of what no record tells"
}

// Story says what became of the renewal.
func (r *Renewal) Story() string {
	by := Caller{Serial: r.Serial, Node: r.Node, Parts: r.Parts}
	who := by.Name()
	switch {
	case r.Reason == fakecarrier.ReasonReplayed:
		return fmt.Sprintf("%s presented what request %d had presented, and got the same answer", who,
			r.Superseded)
	case r.Reason == fakecarrier.ReasonGrant && r.Superseded != 0:
		return fmt.Sprintf("%s presented what request %d had presented, and was refused: %d", who,
			r.Superseded, r.Status)
	case r.Reason == fakecarrier.ReasonGrant:
		return fmt.Sprintf("%s presented a refresh token that is no good, and was refused: %d", who,
			r.Status)
	case r.Reason != fakecarrier.ReasonNone:
		return fmt.Sprintf("%s was refused: %d, %v", who, r.Status, r.Reason)
	}
	return who + " got a new pair"
}
