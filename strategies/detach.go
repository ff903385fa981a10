package strategies

import "context"

// A Detach lets a renewal go on when its caller gives up, and the caller has to wait for its end.
// golang.org/x/oauth2 does so: its TokenSource takes no context, so each caller that waits for its
// mutex sends a request in turn, wanted or not (oauth2.go, v0.38.0; #388).
type Detach struct{}

func init() {
	Register("detach", "lets a renewal go on when its caller gives up, who has to wait for it",
		Detach{})
}

// Settings declares none.
func (p Detach) Settings(*Settings) Part { return p }

// Source returns next under contexts that are never done.
func (Detach) Source(_ Env, next Source) Source { return &detachSource{next} }

type detachSource struct{ next Source }

func (d *detachSource) Token(ctx context.Context, rejected Token) (Token, error) {
	return d.next.Token(context.WithoutCancel(ctx), rejected)
}
