package strategies

import (
	"context"
	"sync"
)

// probeStylePart finds out how the carrier wants the client's secret, as golang.org/x/oauth2 does
// with AuthStyle unset: until a request has succeeded it sends the secret in a header first, and
// after any error in the parameters (internal/token.go, 89ff2e1). Where the carrier wants
// parameters, as FedEx does, every request is two hits until then. The first of them is refused by
// a real carrier; Env knows no wrong style, so here it is sent like any other and its token is
// left unused: the hits are the same.
type probeStylePart struct {
	wants secretStyle
}

type secretStyle uint8

const (
	wantsParams secretStyle = iota
	wantsHeader
)

var _ = part("probe-style",
	"finds out how the carrier wants the secret: two hits for one until a request has succeeded",
	func(s *settings) Part {
		var p probeStylePart
		choice(s, "wants", &p.wants, []string{"params", "header"})
		return p
	})

func (p probeStylePart) Source(_ Env, next Source) Source {
	return &probeStyleSource{wants: p.wants, next: next}
}

type probeStyleSource struct {
	wants secretStyle
	next  Source

	mu      sync.Mutex
	learned bool // guarded by mu
}

func (p *probeStyleSource) Token(ctx context.Context, rejected Token) (Token, error) {
	t, err := p.next.Token(ctx, rejected)
	switch {
	case p.knows() || ctx.Err() != nil:
		return t, err
	case p.wants == wantsParams:
		t, err = p.next.Token(ctx, rejected) // the one in the header was refused
	case err != nil:
		_, _ = p.next.Token(ctx, rejected) // the one in the parameters is refused in any case
	}
	if err == nil {
		p.learn()
	}
	return t, err
}

func (p *probeStyleSource) knows() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.learned
}

func (p *probeStyleSource) learn() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.learned = true
}
