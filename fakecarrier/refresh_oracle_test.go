package fakecarrier

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// A book is a family as a list of every pair ever issued and of what was done with each. Whatever
// is asked of it is looked up there anew.
type book struct {
	terms   RefreshTerms
	pairs   []bookPair
	renewed time.Duration // when an access token was last issued
	revoked bool
	order   int // of the request under way: from 1
}

type bookPair struct {
	parent     int // 0: none
	generation int
	issued     time.Duration
	access     TokenID
	shown      moment // when a renewal with it was first answered as with a current one
	called     moment // when a call with its access token was first accepted
	replays    int
}

// A moment is an instant, and which request of the run it was: several fall on one instant. The
// zero moment has not come.
type moment struct {
	at    time.Duration
	order int
}

const never = time.Duration(1 << 62)

func (b *book) pair(n int) *bookPair { return &b.pairs[n-1] }

// superseded is since when a pair is not current, never if it is, and by which.
func (b *book) superseded(n int) (since time.Duration, by int) {
	since = never
	for c := range b.pairs {
		child := b.pairs[c]
		if child.parent != n || b.terms.OldStays {
			continue
		}
		if by == 0 { // the first
			by = c + 1
			switch {
			case b.terms.Supersede == AtIssue:
				return child.issued, by
			case b.terms.AtMost > 0:
				since = child.issued + b.terms.AtMost
			}
		}
	}
	first := moment{at: since}
	for c := range b.pairs {
		use := b.pairs[c].shown
		if b.terms.Supersede == FirstUseOfNewAccess {
			use = b.pairs[c].called
		}
		if b.pairs[c].parent != n || b.terms.OldStays || use.order == 0 {
			continue
		}
		if use.at < first.at || use.at == first.at && use.order < first.order {
			first, by = use, c+1
		}
	}
	return first.at, by
}

// judge is what the carrier makes of a renewal with the pair of a number.
func (b *book) judge(at time.Duration, n int) verdict {
	t := &b.terms
	if b.revoked || n > len(b.pairs) || t.Idle > 0 && at-b.renewed >= t.Idle {
		return grantRefused
	}
	p := b.pair(n)
	from := p.issued
	if t.LifeFrom == LifeFromSignIn {
		from = 0
	}
	if t.Life > 0 && at-from >= t.Life {
		return grantRefused
	}
	since, _ := b.superseded(n)
	if at < since {
		return grantGood
	}
	newest := 0
	for _, p := range b.pairs {
		newest = max(newest, p.generation)
	}
	within := t.ReuseInterval > 0 && at-since <= t.ReuseInterval ||
		t.ReuseInterval == 0 && t.ReuseTimes > 0
	often := t.ReuseTimes > 0 && p.replays >= t.ReuseTimes
	if t.ForgivesParent && newest-p.generation <= 1 ||
		within && !often && newest-p.generation <= cmp.Or(t.Reach, 1) {
		return grantReplayed
	}
	return grantReused
}

// renew notes a renewal that was answered with this, and says which pair it should have brought: 0
// for none.
func (b *book) renew(at time.Duration, n int, access TokenID) (refresh int) {
	p, t, verdict := b.pair(n), &b.terms, b.judge(at, n)
	if verdict == grantReplayed {
		p.replays++
		switch _, by := b.superseded(n); t.Replay {
		case ReplaySame:
			return by
		case ReplayAccessOnly:
			b.renewed = at
			return 0
		case ReplayCurrent:
			b.renewed = at
			return len(b.pairs)
		case ReplayNew:
		}
	}
	b.renewed = at
	if verdict == grantGood {
		rotates := true
		switch t.Rotation.kind {
		case rotateEach:
		case rotateNever:
			rotates = false
		case rotateAfter:
			rotates = at-p.issued >= t.Rotation.after
		case rotatePast:
			life := t.Life
			if t.LifeFrom == LifeFromSignIn {
				life -= p.issued
			}
			rotates = 100*(at-p.issued) >= time.Duration(t.Rotation.percent)*life
		}
		p.shown = cmp.Or(p.shown, moment{at, b.order})
		if !rotates {
			return n
		}
	}
	b.pairs = append(b.pairs, bookPair{
		parent: n, generation: p.generation + 1, issued: at, access: access,
	})
	return len(b.pairs)
}

// drawTerms draws terms of a few seconds each, so that boundaries are met.
func drawTerms(t *rapid.T) RefreshTerms {
	length := func(name string) time.Duration {
		return time.Duration(rapid.IntRange(0, 8).Draw(t, name)) * time.Second
	}
	terms := RefreshTerms{
		Life: length("life"), Idle: length("idle"),
		LifeFrom:      LifeFrom(rapid.IntRange(0, 1).Draw(t, "from")),
		Supersede:     Supersession(rapid.IntRange(0, 2).Draw(t, "supersede")),
		ReuseInterval: length("interval"), Reach: rapid.IntRange(0, 3).Draw(t, "reach"),
		ReuseTimes:     rapid.IntRange(0, 3).Draw(t, "times"),
		ForgivesParent: rapid.Bool().Draw(t, "parent"),
		Replay:         Replay(rapid.IntRange(0, 3).Draw(t, "replay")),
		OnReuse:        OnReuse(rapid.IntRange(0, 1).Draw(t, "on reuse")),
	}
	switch rapid.IntRange(0, 5).Draw(t, "rotation") {
	case 0:
		terms.Rotation = RotateNever()
	case 1:
		terms.Rotation = RotateAfter(time.Second + length("after"))
	case 2:
		if terms.Life > 0 {
			terms.Rotation = RotatePast(rapid.SampledFrom([]int{1, 50, 70, 100}).Draw(t, "past"))
		}
	}
	if terms.Supersede != AtIssue {
		terms.AtMost = length("at most")
	} else if !terms.forgives() {
		terms.OldStays = rapid.Bool().Draw(t, "stays")
	}
	return terms
}

// A family is what the list of its pairs says, whatever is shown when.
func TestFamilyIsAListOfPairs(t *testing.T) {
	rules, err := throttle.Parse("A4")
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		b := book{terms: drawTerms(t), pairs: []bookPair{{}}}
		p := profiles["generic"]
		p.Grants = GrantTerms{Refresh: &b.terms}
		c, err := New(p, rules)
		require.NoError(t, err)
		c.SignIn(epoch, 0)
		at := time.Duration(0)
		for i := range rapid.IntRange(1, 25).Draw(t, "steps") {
			b.order = i + 1
			at += rapid.SampledFrom([]time.Duration{0, 0, 1, time.Second - 1, time.Second,
				2 * time.Second, 4 * time.Second}).Draw(t, "wait")
			n := rapid.IntRange(1, len(b.pairs)+1).Draw(t, "pair")
			if rapid.Bool().Draw(t, "copied") { // what is asked of the copy is nothing to the original
				refresh(c.Clone(), epoch.Add(at), Request{}, RefreshID{1, uint32(n)})
				c = c.Clone()
			}
			if rapid.IntRange(0, 2).Draw(t, "what") == 0 {
				b.call(t, c, at, n)
			} else {
				b.check(t, c, at, n)
			}
			b.agree(t, c, at)
		}
	})
}

// call calls the API with the access token of a pair.
func (b *book) call(t *rapid.T, c *Carrier, at time.Duration, n int) {
	if n > len(b.pairs) || b.pair(n).access == 0 {
		return
	}
	a := c.Handle(epoch.Add(at), Request{Endpoint: APIEndpoint, Token: b.pair(n).access})
	require.Equal(t, !b.revoked, a.Status == 200)
	if !b.revoked {
		p := b.pair(n)
		p.called = cmp.Or(p.called, moment{at, b.order})
	}
}

// check renews with a pair.
func (b *book) check(t *rapid.T, c *Carrier, at time.Duration, n int) {
	v := b.judge(at, n)
	issued := c.Issued()
	a := refresh(c, epoch.Add(at), Request{}, RefreshID{1, uint32(n)})
	if v == grantRefused || v == grantReused {
		b.revoked = b.revoked || v == grantReused && b.terms.OnReuse == RevokeFamily
		require.Equal(t, Response{Status: 400, Reason: ReasonGrant}, a)
		require.Equal(t, issued, c.Issued())
		return
	}
	same := v == grantReplayed && b.terms.Replay == ReplaySame
	want := b.renew(at, n, a.Token)
	require.Equal(t, 200, a.Status)
	require.Equal(t, uint32(want), a.Refresh.Serial)
	if same {
		require.Equal(t, ReasonReplayed, a.Reason)
		require.Equal(t, b.pair(want).access, a.Token)
		require.Equal(t, issued, c.Issued())
		return
	}
	require.Equal(t, issued+1, a.Token)
}

// agree compares what is said of each pair: whether it is taken now, and until when if nothing
// happens.
func (b *book) agree(t *rapid.T, c *Carrier, at time.Duration) {
	takes := func(at time.Duration, n int) bool {
		return slices.Contains([]verdict{grantGood, grantReplayed}, b.judge(at, n))
	}
	for n := 1; n <= len(b.pairs); n++ {
		id := RefreshID{1, uint32(n)}
		require.Equal(t, takes(at, n), c.Takes(epoch.Add(at), 0, id), "pair %d", n)
		if !takes(at, n) {
			continue
		}
		until := c.LastsUntil(id)
		if until.IsZero() {
			require.True(t, takes(at+1000*time.Hour, n), "pair %d", n)
			continue
		}
		require.True(t, takes(until.Sub(epoch), n), "pair %d", n)
		require.False(t, takes(until.Sub(epoch)+1, n), "pair %d", n)
	}
}
