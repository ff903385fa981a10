package oauth

import (
	"context"
	"errors"
	"net/http"
	"time"

	"golang.org/x/oauth2"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// TokenSource returns source as golang.org/x/oauth2 knows one, under ctx. What asks it cannot say
// that a token was refused, and oauth2.NewClient keeps tokens until they expire: a Transport does
// better where it can be used.
func TokenSource(ctx context.Context, source strategies.Source) oauth2.TokenSource {
	return tokenSource{ctx, source}
}

type tokenSource struct {
	ctx    context.Context // oauth2's interface passes none
	source strategies.Source
}

func (s tokenSource) Token() (*oauth2.Token, error) {
	t, err := s.source.Token(s.ctx, strategies.Token{})
	if err != nil {
		return nil, err
	}
	return &oauth2.Token{AccessToken: t.Value, TokenType: "Bearer", Expiry: t.Expires}, nil
}

// Exchange is one token request of golang.org/x/oauth2 as a strategy's endpoint: the Token method
// of a clientcredentials.Config, with its AuthStyle set lest it probe. A TokenSource that keeps
// tokens will not do, since a strategy asks when it wants a new one.
type Exchange func(ctx context.Context) (*oauth2.Token, error)

// Token requests a token.
func (e Exchange) Token(ctx context.Context, _ strategies.Token) (strategies.Token, error) {
	t, err := e(ctx)
	refused, ok := errors.AsType[*oauth2.RetrieveError](err)
	if ok && refused.Response != nil && refused.Response.StatusCode >= http.StatusBadRequest {
		return strategies.Token{}, &Refusal{
			Carrier: "token endpoint",
			Code:    said(refused.ErrorCode),
			Message: said(refused.ErrorDescription),
			status:  &strategies.StatusError{Status: refused.Response.StatusCode},
		}
	}
	if err != nil {
		return strategies.Token{}, err
	}
	if t.Expiry.IsZero() {
		return strategies.Token{Value: t.AccessToken, Expires: never}, nil
	}
	return strategies.Token{Value: t.AccessToken, Expires: t.Expiry}, nil
}

// never is when a token expires of which golang.org/x/oauth2 was not told when.
var never = time.Date(9999, time.January, 1, 0, 0, 0, 0, time.UTC)

// SourceOf returns the way to a token in s, for whoever makes the calls himself: a refused token
// is refused once more, by us, so that s does about it what it would.
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
