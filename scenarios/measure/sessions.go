package measure

import (
	"encoding/json"
	"strconv"
	"time"
)

// A Loss is how a session was lost: why the carrier takes no refresh token that the fleet still
// has.
type Loss uint16

// The losses.
const (
	NotLost         Loss = iota
	LostByReuse          // a request presented a refresh token again, and the carrier ended the family
	LostUnheard          // the answer that brought the good one reached nobody
	LostByCrash          // who waited for it, or had just got it, crashed
	LostUnsaved          // it arrived, and no store took it
	LostOverwritten      // another pair was written over it
	LostDiscarded        // it was deleted from its store
	LostByStore          // the store lost its last writes
	LostByTime           // its life was over
)

var lossNames = [...]string{
	"none", "reuse", "unheard", "crash", "unsaved", "overwritten", "discarded", "store", "time",
}

func (l Loss) String() string { return lossNames[l] }

// Loss is that of SessionLost.
func (r *Record) Loss() Loss { return Loss(r.Click) }

// Sessions are what became of the customers' sessions with the carrier. A session is lost when the
// carrier takes no refresh token that a store of the customer, a request or an answer holds; it
// lasts until then, and again from the next sign-in on.
type Sessions struct {
	Lost    int
	First   *time.Duration // since the run's start; nil: never
	LostFor time.Duration  // until the next sign-in, or the end; the sum over customers
}

// sessionsJSON is what JSON has of Sessions: times are in milliseconds.
type sessionsJSON struct {
	Lost    int          `json:"lost"`
	First   *json.Number `json:"first_lost_ms"` // null: never
	LostFor json.Number  `json:"lost_ms"`
}

// JSONShape is as what MarshalJSON writes.
func (s Sessions) JSONShape() any { return sessionsJSON{} }

// MarshalJSON writes times in milliseconds.
func (s Sessions) MarshalJSON() ([]byte, error) {
	number := func(d time.Duration) json.Number {
		return json.Number(strconv.FormatFloat(Milliseconds(d), 'f', -1, 64))
	}
	text := sessionsJSON{Lost: s.Lost, LostFor: number(s.LostFor)}
	if s.First != nil {
		first := number(*s.First)
		text.First = &first
	}
	return json.Marshal(text)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (s *Sessions) UnmarshalJSON(data []byte) error {
	var text sessionsJSON
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	lostFor, err := time.ParseDuration(text.LostFor.String() + "ms")
	*s = Sessions{Lost: text.Lost, LostFor: lostFor}
	if err != nil || text.First == nil {
		return err
	}
	first, err := time.ParseDuration(text.First.String() + "ms")
	s.First = &first
	return err
}

// sessions learn from records what became of the sessions.
type sessions struct {
	course *Course
	since  []*time.Duration // by customer, of each carrier; nil: the session is not lost
}

func newSessions(c *Course) sessions {
	return sessions{c, make([]*time.Duration, c.Customers*len(c.Carriers))}
}

// of is since when the session of a record is lost.
func (s *sessions) of(r *Record) **time.Duration {
	return &s.since[s.course.carried(int(r.Customer), r)]
}

func (s *sessions) add(r *Record, of *Sessions) {
	if r.Kind == SessionBegan {
		if since := *s.of(r); since != nil { // else it is no loss of this part of the run
			of.LostFor += r.At - *since
			*s.of(r) = nil
		}
		return
	}
	since := r.Since
	*s.of(r) = &since
	of.Lost++
	if of.First == nil || r.Since < *of.First {
		first := r.Since
		of.First = &first
	}
}

// unmeasured takes note of what happens before figures count, from an instant on: a session that is
// lost by then is not counted, but the time for which it stays so is.
func (s *sessions) unmeasured(r *Record, from time.Duration) {
	*s.of(r) = nil
	if r.Kind == SessionLost {
		*s.of(r) = &from
	}
}

// close counts what is still lost at the end.
func (s *sessions) close(end time.Duration, of *Sessions) {
	for _, since := range s.since {
		if since != nil {
			of.LostFor += end - *since
		}
	}
}
