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

// permits decide when requests are sent. reserve takes the next permit, of now or later; if that is
// later than patience it takes none and returns ErrShed.
type permits interface {
	reserve(ctx context.Context, now time.Time, patience time.Duration) (permit, error)
}

// A permit is for one request.
type permit struct {
	wait  time.Duration // until it may be used
	every time.Duration // until the one after it may be, counted from then
}

func (p *pacedSource) Token(ctx context.Context, rejected Token) (Token, error) {
	for {
		permit, err := p.permits.reserve(ctx, p.clock.Steady(), p.patience)
		if err != nil {
			return Token{}, err
		}
		switch late, err := permit.await(ctx, p.clock); {
		case err != nil:
			return Token{}, err
		case !late:
			return p.next.Token(ctx, rejected)
		}
	}
}

// await waits for the permit, and reports whether it was taken up so late that the next one is due:
// a process that stood still would send at once all that waited in it. Such a permit is lost.
func (p permit) await(ctx context.Context, clock Clock) (late bool, err error) {
	if p.wait == 0 {
		return false, nil
	}
	due := clock.Steady().Add(p.wait)
	if err := clock.Sleep(ctx, p.wait); err != nil {
		return false, err
	}
	return clock.Steady().Sub(due) >= p.every, nil
}

// A pacer gives one permit every interval, and up to burst of them at once after a pause. If a
// caller gives up while it waits, its permit is lost, so that the rate is kept.
type pacer struct {
	every time.Duration
	burst int
	line  line
}

func (p *pacer) reserve(_ context.Context, now time.Time, patience time.Duration) (permit, error) {
	wait, ok := p.line.reserve(now, p.every, p.burst, patience)
	if !ok {
		return permit{}, ErrShed
	}
	return permit{wait, p.every}, nil
}

// A line gives permits in the order of the requests: the generic cell rate algorithm (ITU-T I.371)
// in whole nanoseconds.
type line struct {
	mu   sync.Mutex
	next time.Time // guarded by mu; the theoretical arrival time of the next permit
}

// reserve takes a permit after which the line is busy for every, as QuotaStore has it.
func (l *line) reserve(now time.Time, every time.Duration, burst int, patience time.Duration) (
	wait time.Duration, ok bool,
) {
	l.mu.Lock()
	defer l.mu.Unlock()
	next := l.next
	if next.Before(now) {
		next = now
	}
	wait = max(0, next.Sub(now)-times(every, burst-1))
	if wait > patience {
		return wait, false
	}
	l.next = next.Add(every)
	return wait, true
}

// times returns n times d, at most Longest.
func times(d time.Duration, n int) time.Duration {
	if n > 0 && d > Longest/time.Duration(n) {
		return Longest
	}
	return d * time.Duration(n)
}
