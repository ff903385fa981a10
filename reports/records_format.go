package reports

import "github.com/tokenstorm/tokenstorm/internal/schema"

var recordsFormat = schema.Lines("records", 1,
	"Everything that happened in a run, as run --records writes it.", recordsHead{}, recordLine{})

// recordsHead is the first line of records: which run they are of.
type recordsHead struct {
	Format   int    `json:"format"`
	Scenario string `json:"scenario"`
	Strategy string `json:"strategy"`
	Reading  string `json:"reading"`
	Seed     uint64 `json:"seed"`
}

// A recordLine is a record as appendRecord writes it, for its schema. Times are milliseconds since
// the run's start.
type recordLine struct {
	At   float64 `json:"at_ms"`
	Kind string  `json:"kind"`

	Request uint64  `json:"request,omitempty"` // its number; of a lost session that which lost it
	Action  uint64  `json:"action,omitempty"`
	By      string  `json:"by,omitempty"` // who sent it
	User    uint64  `json:"user,omitempty"`
	Node    uint64  `json:"node,omitempty"`
	Owner   uint64  `json:"customer,omitempty"`
	Click   uint64  `json:"click,omitempty"` // 1 for a first click, 2 for its first repetition
	Clicked float64 `json:"clicked_ms,omitempty"`
	IP      uint64  `json:"ip,omitempty"` // index of the public IP
	Sent    float64 `json:"sent_ms,omitempty"`
	Status  uint64  `json:"status,omitempty"` // of the answer; 0: the action failed without one
	Why     string  `json:"why,omitempty"`    // a token was asked for
	Reason  string  `json:"reason,omitempty"` // for which the carrier refused

	Token    uint64 `json:"token,omitempty"`     // number of the token issued, or presented
	Rejected uint64 `json:"rejected,omitempty"`  // number of the refused token
	KilledBy uint64 `json:"killed_by,omitempty"` // the request that had killed the token

	Ban         string  `json:"ban,omitempty"`  // what became of the ban
	Rule        string  `json:"rule,omitempty"` // that was violated
	Since       float64 `json:"since_ms,omitempty"`
	BannedUntil float64 `json:"banned_until_ms,omitempty"`

	Fault uint64 `json:"fault,omitempty"` // its place in the scenario, from 0
	Loss  string `json:"loss,omitempty"`  // how a session was lost

	Class   string `json:"class,omitempty"`
	Group   string `json:"group,omitempty"`
	Carrier string `json:"carrier,omitempty"`
}
