package world

import (
	"context"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A held token is that of a job's first call, which serves the calls after it, refused or not.
type held struct {
	first uint64 // the action that got it
	token strategies.Token
}

// work carries out a call of a job that keeps its token. A call obtains one as long as none has got
// any.
func (a *action) work(l *load) error {
	if h := l.keeps[a.user]; h != nil {
		return a.perform(&a.ctx, h.token)
	}
	return a.client.strategy.Do(&a.ctx, func(ctx context.Context, t strategies.Token) error {
		if h := l.keeps[a.user]; h == nil || h.first == a.id {
			l.keeps[a.user] = &held{a.id, t}
		}
		return a.perform(ctx, t)
	})
}
