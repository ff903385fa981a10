package fakecarrier

import (
	"fmt"
	"slices"

	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// A watcher counts the hits of a carrier as it would under another throttle.
type watcher struct {
	books  [APIEndpoint + 1][]*banBook // those whose bans a hit may start
	looks  [APIEndpoint + 1]bool       // one of them counts by what the carrier would answer
	banned func(Response)
}

// Watch tells when the carrier would first ban if t were its throttle. As long as it has banned
// nobody, and would have banned nobody under t, it answers the same under both, but for the numbers
// of meters. banned is called once, while the request is handled that would begin the first ban,
// with the answer as far as it tells of the ban.
//
// A watcher must be there before the first request, and is of no use once the carrier has banned
// anybody itself: then Unwatch. The error says what is impossible in t, or that its hits count at
// another moment than the carrier's.
func (c *Carrier) Watch(t throttle.Throttle, banned func(Response)) error {
	if t.Moment != c.throttle.Moment {
		return fmt.Errorf("hits count at %v under %v, at %v under %v", t.Moment, t,
			c.throttle.Moment, c.throttle)
	}
	like, err := New(c.profile, t)
	if err != nil {
		return err
	}
	w := &watcher{books: like.metering.changed, banned: banned}
	for e, books := range w.books {
		w.looks[e] = slices.ContainsFunc(books, func(b *banBook) bool { return b.looks })
		if len(books) > 0 {
			c.watchers[e] = append(c.watchers[e], w)
		}
	}
	return nil
}

// Unwatch ends what Watch began.
func (c *Carrier) Unwatch() { clear(c.watchers[:]) }

// watch shows the watchers a request that arrives. limit is the limit that refuses it, nil if none
// does.
func (c *Carrier) watch(at int64, r *Request, limit *limit) {
	var a Response
	for _, w := range c.watchers[r.Endpoint] {
		if a.Status == 0 && w.looks[r.Endpoint] {
			if limit == nil {
				c.answer(at, r, &a)
			} else {
				a.Status, a.Reason = limit.Refusal.Status, limit.Refusal.Reason
			}
		}
	}
	c.show(at, r, &a)
}

// show lets the watchers count a request whose answer is a. Those whose first ban it begins are
// told, and watch no longer.
func (c *Carrier) show(at int64, r *Request, a *Response) {
	var over []*watcher
	for _, w := range c.watchers[r.Endpoint] {
		seen := Response{Status: a.Status, Reason: a.Reason}
		for _, b := range w.books[r.Endpoint] {
			c.count(b, at, r, &seen, false)
		}
		if seen.Ban != BanNone {
			w.banned(seen)
			over = append(over, w)
		}
	}
	for _, w := range over {
		c.dismiss(w)
	}
}

// dismiss ends what one watcher watches.
func (c *Carrier) dismiss(gone *watcher) {
	for e, all := range c.watchers {
		c.watchers[e] = slices.DeleteFunc(all, func(w *watcher) bool { return w == gone })
	}
}
