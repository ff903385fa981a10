package oauth

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Client requests tokens from a token endpoint. It is the Endpoint of a strategies.Env. [FedEx],
// [UPS] and the other functions return the client that a carrier documents, whose fields may be
// changed.
//
// Each call sends one request: there is no retry, no redirect and no search for the place of the
// credentials. The strategy alone decides when to request again.
//
// In an Env whose Refreshes is set a request presents the refresh token of the customer's store
// (RFC 6749, section 6), and the store keeps the one that comes with the answer.
type Client struct {
	Credentials

	Carrier string            // its name in errors, such as fedex
	URL     string            // of the token endpoint
	Proof   Proof             // where the credentials go
	JSON    bool              // the body is a JSON object; a form if false
	Grant   string            // the grant_type without a refresh token; client_credentials if empty
	Members map[string]string // of the body, besides the grant and the credentials
	Header  http.Header       // of the request, besides that of every request
	Names   Names             // of members
	Life    time.Duration     // of a token whose answer has none; 0: its Expires is the zero Time
	// InvalidGrant is the code by which the carrier says that a refresh token is no good, besides
	// invalid_grant (RFC 6749, 5.2). GitHub's is bad_refresh_token, with status 200.
	InvalidGrant string

	// Child is a customer of the project, for the grants that want one.
	Child Credentials

	Clock Clock             // required
	Base  http.RoundTripper // sends the requests; http.DefaultTransport if nil

	// Patience is how long to wait for an answer, 30 s if zero: assumed, as in a simulation. A lease
	// that its holder does not prolong has to be longer.
	Patience time.Duration
}

// A Clock returns the time, as the Clock of an Env does.
type Clock interface{ Now() time.Time }

// A Proof is the place where a client puts its credentials.
type Proof uint8

// The places of credentials.
const (
	InBody         Proof = iota
	InBasic              // in HTTP Basic, as they are
	InEncodedBasic       // in HTTP Basic, encoded as in a form, which RFC 6749 (2.3.1) wants
)

// Names are the names of members, of a request and of its answer. An empty one is RFC 6749's.
type Names struct {
	ID     string // client_id
	Secret string // client_secret
	Token  string // access_token
	Life   string // expires_in: seconds, as a number or a string
	// Refresh is the refresh token's, in both: refresh_token.
	Refresh string
}

// The names of a child's credentials in FedEx's schema, with its capital letter.
const (
	childID     = "child_Key"
	childSecret = "child_secret"
)

const defaultPatience = 30 * time.Second

// Token requests a token. The request has no field for the token that was refused.
func (c Client) Token(ctx context.Context, _ strategies.Token) (strategies.Token, error) {
	if c.Clock == nil {
		return strategies.Token{}, errors.New("oauth: " + c.Carrier + ": found no Clock; " +
			"meant the Env's")
	}
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(c.Patience, defaultPatience))
	defer cancel()
	request, err := c.request(ctx)
	if err != nil {
		return strategies.Token{}, fmt.Errorf("oauth: %s: %w", c.Carrier, err)
	}
	// A client without cookies that follows no redirect.
	client := http.Client{
		Transport:     c.Base,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := client.Do(request)
	if err != nil {
		return strategies.Token{}, fmt.Errorf("oauth: %s: %w", c.Carrier, err)
	}
	defer response.Body.Close()
	strategies.TellLimits(ctx, limits(response.Header))
	return c.read(response, c.Clock.Now())
}

func (c Client) request(ctx context.Context) (*http.Request, error) {
	body, kind, err := c.body(strategies.RefreshOf(ctx).Refresh)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.URL, body)
	if err != nil {
		return nil, err
	}
	maps.Copy(request.Header, c.Header)
	request.Header.Set("Content-Type", kind)
	request.Header.Set("Accept", "application/json")
	switch {
	case c.Secret == "":
	case c.Proof == InBasic:
		request.SetBasicAuth(c.ID, c.Secret)
	case c.Proof == InEncodedBasic:
		request.SetBasicAuth(url.QueryEscape(c.ID), url.QueryEscape(c.Secret))
	}
	return request, nil
}

// body returns the body of a request that presents the refresh token, if there is one, and its
// content type. A client without a secret, which RFC 6749 (2.1) calls public, sends its id alone.
func (c Client) body(refresh string) (body io.Reader, kind string, err error) {
	members := map[string]string{}
	maps.Copy(members, c.Members)
	members["grant_type"] = cmp.Or(c.Grant, "client_credentials")
	if refresh != "" {
		members["grant_type"] = "refresh_token"
		members[cmp.Or(c.Names.Refresh, "refresh_token")] = refresh
	}
	if c.Proof == InBody || c.Secret == "" {
		members[cmp.Or(c.Names.ID, "client_id")] = c.ID
	}
	if c.Proof == InBody && c.Secret != "" {
		members[cmp.Or(c.Names.Secret, "client_secret")] = c.Secret
	}
	if c.Child != (Credentials{}) {
		members[childID], members[childSecret] = c.Child.ID, c.Child.Secret
	}
	if c.JSON {
		text, err := json.Marshal(members)
		return bytes.NewReader(text), "application/json", err
	}
	form := url.Values{}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		form.Set(name, members[name])
	}
	return bytes.NewReader([]byte(form.Encode())), "application/x-www-form-urlencoded", nil
}
