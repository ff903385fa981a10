package drive

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
)

// noPatience leaves time-outs to the route, which has the scenario's.
const noPatience = 24 * time.Hour

// segmentInBraces is a segment of a path that may be any one.
var segmentInBraces = regexp.MustCompile(`\{[^}]*\}`)

// A dialect is how a carrier is requested, as its profile says.
type dialect struct {
	tokens oauth.Client   // without what differs between nodes, and between customers
	call   wire.Operation // of the API
	path   string         // of the call
}

// dialectOf returns the dialect of a profile. Its error is a carrier that cannot be driven.
func dialectOf(p fakecarrier.Profile, refreshes bool) (d dialect, err error) {
	grant := "client_credentials"
	if refreshes {
		grant = wire.GrantRefresh
	}
	if p.Wire == nil || !slices.Contains(p.Wire.Grants, grant) {
		return d, fmt.Errorf("drive: carrier %s issues no token over HTTP for %s", p.Name,
			strings.ReplaceAll(grant, "_", " "))
	}
	operation, ok := p.Wire.Call()
	if !ok {
		return d, fmt.Errorf("drive: carrier %s has no API to call", p.Name)
	}
	return dialect{
		tokens: clientOf(p, refreshes), call: operation,
		path: cmp.Or(operation.Example.Path, segmentInBraces.ReplaceAllString(operation.Path, "1")),
	}, nil
}

// clientOf returns the client for a profile's token endpoint. Its URL is a path.
func clientOf(p fakecarrier.Profile, refreshes bool) oauth.Client {
	w := p.Wire
	c := oauth.Client{
		Carrier: p.Name, URL: w.Token, Life: p.ExpiresIn, JSON: w.Proof == wire.ProofInJSON,
		Names: oauth.Names{
			ID: w.Names.ID, Secret: w.Names.Secret, Token: w.MemberOf("token"),
			Life: w.MemberOf("expires_in"),
		},
	}
	if p.Says == fakecarrier.SaysNothing {
		c.Life = 0
	}
	if code := p.Grants.InvalidGrant().Code; refreshes && code != strategies.CodeInvalidGrant {
		c.InvalidGrant = code
	}
	if w.Refresh != "" && refreshes {
		c.URL = w.Refresh
	}
	switch w.Proof {
	case wire.ProofInForm, wire.ProofInFormOrJSON, wire.ProofInJSON:
	case wire.ProofInBasic:
		c.Proof = oauth.InBasic
	case wire.ProofInBasicOrForm:
		c.Proof = oauth.InEncodedBasic
	}
	return c
}

// refreshIn is the refresh token in an answer, which can be read again; "" if there is none.
func (d *dialect) refreshIn(answer *http.Response) string {
	body, err := io.ReadAll(answer.Body) // in memory
	answer.Body = io.NopCloser(bytes.NewReader(body))
	var members map[string]any
	if err != nil || json.Unmarshal(body, &members) != nil {
		return ""
	}
	refresh, _ := members[cmp.Or(d.tokens.Names.Refresh, "refresh_token")].(string)
	return refresh
}

// client returns a client that requests the tokens of a customer at the target.
func (d *dialect) client(
	clock oauth.Clock, through http.RoundTripper, customer int, at *target,
) oauth.Client {
	c := d.tokens
	c.Credentials = oauth.Credentials{ID: clientID(customer), Secret: "s3cret"}
	c.URL, c.Clock, c.Base, c.Patience = at.url(c.URL), clock, through, noPatience
	return c
}

// clientID is the client id of a customer. A fake carrier accepts any.
func clientID(customer int) string { return fmt.Sprintf("customer-%d", customer) }

// request returns an API call to the target.
func (d *dialect) request(ctx context.Context, at *target) (*http.Request, error) {
	body := ""
	if d.call.Method != http.MethodGet && d.call.Method != http.MethodDelete {
		body = cmp.Or(d.call.Example.Body, "{}")
	}
	request, err := http.NewRequestWithContext(ctx, d.call.Method, at.url(d.path),
		strings.NewReader(body))
	if err == nil && body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	return request, err
}
