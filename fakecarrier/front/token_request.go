package front

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/fakecarrier/reply"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A tokenRequest is a token request as it was read.
type tokenRequest struct {
	wrong   wire.Outcome // what is wrong with it; Answered if nothing is
	why     string       // the same in words
	nearest string       // what was probably meant
	grant   string
	client  string
	secret  string
	plain   Credentials // of HTTP Basic, not decoded
	proven  bool        // the client showed a secret
	members map[string]string
	given   func() []string // the names of all members
}

// tokenMembers are the members that a token endpoint reads, besides the credentials. Others are
// ignored (RFC 6749, 3.2). None of these may come twice.
var tokenMembers = []string{"grant_type", "refresh_token", "code", "redirect_uri", "code_verifier",
	"token", "device_code", "scope", "child_Key", "child_key", "child_secret"}

// refuse notes the first thing that is wrong.
func (t *tokenRequest) refuse(wrong wire.Outcome, format string, args ...any) {
	if t.wrong == wire.Answered {
		t.wrong, t.why = wrong, fmt.Sprintf(format, args...)
	}
}

// lacks notes that a member is missing, and which one was probably meant for it.
func (t *tokenRequest) lacks(wrong wire.Outcome, name, meant string) {
	if t.wrong != wire.Answered {
		return
	}
	t.refuse(wrong, "%s is missing%s", name, meant)
	if t.given == nil {
		return
	}
	if near := unit.Nearest(name, t.given()); len(near) > 0 && near[0] != name {
		t.nearest = near[0]
		t.why += fmt.Sprintf("; found %q, which is near it", near[0])
	}
}

// readToken reads the body and the headers of a token request. If grant is not empty, the path
// accepts that grant type alone.
func (c *compiledWire) readToken(r *http.Request, body []byte, grant string) tokenRequest {
	t := c.readMembers(r, body)
	if t.wrong != wire.Answered {
		return t
	}
	t.grant = t.members["grant_type"]
	known := c.Grants
	if grant != "" {
		known = []string{grant}
	}
	switch {
	case t.grant == "":
		t.lacks(wire.Malformed, "grant_type", "; meant "+unit.Or(known))
	case !slices.Contains(known, t.grant):
		t.refuse(wire.UnsupportedGrant, "grant_type is %q; meant %s", clip(t.grant, mostRequestID),
			unit.Meant(t.grant, known))
		t.nearest = strings.Join(unit.Nearest(t.grant, known), ", ")
	}
	c.identify(&t, r)
	switch {
	case t.wrong != wire.Answered:
	case t.grant == wire.GrantRefresh && t.members["refresh_token"] == "":
		t.lacks(wire.Malformed, "refresh_token", "")
	case t.grant == wire.GrantCode && t.members["code"] == "":
		t.lacks(wire.Malformed, "code", "")
	case t.grant == wire.GrantDevice && t.members["device_code"] == "":
		t.lacks(wire.Malformed, "device_code", "")
	case slices.Contains(c.OfChild, t.grant) && !ofChild(t.members):
		t.lacks(wire.Malformed, "child_key or child_secret", ", or child_Key came too")
	}
	return t
}

// ofChild reports whether the credentials of a child account are there. FedEx's schema writes
// child_Key, the examples beside it child_key: one of the two is needed.
func ofChild(members map[string]string) bool {
	return (members["child_Key"] != "") != (members["child_key"] != "") &&
		members["child_secret"] != ""
}

// identify reads the credentials, and notes what is wrong with them.
func (c *compiledWire) identify(t *tokenRequest, r *http.Request) {
	basic := c.Proof == wire.ProofInBasic || c.Proof == wire.ProofInBasicOrForm
	id, secret, isBasic := r.BasicAuth()
	if basic {
		if isBasic {
			t.client, t.secret, t.proven = unescaped(id), unescaped(secret), true
			t.plain = Credentials{ID: id, Secret: secret}
			return
		}
		if authorization := r.Header.Get("Authorization"); authorization != "" {
			scheme, _, _ := strings.Cut(authorization, " ")
			t.refuse(wire.NoCredentials, "Authorization came with the scheme %s, and is no Basic that can "+
				"be read; meant base64 of ID:SECRET", clip(scheme, mostRequestID))
			return
		}
	}
	t.client, t.secret = t.members[c.Names.ID], t.members[c.Names.Secret]
	t.proven = t.secret != "" && c.Proof != wire.ProofInBasic
	switch {
	case t.client != "" && t.proven:
	case t.client != "" && t.grant == wire.GrantCode && t.members["code_verifier"] != "":
		// PKCE: the verifier is the proof
	case t.client != "" && t.grant == wire.GrantRefresh && t.members["refresh_token"] != "" &&
		t.secret == "" && c.Proof != wire.ProofInBasic:
		// of a public client the refresh token is
	case t.client != "" && t.grant == wire.GrantDevice && t.secret == "" &&
		c.Proof != wire.ProofInBasic:
		// a device is a public client
	default:
		c.unproven(t, basic, isBasic)
	}
}

// unproven notes that credentials are missing, or stand where the carrier does not look.
func (c *compiledWire) unproven(t *tokenRequest, basic, isBasic bool) {
	wrong := wire.Malformed
	if basic {
		wrong = wire.NoCredentials
	}
	switch {
	case isBasic:
		t.refuse(wrong, "credentials came as Basic; %s wants them %s", c.name, c.wantedProof())
	case c.Proof == wire.ProofInBasic && t.client != "":
		t.refuse(wrong, "credentials came in the form; %s wants them %s", c.name, c.wantedProof())
	case t.client == "":
		t.lacks(wrong, c.Names.ID, "; "+c.name+" wants credentials "+c.wantedProof())
	default:
		t.lacks(wrong, c.Names.Secret, "; "+c.name+" wants credentials "+c.wantedProof())
	}
}

// unescaped decodes the form encoding of HTTP Basic (RFC 6749, 2.3.1). A text that was not encoded
// stays as it is.
func unescaped(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}

// readMembers reads a body as a form or a JSON object, whichever the carrier accepts. It is wrong
// if it is neither, or if a member comes twice.
func (c *compiledWire) readMembers(r *http.Request, body []byte) (t tokenRequest) {
	t.members = map[string]string{}
	header := r.Header.Get("Content-Type")
	kind, _, err := mime.ParseMediaType(header)
	switch {
	case body == nil:
		t.refuse(wire.Malformed, "the body broke off, or has more than %d bytes", mostForm)
	case header == "":
		t.refuse(wire.Malformed, "Content-Type is missing; meant %s", c.wantedType())
	case err != nil:
		t.refuse(wire.Malformed, "Content-Type is %q, which cannot be read; meant %s",
			clip(header, mostRequestID), c.wantedType())
	case kind == formType && c.Proof != wire.ProofInJSON:
		c.readForm(&t, body)
	case kind == jsonType && c.takesJSON():
		c.readObject(&t, body)
	default:
		t.refuse(wire.Malformed, "the body came as %s; meant %s", clip(kind, mostRequestID),
			c.wantedType())
	}
	return t
}

// wantedType is how a body comes to the token endpoint.
func (c *compiledWire) wantedType() string {
	switch {
	case c.Proof == wire.ProofInJSON:
		return jsonType
	case c.takesJSON():
		return formType + " or " + jsonType
	}
	return formType
}

// readForm reads the members of a form.
func (c *compiledWire) readForm(t *tokenRequest, body []byte) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		t.refuse(wire.Malformed, "the form cannot be read%s", placeInForm(body))
		return
	}
	t.given = func() []string { return slices.Sorted(maps.Keys(form)) }
	for _, name := range c.members {
		switch values := form[name]; len(values) {
		case 0: // an empty entry for each would be slow
		case 1:
			t.members[name] = values[0]
		default:
			t.refuse(wire.Malformed, "%s came %d times; meant once", name, len(values))
		}
	}
}

// placeInForm says which part of a form cannot be read, counted from 1. What it holds is not said:
// it may be a secret.
func placeInForm(body []byte) string {
	for i, part := range strings.Split(string(body), "&") {
		name, value, _ := strings.Cut(part, "=")
		_, err := url.QueryUnescape(name)
		_, also := url.QueryUnescape(value)
		switch {
		case strings.Contains(part, ";"):
			return fmt.Sprintf(": part %d has a semicolon, which is to be written %%3B", i+1)
		case err != nil || also != nil:
			return fmt.Sprintf(": part %d has a %% without two hexadecimal digits behind it", i+1)
		}
	}
	return ""
}

// readObject reads the members of a JSON object.
func (c *compiledWire) readObject(t *tokenRequest, body []byte) {
	var object map[string]any
	if json.Unmarshal(body, &object) != nil || object == nil {
		t.refuse(wire.Malformed, "the body is no JSON object%s", placeOfError(body))
		return
	}
	t.given = func() []string { return keysOf(object) }
	for _, name := range c.members {
		text, ok := object[name].(string)
		if object[name] != nil && !ok {
			t.refuse(wire.Malformed, "%s is %v; meant a text", name, reply.KindOf(object[name]))
		}
		t.members[name] = text
	}
}

func keysOf(object map[string]any) []string { return slices.Sorted(maps.Keys(object)) }

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
