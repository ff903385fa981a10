package fakecarrier

import (
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A caller is what is known of one key, such as a public IP.
type caller struct {
	rules []quota.Rule // by meter of the book
	from  int64        // its ban bites since then
	until int64        // and is over then; 0 where there is none
}

// A banBook keeps the bans that meters have in common: those of one key whose bans are alike.
// Callers are made when their key is first seen.
type banBook struct {
	keyed[*caller]
	terms    BanTerms
	place    int  // of its first meter in the list
	read     bool // the throttle reads the meters' sentences
	looks    bool // a meter counts by what the carrier would answer
	meters   []counter
	throttle *throttle.Throttle
	unused   []quota.Rule // those of a caller that sent nothing yet, to be asked and not told
}

func (b *banBook) add(m counter) {
	b.meters = append(b.meters, m)
	b.looks = b.looks || m.Counts != throttle.AllHits
}

// minds reports whether a hit on the endpoint may start or prolong a ban: under OnAnyHit one on an
// endpoint that the ban covers prolongs it, though no meter watches it.
func (b *banBook) minds(e Endpoint) bool {
	for i := range b.meters {
		if b.meters[i].minds(e) {
			return true
		}
	}
	return b.terms.Extends == throttle.OnAnyHit && Covers(b.terms.Covers, e)
}

// concerns reports whether a request has what the book's callers are told apart by.
func (b *banBook) concerns(r *Request) bool { return b.key != ByRefreshToken || r.Renews }

// ofCaller reports whether the book's callers are told apart by address and client alone.
func (b *banBook) ofCaller() bool {
	return b.key != ByRefreshToken && b.key != ByGrantType
}

// open returns the caller that a request is of, made if need be.
func (b *banBook) open(r *Request) *caller {
	k := b.of(r)
	if k == nil {
		k = &caller{rules: b.fresh()}
		b.set(r, k)
	}
	return k
}

// fresh are the rules of a caller that sent nothing yet.
func (b *banBook) fresh() []quota.Rule {
	rules := make([]quota.Rule, len(b.meters))
	for i := range rules {
		rules[i] = b.meters[i].rule(b.throttle)
	}
	return rules
}

// bites reports whether the ban is in force.
func (k *caller) bites(at int64) bool { return k != nil && k.from <= at && at < k.until }

// bans reports whether a ban refuses the request at this instant.
func (b *banBook) bans(at int64, r *Request) bool {
	return Covers(b.terms.Covers, r.Endpoint) && b.concerns(r) && b.of(r).bites(at)
}

// raise raises the objection of the ban that refuses the request at this instant, if one does.
func (b *banBook) raise(at int64, r *Request, o *objection) bool {
	if !b.bans(at, r) {
		return false
	}
	o.raise(b.place, nil, at, b.of(r).until)
	if b.terms.Edge {
		o.edge = min(o.edge, b.place)
	}
	return true
}

// judge shows a hit to the rules of those meters that count it. It returns the index of the first
// one that the hit violates, -1 if it violates none, and since when the window was filled; judged
// is whether any counted it.
func (c *Carrier) judge(
	b *banBook, k *caller, at int64, r *Request, a *Response, refused bool,
) (violated int, since int64, judged bool) {
	violated = -1
	clock := b.ticked(at)
	for i := range b.meters {
		m := &b.meters[i]
		if !m.counts(r) || m.Counts != throttle.AllHits && !c.counts(m.Counts, at, r, a, refused) {
			continue
		}
		judged = true
		if v := k.rules[i].Judge(clock); v.Violated && violated < 0 {
			violated, since = i, v.Since
		}
	}
	return violated, since, judged
}

// count lets a hit count in a book: the rules judge it, and a ban starts or is extended. The answer
// notes it.
func (c *Carrier) count(b *banBook, at int64, r *Request, a *Response, refused bool) {
	any := b.terms.Extends == throttle.OnAnyHit && Covers(b.terms.Covers, r.Endpoint) &&
		(b.read && c.counts(b.throttle.Hits, at, r, a, refused) || !b.read)
	k := b.open(r)
	on := at < k.until
	if !on && k.until != 0 {
		k.until = 0
		if b.throttle.Counters == throttle.Cleared {
			k.rules = b.fresh()
		}
	}
	violated, since, judged := c.judge(b, k, at, r, a, refused)
	if !judged && !any {
		return
	}
	until, changed := b.prolonged(at, k.until, violated >= 0)
	if !changed {
		return
	}
	if !on {
		k.from = at + int64(b.throttle.Lag)
	}
	k.until = until
	b.note(at, a, violated, since, on, until)
}

// note notes in the answer what the hit did to a ban that was on, or was not: first that of the
// first meter in the list, then those of others.
func (b *banBook) note(at int64, a *Response, violated int, since int64, on bool, until int64) {
	n := FurtherBan{Ban: BanExtended, Since: unit.Instant(at), BannedUntil: unit.Instant(until)}
	if !b.read {
		n.Meter = b.meters[0].number // any hit extends: this one
	}
	if !on {
		n.Ban = BanStarted
	}
	if violated >= 0 {
		m := &b.meters[violated]
		n.Meter, n.Since = m.number, unit.Instant(since)
		if m.read {
			n.Rule = m.Reading
		}
	}
	if a.Ban == BanNone {
		a.Ban, a.Meter, a.Rule, a.Since, a.BannedUntil = n.Ban, n.Meter, n.Rule, n.Since, n.BannedUntil
		return
	}
	last := &a.Further
	for *last != nil {
		last = &(*last).Next
	}
	further := n // n itself stays off the heap
	*last = &further
}

// ticked is an instant by the clock of the meters.
func (b *banBook) ticked(at int64) int64 {
	if clock := int64(b.throttle.Clock); clock != 0 {
		return unit.Floor(at, clock)
	}
	return at
}

// prolonged is the end of a ban after a hit, and whether the hit starts or extends it; until is its
// end so far, 0 if there is no ban. A hit may extend a ban to where it ends already: two at one
// instant.
func (b *banBook) prolonged(at, until int64, violated bool) (end int64, changed bool) {
	from := at
	switch {
	case until == 0:
		if !violated {
			return 0, false
		}
	case b.terms.Extends == throttle.NoExtension:
		return until, false
	case b.terms.Extends == throttle.OnAnyHit:
	case !violated:
		return until, false
	case b.terms.Extends == throttle.Stacking:
		from = until
	}
	end = from + int64(b.terms.For)
	switch b.throttle.End {
	case throttle.Sharp:
	case throttle.NextSecond:
		end = unit.Ceil(end, second)
	case throttle.NextMinute:
		end = unit.Ceil(end, minute)
	}
	return end, true
}
