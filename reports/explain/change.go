package explain

import (
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// parts are those of a strategy, outermost first.
type parts []strategies.Part

// A change alters one thing of a strategy, or returns nil where it has nothing to alter. It may
// write into the parts it is given.
type change struct {
	name, size string
	apply      func(parts) parts
}

// The sizes of a change, by what a team has to touch.
const (
	aSetting = "a setting"
	aPart    = "a part per node"
	aStore   = "a shared store"
)

var sizes = []string{aSetting, aPart, aStore}

// changes are tried in this order, smallest first: settings of what is there; then one more part
// within each node, those that only hold back before those that share; then what nodes have to
// share. The figures are those of the catalogue's strategies of that name.
var changes = []change{
	{"one retry fewer", aSetting, fewerRetries(1)},
	{"no retries", aSetting, fewerRetries(1000)},
	{"retries spaced by 200 ms", aSetting, spacedRetries},
	{"retries after growing random waits (100 ms to 10 s, full jitter)", aSetting, jitteredRetries},
	{"cached tokens count as expired 30 s early", aSetting, ofCaches(expireEarly)},
	{"a refused token is looked up in the cache first", aSetting, ofCaches(lookFirst)},
	{"what a cache last answered counts while it is down", aSetting, ofCaches(rememberWhenDown)},
	{"failures are remembered for 5 s", aPart,
		addInnermost(strategies.RememberFailure{For: 5 * time.Second})},
	{"a limiter of 1 request/s per node", aPart, addInnermost(strategies.Limiter{
		Rate: strategies.Rate{Permits: 1, Per: time.Second}, Burst: 1,
		Patience: strategies.Forever, Per: strategies.PerNode,
	})},
	{"a ration of 0.9 requests/s over all nodes", aPart, addInnermost(strategies.Ration{
		Rate: strategies.Rate{Permits: 54, Per: time.Minute}, Burst: 1,
		Patience: strategies.Forever, OverNodes: true,
	})},
	{"a breaker that outlasts the ban", aPart, addInnermost(strategies.Breaker{
		On: []int{403, 429}, Open: 10*time.Minute + 5*time.Second, Per: strategies.PerNode,
	})},
	{"renewal 5 to 10 min ahead of expiry", aPart, addWithin[strategies.Retry](strategies.RefreshAhead{
		Before: 5 * time.Minute, Jitter: 5 * time.Minute, Again: 30 * time.Second,
	})},
	{"a lock on renewal with a second look at the cache", aPart, lockWithSecondLook},
	{"one renewal in flight per node, its outcome shared", aPart,
		addWithin[strategies.Cache](strategies.SingleFlight{})},
	{"one token cache for all nodes, looked at before renewing", aStore, ofCaches(shareCache)},
	{"one token cache and one renewer for all nodes", aStore, oneRenewer},
}

// sessionChanges are tried among these, behind those of their size, where sessions were lost.
var sessionChanges = []change{
	{"a refused refresh token: the store is read again", aPart, addWithin[strategies.Cache](
		strategies.InvalidGrant{Reread: true})},
	{"one token cache and one lock for all nodes", aStore, oneLock},
}

// changed are the variants of s, and last the strategy that the project recommends; of those that
// keep sessions, too, where some were lost.
func changed(s spec.Strategy, lost bool) []variant {
	var variants []variant
	all := changes
	if lost {
		all = slices.Concat(changes, sessionChanges)
		slices.SortStableFunc(all, func(a, b change) int {
			return slices.Index(sizes, a.size) - slices.Index(sizes, b.size)
		})
	}
	for _, c := range all {
		altered := c.apply(slices.Clone(s.Parts))
		if altered == nil || strategies.Check(altered...) != nil {
			continue // nothing to alter, or what comes of it does not stack
		}
		with := s
		with.Parts = altered
		variants = append(variants, variant{c.name, c.size, with})
	}
	if with, err := spec.Lookup("recommended"); err == nil && s.Name != with.Name {
		variants = append(variants, variant{"the strategy recommended instead", "all of it", with})
	}
	return variants
}

// first returns where the first part of a type stands, and it; -1 where there is none.
func first[P strategies.Part](all parts) (int, P) {
	for i, p := range all {
		if p, ok := p.(P); ok {
			return i, p
		}
	}
	var none P
	return -1, none
}

// at is where the first part of a type stands, -1 where there is none.
func at[P strategies.Part](all parts) int {
	i, _ := first[P](all)
	return i
}

// ofRetry changes the retry, where there is something to retry.
func ofRetry(do func(*strategies.Retry) bool) func(parts) parts {
	return func(all parts) parts {
		i, retry := first[strategies.Retry](all)
		if i < 0 || retry.Retries == 0 || !do(&retry) {
			return nil
		}
		all[i] = retry
		return all
	}
}

// fewerRetries takes so many retries away, the last ones first.
func fewerRetries(by int) func(parts) parts {
	return ofRetry(func(r *strategies.Retry) bool {
		if by > 1 && r.Retries == 1 {
			return false // the change of one has done it
		}
		r.Retries = max(0, r.Retries-by)
		if r.Spacing = r.Spacing[:min(len(r.Spacing), r.Retries)]; r.Retries == 0 {
			r.Spacing = nil
		}
		return true
	})
}

var spacedRetries = ofRetry(func(r *strategies.Retry) bool {
	if len(r.Spacing) > 0 || r.Backoff != strategies.NoBackoff {
		return false
	}
	r.Spacing = slices.Repeat([]time.Duration{200 * time.Millisecond}, r.Retries)
	return true
})

var jitteredRetries = ofRetry(func(r *strategies.Retry) bool {
	if r.Backoff != strategies.NoBackoff {
		return false
	}
	r.Spacing, r.Backoff = nil, strategies.FullJitter
	r.Base, r.Cap = 100*time.Millisecond, 10*time.Second
	return true
})

// ofCaches changes every cache and every look at one.
func ofCaches(do func(*strategies.Cache)) func(parts) parts {
	return func(all parts) parts {
		done := false
		for i, p := range all {
			switch p := p.(type) {
			case strategies.Cache:
				do(&p)
				done, all[i] = done || all[i] != p, p
			case strategies.Look:
				do((*strategies.Cache)(&p))
				done, all[i] = done || all[i] != p, p
			}
		}
		if !done {
			return nil
		}
		return all
	}
}

func expireEarly(c *strategies.Cache) {
	if c.Margin == 0 {
		c.Margin = 30 * time.Second
	}
}

func lookFirst(c *strategies.Cache)        { c.LookIfRefused = true }
func rememberWhenDown(c *strategies.Cache) { c.RememberWhenDown = true }

func shareCache(c *strategies.Cache) {
	if !c.Shared {
		c.Shared, c.LookIfRefused = true, true
	}
}

// addInnermost adds a part next to the carrier, unless there is one of its kind.
func addInnermost[P strategies.Part](part P) func(parts) parts {
	return func(all parts) parts {
		if at[P](all) >= 0 {
			return nil
		}
		return append(all, part)
	}
}

// addWithin adds a part next to the first of type Outer, on its inner side, unless there is one of
// its kind.
func addWithin[Outer, P strategies.Part](part P) func(parts) parts {
	return func(all parts) parts {
		outer := at[Outer](all)
		if outer < 0 || at[P](all) >= 0 {
			return nil
		}
		return slices.Insert(all, outer+1, strategies.Part(part))
	}
}

// lockWithSecondLook lets one caller renew, and the next look at what it got: a look at the cache,
// the lock, and the cache.
func lockWithSecondLook(all parts) parts {
	i, cache := first[strategies.Cache](all)
	if i < 0 || at[strategies.Look](all) >= 0 || at[strategies.SingleFlight](all) >= 0 ||
		at[strategies.Queue](all) >= 0 {
		return nil
	}
	cache.LookIfRefused = true
	all[i] = cache
	look := strategies.Part(strategies.Look(cache))
	lock := at[strategies.Lock](all)
	if lock > at[strategies.Retry](all) && lock < i {
		return slices.Insert(all, lock, look)
	}
	return slices.Insert(all, i, look, strategies.Part(strategies.Lock{}))
}

// oneRenewer is a shared cache with a lease that one node holds, and a lock within that node.
func oneRenewer(all parts) parts {
	if at[strategies.Lease](all) >= 0 {
		return nil
	}
	ofCaches(shareCache)(all)
	i, cache := first[strategies.Cache](all)
	if i < 0 {
		return nil
	}
	var more parts
	if at[strategies.Look](all) < 0 {
		more = append(more, strategies.Look(cache))
	}
	more = append(more, strategies.Lease{
		Hold: 10 * time.Second, Poll: 200 * time.Millisecond, Patience: 15 * time.Second,
	})
	if at[strategies.Lock](all) <= at[strategies.Retry](all) {
		more = append(more, strategies.Lock{})
	}
	return slices.Insert(all, i, more...)
}

// oneLock is a shared cache, and a lock that one customer has on all nodes, with a second look.
func oneLock(all parts) parts {
	i, cache := first[strategies.Cache](all)
	if i < 0 || at[strategies.Look](all) >= 0 || at[strategies.Lock](all) >= 0 ||
		at[strategies.Lease](all) >= 0 {
		return nil
	}
	cache.Shared, cache.LookIfRefused = true, true
	all[i] = cache
	return slices.Insert(all, i, strategies.Part(strategies.Look(cache)),
		strategies.Part(strategies.Lock{Per: strategies.PerAccount}))
}
