// Package oauth puts the strategies to work in a Go service: token clients that speak the wire
// format of FedEx, UPS, USPS, DHL eCommerce and RFC 6749, and a Transport that carries every
// request of an http.Client through a strategy. Package xoauth2 bridges to golang.org/x/oauth2.
//
// The clients send one request for each call and no more: no retry, no redirect, no probing for a
// style of credentials. When to ask again is the strategy's business alone.
package oauth

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// Credentials are what a carrier knows a project by. However they are printed or logged, the
// secret is not shown.
type Credentials struct {
	ID     string
	Secret string
}

// inBody is the form of a grant that has the credentials in it (RFC 6749, 2.3.1).
func (c Credentials) inBody(grant string) url.Values {
	return url.Values{"grant_type": {grant}, "client_id": {c.ID}, "client_secret": {c.Secret}}
}

// Format prints the id alone, whatever the verb.
func (c Credentials) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "%s:[secret]", c.ID) }

// LogValue is the id alone.
func (c Credentials) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(c)) }

// MarshalText is the id alone.
func (c Credentials) MarshalText() ([]byte, error) { return fmt.Append(nil, c), nil }

// Wire is what the token clients of all carriers have in common.
type Wire struct {
	Clock interface{ Now() time.Time } // required; the Env's does

	// Base sends the requests; http.DefaultTransport if nil.
	Base http.RoundTripper

	// Patience is how long an answer is waited for, 8 s if zero: assumed, and shorter than the
	// 10 s for which strategies hold a lease, so that a lease outlasts any renewal.
	Patience time.Duration
}

const defaultPatience = 8 * time.Second

// An exchange is one token request as a carrier wants it.
type exchange struct {
	carrier string
	url     string
	form    url.Values
	basic   Credentials   // in an Authorization header, unless empty
	header  http.Header   // beyond what all requests have
	life    time.Duration // of a token whose answer does not say
}

// token performs x and returns what it brought.
func (w Wire) token(ctx context.Context, x exchange) (strategies.Token, error) {
	patience := w.Patience
	if patience == 0 {
		patience = defaultPatience
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request, err := x.request(ctx)
	if err != nil {
		return strategies.Token{}, err
	}
	// Neither cookies nor redirects: a client without a jar, that takes the first answer it gets.
	client := http.Client{
		Transport:     w.Base,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := client.Do(request)
	if err != nil {
		return strategies.Token{}, fmt.Errorf("oauth: %s: %w", x.carrier, err)
	}
	defer response.Body.Close()
	return x.read(response, w.Clock.Now())
}

func (x exchange) request(ctx context.Context) (*http.Request, error) {
	body := strings.NewReader(x.form.Encode())
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, x.url, body)
	if err != nil {
		return nil, fmt.Errorf("oauth: %s: %w", x.carrier, err)
	}
	maps.Copy(request.Header, x.header)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Accept", "application/json")
	if x.basic != (Credentials{}) {
		request.SetBasicAuth(x.basic.ID, x.basic.Secret)
	}
	return request, nil
}
