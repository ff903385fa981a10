package oauth

import (
	"context"
	"net/http"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// SourceOf returns a Source of the tokens of s, for callers who make their calls themselves. If the
// rejected token comes again, SourceOf refuses it with a 401, so that s replaces it.
func SourceOf(s strategies.Strategy) strategies.Source { return sourceOf{s} }

type sourceOf struct{ strategy strategies.Strategy }

func (s sourceOf) Token(ctx context.Context, rejected strategies.Token) (strategies.Token, error) {
	var got strategies.Token
	err := s.strategy.Do(ctx, func(_ context.Context, t strategies.Token) error {
		got = t
		if !rejected.IsZero() && t.Value == rejected.Value {
			return &strategies.StatusError{Status: http.StatusUnauthorized}
		}
		return nil
	})
	if err != nil {
		return strategies.Token{}, err
	}
	return got, nil
}
