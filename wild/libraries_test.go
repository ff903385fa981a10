package wild

import (
	"context"
	"time"

	"cloud.google.com/go/auth"
	"github.com/aws/aws-sdk-go-v2/aws"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
)

// A tokenFunc is the way to a token through a real library.
type tokenFunc func(ctx context.Context) (token string, err error)

// wildLibraries are the libraries that can be run here, and the strategies that model them.
var wildLibraries = []struct {
	name, model string
	early       time.Duration // how long before its expiry a token is due for renewal
	leg         time.Duration // zero where callers wait on a mutex, which holds a bubble's time up
	open        func(k *wildCarrier) wildAction
}{
	{
		"x/oauth2", "wild-go-oauth2", 10 * time.Second, 0,
		tokensOf(oauth2Library(oauth2.AuthStyleInParams)),
	},
	{
		"x/oauth2, style unknown", "wild-go-oauth2-probing", 10 * time.Second, 0,
		tokensOf(oauth2Library(oauth2.AuthStyleAutoDetect)),
	},
	{"x/oauth2, a source for each call", "wild-magento-fedex", 0, 0, tokensOf(oauth2PerCall)},
	{"cloud.google.com/go/auth", "wild-google-auth", 225 * time.Second, 0, tokensOf(googleLibrary)},
	{"aws-sdk-go-v2", "wild-aws-credentials-cache", 0, 50 * time.Millisecond, tokensOf(awsLibrary)},
	{"azcore", "wild-azure-temporal", 5 * time.Minute, 50 * time.Millisecond, azureLibrary},
	{"msal-go", "wild-msal", 5 * time.Minute, 50 * time.Millisecond, tokensOf(msalLibrary)},
}

// tokensOf is the action of whoever gets a token from a library and calls with it.
func tokensOf(open func(k *wildCarrier) tokenFunc) func(k *wildCarrier) wildAction {
	return func(k *wildCarrier) wildAction { return k.through(open(k)) }
}

func oauth2Library(style oauth2.AuthStyle) func(k *wildCarrier) tokenFunc {
	return func(k *wildCarrier) tokenFunc {
		config := clientcredentials.Config{
			ClientID: "shop", ClientSecret: "s3cret", TokenURL: oauth.FedExProduction, AuthStyle: style,
		}
		ctx := context.WithValue(context.Background(), oauth2.HTTPClient, k.client())
		source := config.TokenSource(ctx)
		return func(context.Context) (string, error) {
			t, err := source.Token()
			if err != nil {
				return "", err
			}
			return t.AccessToken, nil
		}
	}
}

// oauth2PerCall makes a new TokenSource for each call, which has no cache to find a token in
// (gofr #4159, freee-go #55, grpc-go #600).
func oauth2PerCall(k *wildCarrier) tokenFunc {
	return func(ctx context.Context) (string, error) {
		return oauth2Library(oauth2.AuthStyleInParams)(k)(ctx)
	}
}

// googleFetch and awsFetch are the fetching that those libraries leave to others.
type (
	googleFetch struct{ oauth.Client }
	awsFetch    struct{ oauth.Client }
)

func (f googleFetch) Token(ctx context.Context) (*auth.Token, error) {
	t, err := f.Client.Token(ctx, strategies.Token{})
	return &auth.Token{Value: t.Value, Expiry: t.Expires}, err
}

func googleLibrary(k *wildCarrier) tokenFunc {
	provider := auth.NewCachedTokenProvider(googleFetch{k.endpoint()}, nil)
	return func(ctx context.Context) (string, error) {
		t, err := provider.Token(ctx)
		if err != nil {
			return "", err
		}
		return t.Value, nil
	}
}

func (f awsFetch) Retrieve(ctx context.Context) (aws.Credentials, error) {
	t, err := f.Token(ctx, strategies.Token{})
	return aws.Credentials{
		AccessKeyID: "shop", SecretAccessKey: t.Value, CanExpire: true, Expires: t.Expires,
	}, err
}

func awsLibrary(k *wildCarrier) tokenFunc {
	cache := aws.NewCredentialsCache(awsFetch{k.endpoint()})
	return func(ctx context.Context) (string, error) {
		c, err := cache.Retrieve(ctx)
		return c.SecretAccessKey, err
	}
}
