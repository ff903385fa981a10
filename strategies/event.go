package strategies

import "time"

// An Event is something that a strategy did, for Env.Observe. Which fields are set beside Kind, At
// and Account depends on the kind. An event never holds a token.
type Event struct {
	Kind    EventKind
	At      time.Time     // when it ended, by the node's clock
	Account string        // Env's
	Took    time.Duration // how long it took
	Err     error         // nil: success
	Part    string        // of the part that waited; a breaker and its statuses: "breaker 403"
	Why     Why           // why a token was requested
	Store   string        // "own" or "shared"
	Held    bool          // the lease is this node's
	Breaker BreakerState  // the new state of the breaker
}

// An EventKind is what happened.
type EventKind uint8

// The kinds of events. A lock that was free is no event, nor is a store that works.
const (
	EventAction       EventKind = iota // an action ended: Took, Err
	EventCall                          // one call of an action ended: Took, Err
	EventTokenRequest                  // one hit on the carrier's token endpoint: Why, Took, Err
	EventWait                          // a part slept, or waited for a lock: Part, Took, Err
	EventBreaker                       // a circuit breaker changed its state: Part, Breaker
	EventStore                         // a token store failed: Store, Took, Err
	EventLease                         // the lease was requested: Held, Took, Err
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
