package strategies

import (
	"context"
	"sync/atomic"
)

// A ProbeStyle finds out where the carrier wants the client's secret, as golang.org/x/oauth2 does
// with AuthStyle unset. Until a request has succeeded, it sends the secret first in a header and,
// after any error, in the parameters (internal/token.go, 89ff2e1). If the carrier wants
// parameters, as FedEx does, each request is two hits until then. A real carrier refuses the
// first of them. An Env has no wrong place for a secret, so here the first hit gets a token too,
// which is not used.
type ProbeStyle struct {
	WantsHeader bool // the carrier wants the secret in a header, not in the parameters
}

func init() {
	Register("probe-style",
		"finds out how the carrier wants the secret: two hits for one until a request has succeeded",
		ProbeStyle{})
}

// Settings declares what the carrier wants.
func (p ProbeStyle) Settings(s *Settings) Part {
	s.Either("wants", &p.WantsHeader, "params", "header", "Where the carrier wants the secret.")
	return p
}

// Source returns next, called twice until a request has succeeded.
func (p ProbeStyle) Source(_ Env, next Source) Source {
	return &probeStyleSource{wantsHeader: p.WantsHeader, next: next}
}

type probeStyleSource struct {
	wantsHeader bool
	next        Source
	learned     atomic.Bool
}

func (p *probeStyleSource) Token(ctx context.Context, rejected Token) (Token, error) {
	t, err := p.next.Token(ctx, rejected)
	switch {
	case p.learned.Load() || ctx.Err() != nil:
		return t, err
	case !p.wantsHeader:
		t, err = p.next.Token(ctx, rejected) // the one in the header was refused
	case err != nil:
		_, _ = p.next.Token(ctx, rejected) // the one in the parameters is refused in any case
	}
	if err == nil {
		p.learned.Store(true)
	}
	return t, err
}
