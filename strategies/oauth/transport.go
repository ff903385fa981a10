package oauth

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Transport is an http.RoundTripper that sends each request by a strategy: it sets the
// Authorization header to the strategy's token, and sends the request again if the strategy does
// so. It is safe for concurrent use.
//
// An answer of 400 or above is a *strategies.StatusError for the strategy. If the action ends
// with it, the caller gets the answer itself, with its body. Any other end, such as a refused
// token request or an open breaker, is an error for errors.As and strategies.Status.
//
// Only a refused call is sent again: the carrier has not carried it out. A call that was
// interrupted is never sent again, so that no shipment is created twice. The body of the second
// request comes from GetBody, which http.NewRequest sets for bytes and strings. A body without
// GetBody is kept in memory up to Keep bytes; a larger one ends the action with ErrUnrepeatable.
//
// A redirect to another host or to plain HTTP is followed without a token.
type Transport struct {
	Strategy strategies.Strategy
	Base     http.RoundTripper // http.DefaultTransport if nil
	Keep     int64             // bytes of a body without GetBody; 1 MiB if zero: assumed
}

// ErrUnrepeatable is the error of a request that was refused and could not be sent again.
var ErrUnrepeatable = errors.New("oauth: the call was refused, and cannot be sent again: " +
	"its body is too large to keep and has no GetBody")

const defaultKeep = 1 << 20

// mostDrained is how many bytes of a refused answer are read, so that its connection can be used
// again: assumed, more than a carrier's error has.
const mostDrained = 64 << 10

// NewClient returns an http.Client that sends each request by the strategy of parts in env. It
// has no time-out, and a strategy may wait: set one, or use contexts.
func NewClient(env strategies.Env, parts ...strategies.Part) (*http.Client, error) {
	strategy, err := strategies.New(env, parts...)
	if err != nil {
		return nil, fmt.Errorf("oauth: %w", err)
	}
	return &http.Client{Transport: &Transport{Strategy: strategy}}, nil
}

// RoundTrip sends request as often as the strategy does, and returns the last answer.
func (t *Transport) RoundTrip(request *http.Request) (*http.Response, error) {
	if strayed(request) {
		return t.base().RoundTrip(request)
	}
	repeatable, err := t.repeatable(request)
	if err != nil {
		return nil, err
	}
	a := attempts{asked: request, request: repeatable, base: t.base()}
	err = t.Strategy.Do(request.Context(), a.send)
	if !a.sent && repeatable.Body != nil {
		repeatable.Body.Close() // a RoundTripper always closes the body
	}
	// The answer is returned only for the error of its own attempt: a token request may have been
	// refused after it.
	if a.response != nil && (err == nil || errors.Is(err, a.err)) {
		return a.response, nil
	}
	a.drain()
	if err == nil {
		err = errors.New("oauth: the strategy made no call")
	}
	return nil, err
}

// CloseIdleConnections closes those of Base. The method of http.Client calls it.
func (t *Transport) CloseIdleConnections() {
	if base, ok := t.base().(interface{ CloseIdleConnections() }); ok {
		base.CloseIdleConnections()
	}
}

func (t *Transport) base() http.RoundTripper {
	if t.Base == nil {
		return http.DefaultTransport
	}
	return t.Base
}

// strayed reports whether redirects have led to another host than the first request's, or from
// HTTPS to HTTP: the token must not be sent there.
func strayed(request *http.Request) bool {
	first := request
	for first.Response != nil && first.Response.Request != nil {
		first = first.Response.Request
	}
	return first.URL.Host != request.URL.Host ||
		first.URL.Scheme == "https" && request.URL.Scheme != "https"
}

// attempts are the calls of one action, one after another.
type attempts struct {
	asked    *http.Request // of the caller
	request  *http.Request // the same, with a GetBody
	base     http.RoundTripper
	sent     bool
	response *http.Response // of the last one, nil if there was none
	err      error          // of the last one, for the strategy
}

// send makes one attempt.
func (a *attempts) send(ctx context.Context, token strategies.Token) error {
	a.drain()
	a.response, a.err = nil, nil
	request := a.request.Clone(ctx)
	var err error
	if request.Body, err = a.body(); err != nil {
		return err
	}
	a.sent = true
	if request.Header == nil {
		request.Header = http.Header{}
	}
	request.Header.Set("Authorization", "Bearer "+token.Value)
	response, err := a.base.RoundTrip(request) //nolint:bodyclose // drain's or the caller's to close
	if err != nil {
		return err
	}
	response.Request = a.asked // without the token
	a.response = response
	if response.StatusCode >= http.StatusBadRequest {
		a.err = &strategies.StatusError{
			Status: response.StatusCode, RetryAfter: retryAfter(response.Header, time.Time{}),
		}
	}
	return a.err
}

// drain reads and closes an answer that the caller does not get.
func (a *attempts) drain() {
	if a.response == nil {
		return
	}
	_, _ = io.CopyN(io.Discard, a.response.Body, mostDrained)
	a.response.Body.Close()
	a.response = nil
}
