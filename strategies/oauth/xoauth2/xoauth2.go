// Package xoauth2 connects strategies and golang.org/x/oauth2 in both directions: [TokenSource] and
// [Exchange]. Only those who import it link golang.org/x/oauth2.
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

// TokenSource returns source as an oauth2.TokenSource under ctx. Its callers cannot report a
// refused token, and oauth2.NewClient keeps tokens until they expire: use an oauth.Transport
// where you can.
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

// An Exchange is one token request of golang.org/x/oauth2, as the endpoint of a strategy: the Token
// method of a clientcredentials.Config. Set its AuthStyle, or it may send two requests. An
// oauth2.TokenSource that keeps tokens is no Exchange: a strategy calls it for a new token.
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

// never is the expiry of a token whose answer has none.
var never = time.Date(9999, time.January, 1, 0, 0, 0, 0, time.UTC)
