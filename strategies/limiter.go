package strategies

import (
	"context"
	"time"
)

// limiterPart keeps the token requests below a rate. Those over it queue, first come, first
// served, or are refused with ErrShed. Who waited does not look at the cache again. ShipStream's
// FedEx client added one after a lockout (fedex-rest-php-sdk, commit 21ea8d7, 2025-10-06).
type limiterPart struct {
	every    time.Duration // between two permits
	burst    int
	overflow overflow
	patience time.Duration // queueing longer than this is refused; negative: never
	per      scope
}

type overflow uint8

const (
	queueOverflow overflow = iota
	refuseOverflow
)

var _ = part("limiter", "keeps token requests below a rate", func(s *settings) Part {
	p := limiterPart{burst: 1, patience: -1, per: perNode}
	s.need("rate", "1/s")
	s.rate("rate", &p.every)
	s.count("burst", &p.burst, 1, 1_000_000)
	choice(s, "overflow", &p.overflow, []string{"queue", "refuse"})
	s.duration("patience", &p.patience, 0)
	choice(s, "per", &p.per, scopeNames)
	if p.overflow == refuseOverflow {
		if s.has("patience") {
			s.fail(s.at, "patience with overflow: refuse", "patience with overflow: queue")
		}
		p.patience = 0
	}
	return p
})

func (p limiterPart) Source(env Env, next Source) Source {
	return &pacedSource{
		clock:    env.Clock,
		patience: p.patience,
		next:     next,
		pacer: within(env, p.per, func() *pacer {
			return &pacer{every: p.every, burst: p.burst}
		}),
	}
}

type pacedSource struct {
	clock    Clock
	pacer    *pacer
	patience time.Duration
	next     Source
}

func (p *pacedSource) Token(ctx context.Context, rejected Token) (Token, error) {
	wait, ok := p.pacer.reserve(p.clock.Now(), p.patience)
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
