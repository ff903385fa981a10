package fakecarrier

import (
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Family is what an operator sees of one authorization.
type Family struct {
	Number   uint32
	Client   Client
	SignedIn time.Time
	Renewed  time.Time // when it last got an access token; SignedIn where never
	Revoked  bool
	Lives    bool        // a renewal with one of its refresh tokens could be answered
	Current  []RefreshID // the refresh tokens that are current, the oldest first
}

// Families are those that the carrier knows, in the order in which they began.
func (c *Carrier) Families(now time.Time) (all []Family) {
	at, terms := now.UnixNano(), c.profile.Grants.Refresh
	for i := range c.families.all {
		f := &c.families.all[i]
		shown := Family{
			Number: c.families.first + uint32(i) + 1, Client: f.client,
			SignedIn: unit.Instant(f.signedIn), Renewed: unit.Instant(f.renewed), Revoked: f.revoked,
		}
		if terms != nil {
			shown.Lives = f.lives(at, terms)
			for j := range f.tokens {
				id := RefreshID{shown.Number, f.first + uint32(j) + 1}
				if c.renewal(at, f.client, id) == grantGood {
					shown.Current = append(shown.Current, id)
				}
			}
		}
		all = append(all, shown)
	}
	return all
}

// OwnerOf is the client of a family; not ok if the carrier does not know the family.
func (c *Carrier) OwnerOf(number uint32) (owner Client, ok bool) {
	if f := c.families.of(number); f != nil {
		return f.client, true
	}
	return 0, false
}

// RevokeFamily ends all that came of one authorization now, as at a reuse. It reports whether it
// had not ended that way before.
func (c *Carrier) RevokeFamily(now time.Time, number uint32) bool {
	at, f := c.advance(now), c.families.of(number)
	if f == nil || f.revoked {
		return false
	}
	c.revokeFamily(at, number, 0)
	return true
}

// ExpireRefresh makes a refresh token as old as it may get now. It reports whether its life was not
// over.
func (c *Carrier) ExpireRefresh(now time.Time, id RefreshID) bool {
	at, t := c.advance(now), c.token(id)
	if t == nil || at >= t.end {
		return false
	}
	t.end = at
	return true
}

// Fate is what would become of a refresh token that a client shows now, in words: whether it is
// good, or why not, and what follows of that. It is asked before the request is handled.
func (c *Carrier) Fate(now time.Time, cl Client, id RefreshID) string {
	at, terms := now.UnixNano(), c.profile.Grants.Refresh
	f := c.families.of(id.Family)
	switch {
	case terms == nil:
		return "this carrier knows no refresh tokens"
	case f == nil || f.token(id.Serial) == nil:
		return "refresh token unknown"
	}
	name := fmt.Sprintf("family %d, refresh token %d: ", id.Family, id.Serial)
	t := f.token(id.Serial)
	switch {
	case f.client != cl:
		return name + "another client's"
	case f.revoked:
		return name + "the family was revoked before"
	case f.ended(at, terms):
		return name + "the family was not renewed for too long"
	case at >= t.end:
		return name + "its life is over"
	}
	v := c.renewal(at, cl, id)
	if v != grantRefused && t.serving {
		return name + "its earlier renewal is still being served"
	}
	switch v {
	case grantGood:
		return name + c.fateOfGood(at, t, terms)
	case grantReplayed:
		return name + t.supersededSince(at, terms) + ", forgiven: " + terms.replayed()
	case grantReused, grantRefused:
	}
	reuse := name + "reuse, " + t.supersededSince(at, terms)
	if terms.OnReuse == RefuseToken {
		return reuse + ": refused, and nothing changes"
	}
	return reuse + ": family revoked"
}

// fateOfGood is what becomes of a current refresh token that is used.
func (c *Carrier) fateOfGood(at int64, t *refreshToken, terms *RefreshTerms) string {
	switch {
	case !terms.Rotation.due(at, t.issued, t.end):
		return "current, and stays"
	case terms.OldStays:
		return "current, and stays beside a new one"
	case terms.Supersede != AtIssue:
		return fmt.Sprintf("current, superseded by a new one at its %v", terms.Supersede)
	}
	return "current, superseded by a new one"
}

// supersededSince is how long ago the token was superseded.
func (t *refreshToken) supersededSince(at int64, terms *RefreshTerms) string {
	ago := time.Duration(at - t.supersededAt(terms))
	return "superseded " + unit.FormatDuration(ago.Truncate(time.Millisecond)) + " ago"
}

// replayed is the answer to a token that is forgiven.
func (t *RefreshTerms) replayed() string {
	switch t.Replay {
	case ReplayNew:
		return "a further pair"
	case ReplayAccessOnly:
		return "an access token alone"
	case ReplayCurrent:
		return "an access token, and the newest refresh token"
	case ReplaySame:
	}
	return "the pair that superseded it once more"
}
