package strategies

import (
	"time"
)

// A Limiter keeps the token requests below a rate. Requests over the rate wait, first come, first
// served, or fail with ErrShed. After the wait the cache is not read again. ShipStream's FedEx
// client added a limiter after a lockout (fedex-rest-php-sdk, commit 21ea8d7, 2025-10-06).
type Limiter struct {
	Rate     Rate
	Burst    int           // how many pass at once after a pause
	Patience time.Duration // a request that would wait longer fails; 0: none waits
	Per      Scope
}

func init() {
	Register("limiter", "keeps token requests below a rate",
		Limiter{Burst: 1, Patience: Forever, Per: PerNode})
}

// Settings declares the rate, and what becomes of requests over it.
func (p Limiter) Settings(s *Settings) Part {
	s.Rate("rate", &p.Rate, "How many token requests pass.")
	s.burst(&p.Burst)
	refuse := p.Patience == 0
	s.Either("overflow", &refuse, "queue", "refuse", "What becomes of requests over the rate.")
	s.queueing(&p.Patience)
	switch given := s.Given("patience"); {
	case refuse && given:
		s.Refuse("patience", "patience with overflow: refuse", "patience with overflow: queue")
	case refuse:
		p.Patience = 0
	case p.Patience == 0 && !given:
		p.Patience = Forever
	}
	s.scope(&p.Per)
	return p
}

// burst declares how many permits a pacer gives out at once.
func (s *Settings) burst(field *int) {
	s.Count("burst", field, 1, 1_000_000, "How many pass at once after a pause.")
}

// queueing declares how long to wait for a permit.
func (s *Settings) queueing(field *time.Duration) {
	s.Patience("patience", field, "How long to queue at most: who would wait longer is refused.")
}

// Needs reports whether all nodes share the rate.
func (p Limiter) Needs() Needs { return p.Per.needs() }

// Source returns next behind the limiter.
func (p Limiter) Source(env Env, next Source) Source {
	every := p.Rate.Every()
	return &pacedSource{env.Clock, p.Patience, next, Within(env, p.Per, func() permits {
		return &pacer{every: every, burst: p.Burst}
	})}
}
