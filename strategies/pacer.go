package strategies

import (
	"context"
	"sync"
	"time"
)

// A pacedSource sends each request when there is a permit for it.
type pacedSource struct {
	clock    Clock
	patience time.Duration
	next     Source
	permits  permits
}

// permits decide when requests are sent. reserve takes the next permit and returns how long to wait
// for it; if that is longer than patience it takes none and reports false.
type permits interface {
	reserve(now time.Time, patience time.Duration) (wait time.Duration, ok bool)
}

func (p *pacedSource) Token(ctx context.Context, rejected Token) (Token, error) {
	wait, ok := p.permits.reserve(p.clock.Now(), p.patience)
	if !ok {
		return Token{}, ErrShed
	}
	if wait > 0 {
		if err := p.clock.Sleep(ctx, wait); err != nil {
			return Token{}, err
		}
	}
	return p.next.Token(ctx, rejected)
}

// A pacer gives one permit every interval, and up to burst of them at once after a pause. It is
// the generic cell rate algorithm (ITU-T I.371) in whole nanoseconds. Permits are given in the
// order of the requests. If a caller gives up while it waits, its permit is lost, so that the
// rate is kept.
type pacer struct {
	every time.Duration
	burst int

	mu   sync.Mutex
	next time.Time // guarded by mu; the theoretical arrival time of the next permit
}

func (p *pacer) reserve(now time.Time, patience time.Duration) (time.Duration, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	next := p.next
	if next.Before(now) {
		next = now
	}
	wait := max(0, next.Sub(now)-times(p.every, p.burst-1))
	if wait > patience {
		return wait, false
	}
	p.next = next.Add(p.every)
	return wait, true
}

// times returns n times d, at most Longest.
func times(d time.Duration, n int) time.Duration {
	if n > 0 && d > Longest/time.Duration(n) {
		return Longest
	}
	return d * time.Duration(n)
}
