package strategies

import "time"

// An Event is something that a strategy did, told to Env.Observe. Which fields are set beside
// Kind, At and Account depends on the kind; events never carry a token.
type Event struct {
	Kind    EventKind
	At      time.Time     // when it ended, by the node's clock
	Account string        // Env's
	Took    time.Duration // of what has a length
	Err     error         // nil: it went well
	Part    string        // that waited, or the breaker: its name in strategy files
	Why     Why           // why a token was requested
	Store   string        // "own" or "shared"
	Held    bool          // the lease is this node's
	Breaker BreakerState  // that the breaker has just entered
}

// An EventKind says what happened.
type EventKind uint8

// The kinds of events. Locks that were free are not told, nor are stores that answer well.
const (
	EventAction       EventKind = iota // an action ended: Took, Err
	EventCall                          // one call of an action ended: Took, Err
	EventTokenRequest                  // one hit on the carrier's token endpoint: Why, Took, Err
	EventWait                          // a part slept, or waited for a lock: Part, Took, Err
	EventBreaker                       // a circuit breaker changed its state: Part, Breaker
	EventStore                         // a token store failed: Store, Took, Err
	EventLease                         // the lease was asked for: Held, Took, Err
)

var eventNames = [...]string{"action", "call", "token request", "wait", "breaker", "store", "lease"}

func (k EventKind) String() string { return eventNames[k] }

// A BreakerState is a state of a circuit breaker.
type BreakerState uint8

// The states of Michael Nygard, "Release It!", 2007.
const (
	BreakerClosed   BreakerState = iota // all pass
	BreakerOpen                         // none passes
	BreakerHalfOpen                     // one passes, to probe
)

var breakerNames = [...]string{"closed", "open", "half-open"}

func (s BreakerState) String() string { return breakerNames[s] }
