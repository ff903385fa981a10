// Package xoauth2 bridges the strategies and golang.org/x/oauth2, in both directions. It is apart
// from strategies/oauth so that only those who use golang.org/x/oauth2 link it.
package xoauth2

import (
	"context"
	"errors"
	"net/http"
	"time"

	"golang.org/x/oauth2"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
)

// TokenSource returns source as golang.org/x/oauth2 knows one, under ctx. What asks it cannot say
// that a token was refused, and oauth2.NewClient keeps tokens until they expire: an oauth.Transport
// does better where it can be used.
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
		return strategies.Token{}, oauth.Refused("token endpoint", refused.Response.StatusCode,
			refused.ErrorCode, refused.ErrorDescription)
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
