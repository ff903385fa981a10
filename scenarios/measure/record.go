package measure

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/sim"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Kind is what happened.
type Kind uint8

// The kinds of records, in the order in which an action meets them.
const (
	ActionStarted Kind = iota // a user clicked
	TokenJudged               // a token request reached the carrier and was judged there
	TokenAnswered             // its answer reached the client; Status 0: the client gave up
	APIJudged                 // likewise an API call, or a proxy before the carrier answered it
	APIAnswered
	ActionSucceeded // the user has what he asked for
	ActionFailed    // the user sees an error
	RequestLost     // a request that never reached the carrier
	FaultBegan      // a fault of the scenario; Fault is its index
	FaultEnded
	BanImposed // a ban began, or was extended, that no hit of ours caused

	// SessionLost: the carrier takes no refresh token of the customer's any more, since Since. Serial,
	// Action, Node, Class and Group are of the request that lost it, 0 if none did; Loss says how.
	SessionLost
	SessionBegan // somebody signed in again, after a loss of this Class and Group

	// FurtherBan: the hit of the record before it began, or extended, a ban of another kind, too.
	FurtherBan
)

var kindNames = [...]string{
	"action_started", "token_judged", "token_answered", "api_judged", "api_answered",
	"action_succeeded", "action_failed", "request_lost", "fault_began", "fault_ended",
	"ban_imposed", "session_lost", "session_began", "further_ban",
}

func (k Kind) String() string { return kindNames[k] }

// Who sent a request.
const (
	ByFleet     uint8 = iota // one of our nodes
	ByOutsider               // someone else with our credentials, from elsewhere or by no request
	ByNeighbour              // someone else behind our public IP
)

// NoUser is the User of what no user asked for: recorded arrivals, background renewals.
const NoUser = ^uint32(0)

// WithoutRights is the Token of a call that shows one of credentials without rights, which the
// carrier did not issue to the customer.
const WithoutRights = ^uint64(0)

// A Record is one thing that happened in a run. A run is one flat stream of records in event
// order; counts, percentiles, charts and explanations are folds over it. Fields without a meaning
// for a Kind are zero.
type Record struct {
	At   time.Duration // when, since the run's epoch
	Sent time.Duration // judged, answered: when the request left; ended: when the user clicked

	Serial   uint64 // number of the request, from 1, in order of sending
	Action   uint64 // number of the action, from 1; 0 for what runs in the background
	Token    uint64 // issued (token requests) or presented (API calls)
	Rejected uint64 // token requests: the refused token that this one is to replace
	KilledBy uint64 // Serial of the request that killed the token, or superseded the refresh token

	BannedUntil time.Duration // when Ban changed
	// Since is the beginning of the window that was filled, when Ban changed or Meter objected;
	// SessionLost has it too.
	Since time.Duration

	// The order is that of Digest: what is read together lies together.
	Why      strategies.Why     // token requests; a token issued by no request has none
	Reason   fakecarrier.Reason // judged: why not 200
	By       uint8              // who sent it
	Rule     uint8              // when Ban changed: index in Rules of the reading's id
	User     uint32
	Status   uint16 // HTTP status; 0: no answer in time
	Node     uint16
	Kind     Kind
	Ban      fakecarrier.BanChange // judged: what this hit did to the ban
	Customer uint16
	Click    uint16 // actions: 1 for a first click, 2 for the first repetition, ...; SessionLost: Loss
	Fault    uint16 // index in the scenario's faults
	IP       uint16
	Class    uint8 // of the call's load, from 1; 0: it has no name, or nobody called
	Group    uint8 // in a mixed fleet, which of its strategies; 0: the compared one
	Carrier  uint8 // of several, which: requests, actions, bans and sessions; 0: the first
	Meter    uint8 // judged: which of the carrier's meters objected, from 1; not in digests
}

// A Fold learns from a run, one record after another. The record is only lent: Add copies what it
// keeps.
type Fold interface{ Add(r *Record) }

// Digest adds the record to a digest.
func (r *Record) Digest(d sim.Digest) sim.Digest {
	where := uint32(r.Status) | uint32(r.Node)<<16
	kind := uint16(r.Kind) | uint16(r.Ban)<<8
	what := uint64(where) | uint64(r.Customer)<<32 | uint64(kind)<<48
	reason := uint32(r.Why) | uint32(r.Reason)<<8 | uint32(r.By)<<16 | uint32(r.Carrier)<<24
	why := uint64(reason) | uint64(r.User)<<32
	rare := uint64(uint32(r.Click)|uint32(r.Fault)<<16) |
		uint64(uint32(r.IP)|uint32(r.Class)<<16|uint32(r.Group)<<24)<<32
	d = d.Add(uint64(r.At), uint64(r.Sent))
	d = d.Add(what, why)
	d = d.Add(r.Serial, r.Action)
	d = d.Add(r.Token, rare)
	// Pairs that are rare are left out where they are zero; Kind and Ban, above, say which is there.
	if r.Rejected|r.KilledBy != 0 {
		d = d.Add(r.Rejected, r.KilledBy)
	}
	if r.BannedUntil|r.Since != 0 && (r.Meter == 0 || r.Ban != fakecarrier.BanNone) {
		d = d.Add(uint64(r.BannedUntil), uint64(r.Since))
	}
	if r.Rule != 0 {
		d = d.Add(ruleSums[r.Rule], 0)
	}
	return d
}
