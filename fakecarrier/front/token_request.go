package front

import (
	"encoding/base64"
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"slices"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// A tokenRequest is a token request as it was read.
type tokenRequest struct {
	wrong   wire.Outcome // what is wrong with it; Answered if nothing is
	grant   string
	client  string
	secret  string
	plain   Credentials // of HTTP Basic, not decoded
	proven  bool        // the client showed a secret
	members map[string]string
}

// tokenMembers are the members that a token endpoint reads, besides the credentials. Others are
// ignored (RFC 6749, 3.2). None of these may come twice.
var tokenMembers = []string{"grant_type", "refresh_token", "code", "redirect_uri", "code_verifier",
	"token", "child_Key", "child_key", "child_secret"}

// readToken reads the body and the headers of a token request. If grant is not empty, the path
// accepts that grant type alone.
func (c *compiledWire) readToken(r *http.Request, body []byte, grant string) tokenRequest {
	members, ok := c.readMembers(r, body)
	if !ok {
		return tokenRequest{wrong: wire.Malformed}
	}
	t := tokenRequest{grant: members["grant_type"], members: members}
	known := c.Grants
	if grant != "" {
		known = []string{grant}
	}
	t.wrong = c.identify(&t, r)
	switch {
	case t.grant == "":
		t.wrong = wire.Malformed
	case !slices.Contains(known, t.grant):
		t.wrong = wire.UnsupportedGrant
	case t.wrong != wire.Answered:
	case t.grant == wire.GrantRefresh && members["refresh_token"] == "",
		t.grant == wire.GrantCode && members["code"] == "",
		slices.Contains(c.OfChild, t.grant) && !ofChild(members):
		t.wrong = wire.Malformed
	}
	return t
}

// ofChild reports whether the credentials of a child account are there. FedEx's schema writes
// child_Key, the examples beside it child_key: one of the two is needed.
func ofChild(members map[string]string) bool {
	return (members["child_Key"] != "") != (members["child_key"] != "") &&
		members["child_secret"] != ""
}

// identify reads the credentials, and returns what is wrong with them.
func (c *compiledWire) identify(t *tokenRequest, r *http.Request) wire.Outcome {
	basic := c.Proof == wire.ProofInBasic || c.Proof == wire.ProofInBasicOrForm
	if basic {
		id, secret, ok := r.BasicAuth()
		if ok {
			t.client, t.secret, t.proven = unescaped(id), unescaped(secret), true
			t.plain = Credentials{ID: id, Secret: secret}
			return wire.Answered
		}
		if r.Header.Get("Authorization") != "" {
			return wire.NoCredentials
		}
	}
	t.client, t.secret = t.members[c.Names.ID], t.members[c.Names.Secret]
	t.proven = t.secret != "" && c.Proof != wire.ProofInBasic
	switch {
	case t.client != "" && t.proven:
		return wire.Answered
	case t.client != "" && t.grant == wire.GrantCode && t.members["code_verifier"] != "":
		return wire.Answered // PKCE: the verifier is the proof
	case t.client != "" && t.grant == wire.GrantRefresh && t.members["refresh_token"] != "" &&
		t.secret == "" && c.Proof != wire.ProofInBasic:
		return wire.Answered // of a public client the refresh token is
	case !basic:
		return wire.Malformed
	}
	return wire.NoCredentials
}

// unescaped decodes the form encoding of HTTP Basic (RFC 6749, 2.3.1). A text that was not encoded
// stays as it is.
func unescaped(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}

// readMembers reads a body as a form or a JSON object, whichever the carrier accepts; not ok if it
// is neither, or if a member comes twice.
func (c *compiledWire) readMembers(r *http.Request, body []byte) (map[string]string, bool) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return nil, false
	}
	members := map[string]string{}
	switch {
	case kind == formType && c.Proof != wire.ProofInJSON:
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, false
		}
		for _, name := range c.members {
			switch values := form[name]; len(values) {
			case 0: // an empty entry for each would be slow
			case 1:
				members[name] = values[0]
			default:
				return nil, false
			}
		}
	case kind == jsonType && c.takesJSON():
		var object map[string]any
		if json.Unmarshal(body, &object) != nil || object == nil {
			return nil, false
		}
		for _, name := range c.members {
			text, ok := object[name].(string)
			if object[name] != nil && !ok {
				return nil, false
			}
			members[name] = text
		}
	default:
		return nil, false
	}
	return members, true
}

func (c *compiledWire) takesJSON() bool {
	return c.Proof == wire.ProofInFormOrJSON || c.Proof == wire.ProofInJSON
}

// challenge decodes an S256 challenge of PKCE; not ok if it is malformed.
func challenge(text string) (sum [32]byte, ok bool) {
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(b) != len(sum) {
		return sum, false
	}
	return [32]byte(b), true
}
