package fakecarrier

import (
	"cmp"
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// GrantTerms are what a carrier gives to clients that act for a user. The zero value gives nothing.
type GrantTerms struct {
	CodeLife time.Duration // of an authorization code; 0 is no authorization code grant
	Device   *DeviceTerms  // nil: no grant for devices
	Refresh  *RefreshTerms // nil: no refresh tokens
	Refusal  GrantRefusal  // of a code or a refresh token that is not good
}

// RefreshTerms are what becomes of refresh tokens. All those that came of one authorization are a
// family; a renewal shows one of them, and its current ones are good. The zero value gives a new
// one at each renewal, supersedes the one that was shown, and revokes the family of whoever shows
// that again (RFC 9700, section 4.14.2).
type RefreshTerms struct {
	Life     time.Duration // of each; 0 is for ever
	LifeFrom LifeFrom
	Idle     time.Duration // a family ends that was not renewed for so long; 0 is never

	Rotation  Rotation
	OldStays  bool // a new one supersedes none
	Supersede Supersession
	AtMost    time.Duration // the longest that it waits for the first use; 0 is for ever

	// A superseded one that is shown again is forgiven, and answered by Replay, not longer than
	// ReuseInterval after that (0: never), not older than Reach generations (0: 1), not more often
	// than ReuseTimes (0: as often as one likes). ReuseTimes alone, without an interval, forgives so
	// often at any time. ForgivesParent forgives the one before the newest at any time, however often.
	// Any other is OnReuse's.
	ReuseInterval  time.Duration
	Reach          int
	ReuseTimes     int
	ForgivesParent bool
	Replay         Replay
	OnReuse        OnReuse
	KeepsAccess    bool // a revoked family's access tokens live on

	Concurrent Concurrency
	Families   int // at most so many of a client live; one more revokes the oldest. 0: any number
}

// A GrantRefusal is how a grant that is not good is answered.
type GrantRefusal struct {
	Status int    // 0 is 400; 200 is a body that tells of an error
	Code   string // "" is invalid_grant (RFC 6749, section 5.2)
}

// InvalidGrant is how a grant that is not good is answered.
func (t *GrantTerms) InvalidGrant() GrantRefusal {
	return GrantRefusal{
		cmp.Or(t.Refusal.Status, statusBadRequest), cmp.Or(t.Refusal.Code, "invalid_grant"),
	}
}

// A Supersession says when a token that was used, and rotated, ceases to be current.
type Supersession = unit.Enum[supersessionNames]

// When its successor is issued; or when one of its successors is first shown (Shopify since 2026);
// or when an access token that came with one of them is first accepted (Doorkeeper).
const (
	AtIssue Supersession = iota
	FirstUseOfNewRefresh
	FirstUseOfNewAccess
)

// A Replay is the answer to a superseded token that is forgiven.
type Replay = unit.Enum[replayNames]

// The very pair that superseded it, and nothing is issued; or a further pair, current beside the
// others; or an access token without a refresh token; or an access token with the newest refresh
// token that there is (Supabase).
const (
	ReplaySame Replay = iota
	ReplayNew
	ReplayAccessOnly
	ReplayCurrent
)

// OnReuse is what becomes of the family of a superseded token that is not forgiven.
type OnReuse = unit.Enum[onReuseNames]

// The family is revoked; or the token is merely refused.
const (
	RevokeFamily OnReuse = iota
	RefuseToken
)

// Concurrency says what becomes of a renewal with a token whose earlier renewal is still being
// served.
type Concurrency = unit.Enum[concurrencyNames]

// It is judged like any other; or refused (Salesforce).
const (
	AllowConcurrent Concurrency = iota
	RefuseConcurrent
)

// LifeFrom says when the life of a refresh token begins.
type LifeFrom = unit.Enum[lifeFromNames]

// At its issue; or when its user signed in, so that its successors inherit its end.
const (
	LifeFromIssue LifeFrom = iota
	LifeFromSignIn
)

// The names of the choices, as the user types them.
type (
	supersessionNames struct{}
	replayNames       struct{}
	onReuseNames      struct{}
	concurrencyNames  struct{}
	lifeFromNames     struct{}
)

func (supersessionNames) Names() []string {
	return []string{"at-issue", "first-use-of-new-refresh", "first-use-of-new-access"}
}
func (replayNames) Names() []string {
	return []string{"same", "new", "access-only", "current"}
}
func (onReuseNames) Names() []string     { return []string{"revoke", "refuse"} }
func (concurrencyNames) Names() []string { return []string{"allow", "refuse"} }
func (lifeFromNames) Names() []string    { return []string{"issue", "sign-in"} }

// check returns an error if the terms contradict each other.
func (t *GrantTerms) check() error {
	switch {
	case t.CodeLife < 0:
		return fmt.Errorf("codes cannot live %v", t.CodeLife)
	case t.Device != nil && (t.Device.Life <= 0 || t.Device.Interval < 0):
		return fmt.Errorf("devices cannot wait %v, and %v between polls", t.Device.Life,
			t.Device.Interval)
	case t.Refresh != nil:
		if err := t.Refresh.Check(); err != nil {
			return err
		}
	}
	return t.Refusal.check()
}

// Check returns a *unit.Error if the terms contradict each other.
func (t *RefreshTerms) Check() error {
	for _, length := range []struct {
		of string
		d  time.Duration
	}{
		{"a life", t.Life}, {"an idle time", t.Idle}, {"an at_most", t.AtMost},
		{"a reuse_interval", t.ReuseInterval},
	} {
		if length.d < 0 {
			return &unit.Error{
				Found: fmt.Sprintf("%s of %v for refresh tokens", length.of, length.d),
				Meant: "0s or longer",
			}
		}
	}
	switch {
	case t.Rotation.kind == rotatePast && t.Life == 0:
		return &unit.Error{
			Found: "a rotation past a part of a life without end", Meant: "a life beside it",
		}
	case t.AtMost > 0 && t.Supersede == AtIssue:
		return &unit.Error{
			Found: "at_most where a token is superseded at issue", Meant: "it beside a first use",
		}
	case t.OldStays && (t.Supersede != AtIssue || t.forgives()):
		return &unit.Error{
			Found: "an old refresh token that stays, and what becomes of a superseded one",
			Meant: "one of them",
		}
	case t.Reach < 0 || t.ReuseTimes < 0 || t.Families < 0:
		return &unit.Error{
			Found: "a negative number in the terms of refresh tokens", Meant: "0 or more",
		}
	}
	return nil
}

func (r GrantRefusal) check() error {
	switch s := r.Status; {
	case s == 0, s == statusOK, s >= 400 && s <= 599:
		return nil
	}
	return fmt.Errorf("found status %d for a grant that is not good; meant 200, or 400 to 599",
		r.Status)
}
