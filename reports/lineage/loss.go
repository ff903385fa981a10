package lineage

import (
	"fmt"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A Loss is how the first session of a run was lost.
type Loss struct {
	Customer int                `json:"customer"`
	At       unit.Milliseconds  `json:"at_ms"`
	Cause    string             `json:"cause"`
	Serial   uint64             `json:"request,omitempty"` // that lost it; 0: none did
	Node     int                `json:"node"`              // of that request
	Renewals []Renewal          `json:"renewals"`          // the customer's last ones until then
	Again    *unit.Milliseconds `json:"signed_in_ms"`      // null: nobody signed in again

	kind measure.Loss
}

// A Renewal is a token request of a customer whose session was lost, as the carrier judged it.
type Renewal struct {
	At         unit.Milliseconds  `json:"at_ms"`
	Serial     uint64             `json:"request"`
	Node       int                `json:"node"`
	Status     int                `json:"status"`
	Reason     fakecarrier.Reason `json:"reason"`
	Superseded uint64             `json:"superseded_by,omitempty"` // the request that got the next token
}

// Losses is the Fold that counts lost sessions, and tells of the first.
type Losses struct {
	Count  int
	First  *Loss
	recent map[uint16][]Renewal // by customer
}

// mostRenewals is how many renewals before a loss are told of. Assumed: enough to see who took
// turns.
const mostRenewals = 6

// Add looks at one record.
func (l *Losses) Add(r *measure.Record) {
	switch r.Kind {
	case measure.TokenJudged:
		if r.By == measure.ByFleet && l.First == nil {
			l.renewed(r)
		}
	case measure.SessionLost:
		l.Count++
		if l.First == nil {
			l.First = &Loss{
				Customer: int(r.Customer), At: unit.Milliseconds(r.Since), Cause: r.Loss().String(),
				Serial: r.Serial, Node: int(r.Node), Renewals: l.recent[r.Customer], kind: r.Loss(),
			}
		}
	case measure.SessionBegan:
		if l.First != nil && l.First.Again == nil && l.First.Customer == int(r.Customer) {
			again := unit.Milliseconds(r.At)
			l.First.Again = &again
		}
	}
}

func (l *Losses) renewed(r *measure.Record) {
	if l.recent == nil {
		l.recent = map[uint16][]Renewal{}
	}
	all := l.recent[r.Customer]
	all = append(all, Renewal{
		At: unit.Milliseconds(r.At), Serial: r.Serial, Node: int(r.Node), Status: int(r.Status),
		Reason: r.Reason, Superseded: r.KilledBy,
	})
	l.recent[r.Customer] = all[max(0, len(all)-mostRenewals):]
}

// Why says how the session was lost, as the end of a sentence.
func (l *Loss) Why() string {
	request := fmt.Sprintf("request %d of node %d", l.Serial, l.Node)
	switch l.kind {
	case measure.LostByReuse:
		return request + " presented a refresh token that was used before, and the carrier ended " +
			"the family"
	case measure.LostUnheard:
		return "the answer to " + request + ", which brought the only good refresh token, reached nobody"
	case measure.LostByCrash:
		return fmt.Sprintf("node %d crashed with the answer to request %d, which brought the only good "+
			"refresh token", l.Node, l.Serial)
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
	who := fmt.Sprintf("request %d of node %d", r.Serial, r.Node)
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
