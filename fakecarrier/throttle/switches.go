package throttle

import "github.com/tokenstorm/tokenstorm/internal/unit"

// The switches of a Throttle: what the carrier's documents leave open. Each zero value is the
// choice that the documents make most likely. All read and write themselves as text.

// A Moment says when a hit counts. Edge counters count arrivals.
type Moment = unit.Enum[momentNames]

// A hit counts when it arrives, or when its answer leaves.
const (
	Arrival Moment = iota
	Completion
)

// Hits says which hits count. FedEx does not say; an edge counts requests whatever their outcome.
type Hits = unit.Enum[hitsNames]

// All hits count, or only those that are answered 200, or only those whose credentials (at the API:
// whose token) are good, whatever the answer. A hit during a ban is neither of the latter two.
const (
	AllHits Hits = iota
	IssuedHits
	AuthenticatedHits
)

// A Fate says what becomes of the hit that breaks a threshold. An edge denies it at once; FedEx's
// "once violates, further requests" permits the other.
type Fate = unit.Enum[fateNames]

// The violating hit is refused itself, or served still.
const (
	Refused Fate = iota
	Served
)

// InFlight says what becomes of requests that are being served when a ban begins. Assumed: finish.
type InFlight = unit.Enum[inFlightNames]

// Requests in flight finish, or are cut off with the ban's answer.
const (
	Finish InFlight = iota
	Cut
)

// A Scope is a set of endpoints. FedEx: "only applicable to the OAuth token generation service".
type Scope = unit.Enum[scopeNames]

// The token endpoint alone, or the API too, or the API alone.
const (
	TokenScope Scope = iota
	AllScope
	APIScope
)

// A Key says what hits are metered by. FedEx: by public IP.
type Key = unit.Enum[keyNames]

// Hits are metered by public IP, by pairs of public IP and client id, or by client id.
const (
	ByIP Key = iota
	ByIPAndClient
	ByClient
)

// Counters says what becomes of the counters when a ban ends. Assumed: kept, for they slide.
type Counters = unit.Enum[countersNames]

// Counters are kept, or cleared.
const (
	Kept Counters = iota
	Cleared
)

// An Extension says what prolongs a ban.
type Extension = unit.Enum[extensionNames]

// Ways of prolonging a ban.
const (
	OnViolation Extension = iota // a hit that exceeds a threshold restarts it (FedEx's own text)
	NoExtension                  // nothing does (the commonly quoted sentence alone)
	OnAnyHit                     // every hit on an endpoint that it covers (a frequent misreading)
	Stacking                     // a hit that exceeds a threshold adds a whole ban at the end
)

// A BanEnd says when a ban ends that is due to end at t. Assumed: sharp.
type BanEnd = unit.Enum[banEndNames]

// At t itself, or at the next whole second or minute of the Unix clock.
const (
	Sharp BanEnd = iota
	NextSecond
	NextMinute
)

// The names of the switches, as the user types them.
type (
	momentNames    struct{}
	hitsNames      struct{}
	fateNames      struct{}
	inFlightNames  struct{}
	scopeNames     struct{}
	keyNames       struct{}
	countersNames  struct{}
	extensionNames struct{}
	banEndNames    struct{}
)

// scopes are made once: a served carrier names one with each request.
var scopes = []string{"token", "all", "api"}

func (momentNames) Names() []string    { return []string{"arrival", "completion"} }
func (hitsNames) Names() []string      { return []string{"all", "issued", "authenticated"} }
func (fateNames) Names() []string      { return []string{"refused", "served"} }
func (inFlightNames) Names() []string  { return []string{"finish", "cut"} }
func (scopeNames) Names() []string     { return scopes }
func (keyNames) Names() []string       { return []string{"ip", "ip-client", "client"} }
func (countersNames) Names() []string  { return []string{"kept", "cleared"} }
func (extensionNames) Names() []string { return []string{"violation", "none", "any-hit", "stack"} }
func (banEndNames) Names() []string    { return []string{"sharp", "second", "minute"} }
