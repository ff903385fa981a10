package front

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/reply"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// A compiledWire is a Wire ready to serve.
type compiledWire struct {
	wire.Wire
	name       string      // of the carrier
	members    []string    // that a token request may have
	issued     [2]template // the second where nothing is said of its life
	pair       [2]template
	answers    []page // by wire.Outcome
	api        *reply.Set
	forbidden  map[uint16]*template // by number of the operation that has its own
	keys       *keys
	jwtHeader  string // base64
	jwtPayload template
}

// wires remembers the compiled Wire of each carrier that is registered, so that a thousand worlds
// of one carrier compile it once.
var wires sync.Map // of *compiledWire by *wire.Wire

// compiled returns the Wire of a profile, ready to serve.
func compiled(p *fakecarrier.Profile) (*compiledWire, error) {
	code := p.Grants.Refusal.Code
	usual, err := fakecarrier.LookupProfile(p.Name)
	shared := code == "" && err == nil && usual.Wire == p.Wire
	if ready, ok := wires.Load(p.Wire); shared && ok {
		of := *ready.(*compiledWire) // a world has keys of its own
		return &of, nil
	}
	c, err := compile(p.Name, p.Wire)
	if err != nil {
		return nil, err
	}
	c.worded(code)
	if shared {
		of := *c
		wires.Store(p.Wire, &of)
	}
	return c, nil
}

// compile reads the templates. Its error names those that are wrong.
func compile(name string, w *wire.Wire) (*compiledWire, error) {
	c := &compiledWire{
		Wire: *w, name: name, forbidden: map[uint16]*template{},
		jwtHeader: base64url.EncodeToString([]byte(w.JWT.Header)),
	}
	c.Names.ID = cmp.Or(w.Names.ID, "client_id")
	c.Names.Secret = cmp.Or(w.Names.Secret, "client_secret")
	c.members = append([]string{c.Names.ID, c.Names.Secret}, tokenMembers...)
	var wrong []error
	var err error
	if c.api, err = reply.Of(name, w); err != nil {
		wrong = append(wrong, err)
	}
	if err := w.Check(); err != nil {
		wrong = append(wrong, err)
	}
	read := func(what, text string) template {
		t, err := parseTemplate(text)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", what, err))
		}
		return t
	}
	for i, without := range []string{"", "expires_in"} {
		c.issued[i] = read("issued", wire.Without(w.Issued, without))
		c.pair[i] = read("pair", wire.Without(w.Pair, without))
	}
	c.jwtPayload = read("token payload", w.JWT.Payload)
	if n := w.JWT.Signature; w.JWT.Signed == "" && n < serialSize+checksumSize {
		wrong = append(wrong, fmt.Errorf("a signature of %d bytes is too short", n))
	}
	for o := range wire.Outcome(len(wire.Answered.Choices())) {
		answer, _ := w.Answer(o)
		answer.Type = cmp.Or(answer.Type, jsonType)
		answer.Status = cmp.Or(strayStatus[o], answer.Status)
		body := read(o.String(), answer.Body)
		c.answers = append(c.answers, page{Answer: answer, body: &body})
	}
	for i, o := range w.Operations {
		if o.Forbidden != "" {
			body := read(o.Path, o.Forbidden)
			c.forbidden[uint16(i)] = &body
		}
	}
	return c, errors.Join(wrong...)
}

// errorBody is that of an error whose code is said (RFC 6749, section 5.2).
var errorBody = func() template {
	t, err := parseTemplate(`{"error":"${code}"}`)
	if err != nil {
		panic("fakecarrier: " + err.Error())
	}
	return t
}()

// worded is the carrier's answer to a grant that is not good, under a code that is said: a body
// that has no place for it is RFC 6749's.
func (c *compiledWire) worded(code string) {
	for _, o := range []wire.Outcome{wire.InvalidGrant, wire.InvalidCode} {
		if answer, _ := c.Answer(o); code != "" && !strings.Contains(answer.Body, "${code}") {
			c.answers[o].body, c.answers[o].Type = &errorBody, jsonType
		}
	}
}

const (
	jsonType = "application/json"
	formType = "application/x-www-form-urlencoded"
)

// strayStatus are the statuses of requests that no operation is for, whatever the carrier says.
var strayStatus = map[wire.Outcome]int{
	wire.WrongMethod: http.StatusMethodNotAllowed, wire.NotServed: http.StatusNotImplemented,
}

// outcomes are what the reasons of the state machine are on the wire; faults go by their status.
var outcomes = [...]wire.Outcome{
	fakecarrier.ReasonNone:        wire.Answered,
	fakecarrier.ReasonExpired:     wire.ExpiredToken,
	fakecarrier.ReasonKilled:      wire.ExpiredToken,
	fakecarrier.ReasonUnknown:     wire.BadToken,
	fakecarrier.ReasonBanned:      wire.Banned,
	fakecarrier.ReasonThrottled:   wire.Throttled,
	fakecarrier.ReasonQuota:       wire.QuotaExceeded,
	fakecarrier.ReasonFault:       wire.Unavailable,
	fakecarrier.ReasonCredentials: wire.WrongCredentials,
	fakecarrier.ReasonGrant:       wire.InvalidGrant,
	fakecarrier.ReasonReplayed:    wire.Answered,
	fakecarrier.ReasonInactive:    wire.BadToken,
	fakecarrier.ReasonEarly:       wire.Malformed,
	fakecarrier.ReasonDisguised:   wire.InvalidGrant,
	fakecarrier.ReasonRights:      wire.Forbidden,
}

// outcome returns the outcome that an answer of the state machine has on the wire.
func outcome(a *fakecarrier.Response, e fakecarrier.Endpoint, ban BanBody) wire.Outcome {
	switch {
	case a.Reason == fakecarrier.ReasonBanned && ban == BanHTML:
		return wire.BannedHTML
	case a.Reason != fakecarrier.ReasonFault:
		return outcomes[a.Reason]
	case a.Status == http.StatusTooManyRequests:
		return wire.Throttled
	case a.Status == http.StatusUnauthorized && e == fakecarrier.APIEndpoint:
		return wire.BadToken
	case a.Status == http.StatusUnauthorized:
		return wire.WrongCredentials
	case a.Status == http.StatusForbidden:
		return wire.Forbidden
	case a.Status == http.StatusNotFound:
		return wire.NotFound
	case a.Status == http.StatusInternalServerError:
		return wire.Failure
	case a.Status < 500 && e == fakecarrier.APIEndpoint:
		return wire.InvalidBody
	case a.Status < 500:
		return wire.Malformed
	}
	return outcomes[a.Reason]
}
