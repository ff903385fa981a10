package fakecarrier

import (
	"cmp"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// remembered is how long after its expiry a token is known in detail. Assumed: longer than any
// request is under way. Older ones are known to be expired, but no longer whose they were.
const remembered = int64(10 * time.Minute)

// A grant is an issued token.
type grant struct {
	client Client
	kind   uint8     // the Request's
	before TokenID   // of the same owner: a family, or else the client
	pair   RefreshID // that came with it, while its first use matters
	from   int64     // it is accepted from then on
	expiry int64
	death  int64  // when it stops being accepted: its expiry, unless it is killed before
	killer uint64 // serial of the request whose token killed it
}

// tokens are the tokens of one carrier, in the order of issue.
type tokens struct {
	life   int64
	grain  int64 // expiries are whole multiples of it, rounded down; 0 is any nanosecond
	policy Policy
	blocks []*grantBlock // of those held, one after the other
	base   TokenID       // the one at the beginning of the first block
	first  TokenID       // the oldest one held
	next   TokenID       // the one to be issued next
	newest []TokenID     // by client, of those of no family

	issued []int64 // by client: when the last was, whoever got it

	unordered bool // some end out of the order of issue
}

// A grantBlock holds grants: a storm of hundreds of thousands of tokens grows block by block, and
// moves none that is there.
type grantBlock [perBlock]grant

const perBlock = 512

func newTokens(p *Profile) tokens {
	t := tokens{life: int64(p.TokenLife), policy: p.Policy, base: 1, first: 1, next: 1}
	if p.WholeSeconds {
		t.grain = second
	}
	return t
}

// at is the place of a held token.
func (t *tokens) at(id TokenID) *grant {
	i := uint64(id - t.base)
	return &t.blocks[i/perBlock][i%perBlock]
}

// held reports whether the token is known in detail.
func (t *tokens) held(id TokenID) bool { return t.first <= id && id < t.next }

// ofClient is where the newest token of a client is noted that is of no family.
func (t *tokens) ofClient(cl Client) *TokenID {
	t.newest = reach(t.newest, int(cl))
	return &t.newest[cl]
}

// issue makes a new token, and lets it kill what the policy lets it kill of its owner, whose newest
// is noted there.
func (t *tokens) issue(now int64, r *Request, newest *TokenID) TokenID {
	t.forget(now)
	if int(t.next-t.base) == len(t.blocks)*perBlock {
		t.blocks = append(t.blocks, new(grantBlock))
	}
	id := t.next
	t.next++
	before := *newest
	t.kill(now, before, r.Serial)
	t.issued = reach(t.issued, int(r.Client))
	t.issued[r.Client] = now
	expiry := now + t.lifeOf(r)
	if t.grain > 0 {
		expiry = unit.Floor(expiry, t.grain)
	}
	t.unordered = t.unordered || r.Life > 0
	*t.at(id) = grant{
		client: r.Client, kind: r.Kind, before: before, from: now + int64(r.Activation),
		expiry: expiry, death: expiry,
	}
	*newest = id
	return id
}

// lifeOf is how long the token lives that a request is given.
func (t *tokens) lifeOf(r *Request) int64 { return cmp.Or(int64(r.Life), t.life) }

// early reports whether the client's last token was issued less than so long ago.
func (t *tokens) early(now int64, cl Client, least time.Duration) bool {
	return least > 0 && int(cl) < len(t.issued) && t.issued[cl] != 0 &&
		now-t.issued[cl] < int64(least)
}

// kill ends the life of an owner's newest token so far; those before it are dying already. Where so
// many may live, it ends that of the oldest that lives.
func (t *tokens) kill(now int64, id TokenID, serial uint64) {
	if t.policy.kind == newest {
		t.killOldest(now, id, serial)
		return
	}
	if !t.held(id) {
		return
	}
	g := t.at(id)
	if death := t.policy.death(now, g.expiry); death < g.death {
		g.death, g.killer = death, serial
	}
}

// killOldest makes room for one more token of an owner's, from its newest on.
func (t *tokens) killOldest(now int64, id TokenID, serial uint64) {
	living := 0
	for ; t.held(id); id = t.at(id).before {
		g := t.at(id)
		if now >= g.death {
			continue
		}
		if living++; living == t.policy.count {
			g.death, g.killer = now, serial
			return
		}
	}
}

// forget lets go of what expired long ago. A block of which nothing is held is turned to again.
func (t *tokens) forget(now int64) {
	for t.first < t.next && t.at(t.first).expiry+remembered <= now {
		t.first++
		if t.first == t.base+perBlock {
			t.base = t.first
			t.blocks = append(t.blocks[1:], t.blocks[0])
		}
	}
}

// judge says why the carrier refuses a token; ReasonNone if it accepts it.
func (t *tokens) judge(now int64, cl Client, id TokenID) (why Reason, killer uint64) {
	if id == 0 || id >= t.next {
		return ReasonUnknown, 0
	}
	if id < t.first {
		return ReasonExpired, 0
	}
	g := t.at(id)
	switch {
	case g.client != cl:
		return ReasonUnknown, 0
	case now >= g.expiry:
		return ReasonExpired, 0
	case now >= g.death:
		return ReasonKilled, g.killer
	case now < g.from:
		return ReasonInactive, 0
	}
	return ReasonNone, 0
}

// live counts those of an owner that live, from its newest on. They die in the order of issue,
// unless one was revoked, or each has a life of its own.
func (t *tokens) live(now int64, newest TokenID) int {
	n := 0
	for id := newest; t.held(id); id = t.at(id).before {
		switch {
		case now < t.at(id).death:
			n++
		case !t.unordered:
			return n
		}
	}
	return n
}

// reach returns the slice, long enough for index i.
func reach[T any](s []T, i int) []T {
	if i < len(s) {
		return s
	}
	return slices.Grow(s, i+1-len(s))[:i+1]
}
