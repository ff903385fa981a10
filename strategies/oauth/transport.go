package oauth

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Transport is an http.RoundTripper that carries each request through a strategy: it sets the
// Authorization header to the token the strategy chooses, and sends the request again if the
// strategy says so. Any number of goroutines may share one.
//
// An answer of 400 or above is a *strategies.StatusError to the strategy. If that is what the
// action ends with, the caller gets the answer itself, body and all; any other end, like a refused
// token request or an open breaker, is an error that errors.As and strategies.Status look into.
//
// Only a refused call is sent again, which the carrier has not carried out; what broke off under
// way never is, so a shipment is not created twice. A body that is to be sent again is taken from
// GetBody, as http.NewRequest sets it for bytes and strings; one without is kept in memory up to
// Keep, and beyond that ErrUnrepeatable ends the action.
//
// A redirect to another host or to plain HTTP is followed without a token.
type Transport struct {
	Strategy strategies.Strategy
	Base     http.RoundTripper // http.DefaultTransport if nil
	Keep     int64             // bytes of a body without GetBody; 1 MiB if zero: assumed
}

// ErrUnrepeatable is the end of a request that the carrier refused and that could not be sent
// again.
var ErrUnrepeatable = errors.New("oauth: the call was refused, and cannot be sent again: " +
	"its body is too large to keep and has no GetBody")

const defaultKeep = 1 << 20

// mostDrained is how much of a refused answer is read so that its connection can be used again,
// in bytes: as much as a carrier's error is likely to have, assumed.
const mostDrained = 64 << 10

// NewClient returns an http.Client that carries each request through the strategy that stacks parts
// in env. It has no time-out of its own: a strategy may wait, so set one that users can bear, or
// use contexts.
func NewClient(env strategies.Env, parts ...strategies.Part) (*http.Client, error) {
	strategy, err := strategies.New(env, parts...)
	if err != nil {
		return nil, fmt.Errorf("oauth: %w", err)
	}
	return &http.Client{Transport: &Transport{Strategy: strategy}}, nil
}

// RoundTrip sends request, as often as the strategy wants it, and returns the last answer.
func (t *Transport) RoundTrip(request *http.Request) (*http.Response, error) {
	if strayed(request) {
		return t.base().RoundTrip(request)
	}
	body, err := t.body(request)
	if err != nil {
		return nil, err
	}
	a := attempts{request: request, body: body, base: t.base()}
	err = t.Strategy.Do(request.Context(), a.send)
	a.body.close()
	// errors.Is on the very error of the last attempt: a token request's 403 must not be taken for
	// the answer to the call that was refused before it.
	if a.response != nil && (err == nil || a.err != nil && errors.Is(err, a.err)) {
		return a.response, nil
	}
	a.drain()
	if err == nil {
		err = errors.New("oauth: the strategy made no call")
	}
	return nil, err
}

// CloseIdleConnections closes those of Base: http.Client's method of that name asks for it.
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

// strayed reports whether redirects have led request away from where its first was sent, to
// another host or from HTTPS to HTTP: nobody there is to see the token.
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
	request  *http.Request
	body     *repeatableBody
	base     http.RoundTripper
	response *http.Response // the last one's, unless it came to none
	err      error          // what the strategy was told of the last one
}

// send makes one attempt.
func (a *attempts) send(ctx context.Context, token strategies.Token) error {
	a.drain()
	a.response, a.err = nil, nil
	body, err := a.body.next()
	if err != nil {
		return err
	}
	request := a.request.Clone(ctx)
	request.Body = body
	if request.Header == nil {
		request.Header = http.Header{}
	}
	request.Header.Set("Authorization", "Bearer "+token.Value)
	response, err := a.base.RoundTrip(request) //nolint:bodyclose // drain's or the caller's to close
	if err != nil {
		return err
	}
	response.Request = a.request // as the caller knows it: without the token
	a.response = response
	if response.StatusCode >= http.StatusBadRequest {
		a.err = &strategies.StatusError{Status: response.StatusCode}
	}
	return a.err
}

// drain reads to its end and closes an answer that the caller will not get.
func (a *attempts) drain() {
	if a.response == nil {
		return
	}
	_, _ = io.CopyN(io.Discard, a.response.Body, mostDrained)
	a.response.Body.Close()
	a.response = nil
}
