package strategies

import (
	"context"
	"sync"
	"time"
)

// A pacedSource sends each request when there is a permit for it.
type pacedSource struct {
	clock    Clock
	every    time.Duration // between two permits
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
	for {
		wait, ok := p.permits.reserve(p.clock.Steady(), p.patience)
		if !ok {
			return Token{}, ErrShed
		}
		switch late, err := await(ctx, p.clock, wait, p.every); {
		case err != nil:
			return Token{}, err
		case !late:
			return p.next.Token(ctx, rejected)
		}
	}
}

// await waits for a permit, and reports whether it was taken up so late that the next one is due: a
// process that stood still would send at once all that waited in it.
func await(ctx context.Context, clock Clock, wait, every time.Duration) (late bool, err error) {
	if wait == 0 {
		return false, nil
	}
	due := clock.Steady().Add(wait)
	if err := clock.Sleep(ctx, wait); err != nil {
		return false, err
	}
	return clock.Steady().Sub(due) >= every, nil
}

// A pacer gives one permit every interval, and up to burst of them at once after a pause. If a
// caller gives up while it waits, its permit is lost, so that the rate is kept.
type pacer struct {
	every time.Duration
	burst int
	line  line
}

func (p *pacer) reserve(now time.Time, patience time.Duration) (time.Duration, bool) {
	return p.line.reserve(now, p.every, p.burst, patience)
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
