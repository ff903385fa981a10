package fakecarrier

import (
	"cmp"
	"math"
	"time"
)

// forgives reports whether the terms forgive any superseded token.
func (t *RefreshTerms) forgives() bool {
	return t.ReuseInterval > 0 || t.ReuseTimes > 0 || t.ForgivesParent
}

// Forgiven returns how long after its first use a token that was superseded, or will be, is
// answered again, and how often at most, 0 for any number. A carrier that supersedes none, waits
// for the first use of the new one, or forgives the one before the newest always answers again.
func (t *RefreshTerms) Forgiven() (within time.Duration, times int) {
	switch {
	case t.OldStays, t.ForgivesParent, t.Rotation == RotateNever(), t.Supersede != AtIssue:
		return math.MaxInt64, 0
	case t.ReuseInterval == 0 && t.ReuseTimes > 0:
		return math.MaxInt64, t.ReuseTimes
	}
	return t.ReuseInterval, t.ReuseTimes
}

// AnsweredAnew reports whether one that is answered again gets another access token, and not the
// very pair that superseded it.
func (t *RefreshTerms) AnsweredAnew() bool {
	return t.Replay != ReplaySame || t.OldStays || t.Rotation != RotateEach() ||
		t.Supersede != AtIssue
}

// forgives reports whether a superseded token is forgiven now.
func (f *family) forgives(at int64, t *refreshToken, terms *RefreshTerms) bool {
	return at < f.forgivenUntil(t, terms)
}

// forgivenUntil is the first instant at which the token is no longer forgiven if it is superseded,
// or will be: at once where it never is.
func (f *family) forgivenUntil(t *refreshToken, terms *RefreshTerms) int64 {
	since := t.supersededAt(terms)
	old := f.generation-t.generation > uint32(cmp.Or(terms.Reach, 1))
	often := terms.ReuseTimes > 0 && t.replays >= terms.ReuseTimes
	timely := terms.ReuseInterval > 0 || terms.ReuseTimes > 0
	switch {
	case terms.ForgivesParent && f.generation-t.generation <= 1:
		return forever
	case !timely || old || often:
		return since
	case terms.ReuseInterval == 0:
		return forever
	}
	return after(after(since, terms.ReuseInterval), 1) // the interval's end is within it
}

// replay answers a superseded token that is forgiven.
func (c *Carrier) replay(at int64, r *Request, a *Response) {
	f, terms := c.families.of(r.Refresh.Family), c.profile.Grants.Refresh
	t := f.token(r.Refresh.Serial)
	t.replays++
	switch terms.Replay {
	case ReplaySame:
		next := f.token(t.successor)
		a.Reason = ReasonReplayed
		a.Token, a.ExpiresIn, a.Unsaid = next.access, next.says, next.unsaid
		a.Refresh = RefreshID{r.Refresh.Family, t.successor}
	case ReplayNew:
		c.issueIn(at, r, a, f)
		c.pair(at, a, r.Refresh)
	case ReplayAccessOnly:
		c.issueIn(at, r, a, f)
	case ReplayCurrent:
		c.issueIn(at, r, a, f)
		a.Refresh = RefreshID{r.Refresh.Family, f.newest()}
	}
}

// reused does what becomes of a grant that was used before, and is not forgiven.
func (c *Carrier) reused(at int64, r *Request) {
	switch {
	case r.Code != nil:
		c.revokeFamily(at, c.codes.of(r.Code.Code).family, r.Serial)
	case c.profile.Grants.Refresh.OnReuse == RevokeFamily:
		c.revokeFamily(at, r.Refresh.Family, r.Serial)
	}
}
