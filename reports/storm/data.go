package storm

import (
	"encoding/json"
	"reflect"
	"time"
)

// Tick is the unit of instants within the window: fine enough to keep two renewals apart that
// were judged one after the other. Assumed.
const Tick = 100 * time.Microsecond

// Absent stands for an instant, or a row, that is not known or lies outside of the window.
const Absent = -1

// Data is a storm as it is drawn.
type Data struct {
	Unit      int64        `json:"unit_us"`   // the length of a tick
	Origin    int64        `json:"origin_ms"` // when the window begins, since the run's start
	Begins    int64        `json:"begins_ms"` // the time of day at which the run starts, or Absent
	Length    int64        `json:"length"`    // of the window, in ticks
	Focus     [2]int64     `json:"focus"`     // the part of it to look at first
	Run       int64        `json:"run_ms"`    // the length of the run
	Customers int          `json:"customers"`
	Nodes     int          `json:"nodes"`    // when the run began
	IP        int          `json:"ip"`       // the public IP of Meters and Ban
	Policy    string       `json:"policy"`   // what a new token does to the older ones
	Ban       *Ban         `json:"ban"`      // the first of the run; nil: none fell
	Cut       bool         `json:"cut"`      // more happened than was remembered: its beginning is lost
	LeftOut   int          `json:"left_out"` // actions in the window that have no row
	Actions   Rows[Action] `json:"actions"`  // in order of their beginning
	Calls     Rows[Call]   `json:"calls"`    // API calls of those actions, in order of sending
	Hits      Rows[Hit]    `json:"hits"`     // token requests, in order of arrival
	Tokens    Rows[Token]  `json:"tokens"`   // in order of issue
	Meters    []Meter      `json:"meters"`   // of the two thresholds
	Overview  Overview     `json:"overview"` // of the whole run
	Words     []string     `json:"words"`    // reasons and causes, which rows name by index
}

// A Ban is the first of a run. It encodes as an object.
type Ban struct {
	At      int64  `json:"at"`       // in ticks
	Since   int64  `json:"since"`    // the beginning of the window that was filled, in ticks
	Until   int64  `json:"until_ms"` // when it was to end, since the run's start
	Rule    string `json:"rule"`     // the reading that was violated, such as R1; empty: imposed
	Imposed bool   `json:"imposed"`  // by the scenario: no hit of ours is to blame
}

// An Action is a user's click, carried to its outcome.
type Action struct {
	User     int64 // Absent: a recorded arrival
	Node     int64
	Customer int64
	Click    int64 // 1 for a first click, 2 for its first repetition
	Began    int64 // in ticks
	Ended    int64 // in ticks
	Outcome  int64 // 0: still under way; 1: failed without a status; else the HTTP status
}

// A Call is an API call.
type Call struct {
	Action   int64 // its row
	Sent     int64 // in ticks
	Judged   int64 // when the carrier decided, in ticks
	Answered int64 // when the client knew, in ticks
	Status   int64 // HTTP status that the carrier gave; 0: it never arrived
	Token    int64 // number of the token presented
	Killer   int64 // serial of the hit that had killed it; 0: none had
	Reason   int64 // word for what was wrong
}

// A Hit is a token request, whoever sent it.
type Hit struct {
	Serial   int64 // number of the request
	Action   int64 // its row; Absent: in the background, from elsewhere, or left out
	Node     int64 // Absent: none of ours
	Customer int64
	Sent     int64 // in ticks
	Judged   int64 // in ticks; Absent: it never arrived
	Answered int64 // in ticks
	Status   int64 // HTTP status that the carrier gave; 0: it never arrived
	Token    int64 // number of the token issued; 0: none
	Why      int64 // word for why it was sent
	Rejected int64 // number of the refused token that it is to replace; 0: none
	Metered  int64 // 1: it counts in Meters
}

// A Token lives from issue to death.
type Token struct {
	Number   int64
	Customer int64
	Issued   int64 // in ticks
	Died     int64 // in ticks; Absent: alive when the window ended
	IssuedBy int64 // serial of the hit; 0: before the window
	KilledBy int64 // serial of the hit; 0: it expired, or lives
}

// A Meter is how many hits the latest Span held, as steps.
type Meter struct {
	Span  int64   `json:"span_ms"`
	Limit int     `json:"limit"` // hits allowed in it
	Steps []int64 `json:"steps"` // instant in ticks, hits from then on, instant, hits, ...
}

// An Overview counts the whole run in bins. Bins that are empty are left out.
type Overview struct {
	Bin     int64      `json:"bin_ms"`
	Hits    []int      `json:"hits"`    // at our public IPs: bin, hits, bin, hits, ...
	Refused []int      `json:"refused"` // API calls of the fleet answered 401: likewise
	Bans    [][2]int64 `json:"bans"`    // from, until, in ms; of very many the first
}

// Rows encode as arrays, of the fields of each, which are all numbers, in their order.
type Rows[T any] []T

// MarshalJSON writes an array of arrays.
func (rows Rows[T]) MarshalJSON() ([]byte, error) {
	arrays := make([][]int64, len(rows))
	for i := range rows {
		for _, field := range reflect.ValueOf(rows[i]).Fields() {
			arrays[i] = append(arrays[i], field.Int())
		}
	}
	return json.Marshal(arrays)
}
