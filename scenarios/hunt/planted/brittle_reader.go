package planted

import (
	"context"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A BrittleReader reads the status of each failure, also of one that has none.
type BrittleReader struct{}

func init() {
	strategies.Register("brittle-reader", "takes every failure for an answer of the carrier",
		BrittleReader{})
}

// Settings declares none.
func (p BrittleReader) Settings(*strategies.Settings) strategies.Part { return p }

// Source returns next, whose failures are read.
func (p BrittleReader) Source(_ strategies.Env, next strategies.Source) strategies.Source {
	return brittleReader{next}
}

type brittleReader struct{ next strategies.Source }

func (b brittleReader) Token(
	ctx context.Context, rejected strategies.Token,
) (strategies.Token, error) {
	t, err := b.next.Token(ctx, rejected)
	if err != nil && ctx.Err() == nil {
		answer := err.(*strategies.StatusError) //nolint:errorlint,forcetypeassert // the fault
		if answer.Status == 0 {
			return strategies.Token{}, strategies.ErrShed
		}
	}
	return t, err
}
