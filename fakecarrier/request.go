package fakecarrier

import (
	"fmt"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// An IP is the index of a public address, small numbers from 0.
type IP uint32

// A Client is the index of a client id, small numbers from 0.
type Client uint32

// A TokenID is the serial number of an issued token, from 1; 0 is none.
type TokenID uint64

// An Endpoint is where a request goes.
type Endpoint uint8

// The endpoints.
const (
	TokenEndpoint Endpoint = iota
	APIEndpoint
)

var endpointNames = [...]string{"token", "api"}

func (e Endpoint) String() string { return endpointNames[e] }

// Covers reports whether an endpoint is in the scope.
func Covers(s throttle.Scope, e Endpoint) bool {
	return s == throttle.AllScope || (s == throttle.TokenScope) == (e == TokenEndpoint)
}

// A Request is what arrives at the carrier.
type Request struct {
	Endpoint  Endpoint
	Kind      uint8 // token endpoint: of the grant, remembered with its token for whoever asks
	IP        IP
	Client    Client
	Token     TokenID // API: the presented token
	NoRights  bool    // API: it is another client's, which has no right to the call, whatever Token is
	Operation uint16  // API: which one of the Wire, by its number
	Serial    uint64  // the caller's number of this request, remembered as the killer of tokens
	Fault     int     // status of the fault that answers instead, as 503; the hit counts. 0 is none
	BadSecret bool    // token endpoint: the credentials are wrong

	// Token endpoint: what the caller drew for a token that is issued. A Carrier draws nothing.
	Life       time.Duration // 0 is the profile's TokenLife
	Activation time.Duration // the token is refused for so long

	// What a request at the token endpoint shows beside its credentials.
	Renews  bool      // a refresh token: Refresh, which is zero if nobody knows it
	Refresh RefreshID // with Renews
	Code    *Exchange // an authorization code; nil is none
	Polls   bool      // a device's code: Device, which is 0 if nobody knows it
	Device  DeviceID  // with Polls
	Foreign bool      // nothing, by means of its own: the token is of the client's newest family
}

// A Response is what the carrier answers, and why.
type Response struct {
	Status      int           // 200, 400, 401, 403, 429, or the fault's
	Token       TokenID       // issued
	Refresh     RefreshID     // that came with it, zero if none did
	ExpiresIn   time.Duration // of that token, as the carrier says
	Unsaid      bool          // it says nothing of that
	Reason      Reason        // why the status is not 200
	KilledBy    uint64        // serial of the request whose token killed the presented one
	Ban         BanChange     // what this hit did to the ban of its key
	Meter       uint8         // which of Carrier.Meters objected, from 1; 0: none, or any hit did
	Rule        string        // the reading that was violated, where Ban is not BanNone; may be ""
	Since       time.Time     // the hits that filled its window are those since then
	BannedUntil time.Time     // where Ban is not BanNone, or Reason is ReasonBanned
	RetryAfter  time.Duration // until the meters that refuse this request let one pass; of limits
	Limits      []Announced   // what the answer tells of those that announce themselves
	Further     *FurtherBan   // what it did to bans of other kinds; nil: nothing
	Device      DeviceState   // why a device has no tokens, where Reason is ReasonGrant
}

// A FurtherBan is what a hit did to a ban of another kind than that of its Response, whose members
// of the same name it has.
type FurtherBan struct {
	Ban         BanChange
	Meter       uint8
	Rule        string
	Since       time.Time
	BannedUntil time.Time
	Next        *FurtherBan
}

// A Reason says why a request was not answered 200.
type Reason uint8

// The reasons, as reports name them.
const (
	ReasonNone        Reason = iota
	ReasonExpired            // the token's life is over
	ReasonKilled             // a newer token ended it
	ReasonUnknown            // the token was never issued, or to another client
	ReasonBanned             // the ban: 403
	ReasonThrottled          // the transaction meter: 429
	ReasonQuota              // the daily quota: 429
	ReasonFault              // the carrier is in trouble: 5xx
	ReasonCredentials        // wrong ones: 401
	ReasonGrant              // the code or the refresh token is not good: 400
	ReasonReplayed           // none: 200, and what was issued before is answered once more
	ReasonInactive           // the token is not active yet: 401
	ReasonEarly              // the client's last token is too young for another: 400
	ReasonDisguised          // a meter, whose answer looks like that to a grant that is not good
	ReasonRights             // the token's client has no right to the call: 403
	ReasonProxy              // a proxy before the carrier, which keeps a refusal; no Carrier's own
)

var reasonNames = [...]string{
	"none", "expired", "killed", "unknown", "banned", "throttled", "quota", "fault", "credentials",
	"grant", "replayed", "inactive", "early", "disguised", "rights",
	"proxy",
}

func (r Reason) String() string { return reasonNames[r] }

// MarshalText writes the reason as reports name it.
func (r Reason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the reason as reports name it.
func (r *Reason) UnmarshalText(text []byte) error {
	i := slices.Index(reasonNames[:], string(text))
	if i < 0 {
		return fmt.Errorf("found the reason %q; meant %s", text,
			unit.Meant(string(text), reasonNames[:]))
	}
	*r = Reason(i)
	return nil
}

// A BanChange is what a hit did to a ban.
type BanChange uint8

// The changes.
const (
	BanNone BanChange = iota
	BanStarted
	BanExtended
)

var banChangeNames = [...]string{"none", "started", "extended"}

func (b BanChange) String() string { return banChangeNames[b] }

// MarshalText writes the change as reports name it.
func (b BanChange) MarshalText() ([]byte, error) { return []byte(b.String()), nil }
