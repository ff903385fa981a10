package front

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// idTokenLife is how long an id_token may be believed. Assumed.
const idTokenLife = time.Hour

// mostScope is how many bytes of a scope, or of a nonce, are kept.
const mostScope = 1000

type belowKey struct{}

// Below returns a context in which a World's paths stand below another one, as /s/NAME: its issuer
// is there.
func Below(ctx context.Context, path string) context.Context {
	return context.WithValue(ctx, belowKey{}, path)
}

// base is the URL that the caller has reached the World by, without a slash at the end.
func base(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil || r.URL.Scheme == "https" {
		scheme = "https"
	}
	below, _ := r.Context().Value(belowKey{}).(string)
	return scheme + "://" + clip(r.Host, mostPath) + below
}

// issuer is the URL of the authorization server; "" if it is not discovered.
func (w *World) issuer(r *http.Request) string {
	if w.wire.OpenID == nil {
		return ""
	}
	return base(r) + w.wire.OpenID.Issuer
}

// serveOpenID answers a request of a path that clients discover; it reports whether it was one.
func (w *World) serveOpenID(rw http.ResponseWriter, r *http.Request) bool {
	o, path := w.wire.OpenID, r.URL.Path
	reads := r.Method == http.MethodGet || r.Method == http.MethodHead
	switch {
	case reads && (path == o.Configuration() || path == o.Metadata()):
		w.plain(rw, r, func() []byte { return w.metadata(r) })
	case reads && path == o.Keys:
		w.plain(rw, r, w.wire.keys.set)
	case r.Method == http.MethodPost && path == o.Introspect && path != "":
		w.serveIntrospect(rw, r)
	case r.Method == http.MethodPost && path == o.Device && path != "":
		w.serveDevice(rw, r)
	case reads && path == o.Verify && path != "":
		w.serveVerify(rw, r)
	default:
		return false
	}
	return true
}

// plain answers a request that no meter counts, and that needs no token.
func (w *World) plain(rw http.ResponseWriter, r *http.Request, later func() []byte) {
	x := w.arrive(rw, r, fakecarrier.APIEndpoint)
	x.trouble = w.trouble(x)
	w.leave(x, page{Answer: wire.Answer{Status: http.StatusOK, Type: jsonType}, later: later})
}

// jsonText is a value as JSON.
func jsonText(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic("fakecarrier: " + err.Error()) // it is made of texts and numbers
	}
	return text
}

// metadata describes the authorization server (OpenID Connect Discovery 1.0, section 3; RFC 8414,
// section 2).
func (w *World) metadata(r *http.Request) []byte {
	at, o := base(r), w.wire.OpenID
	ways := []string{"client_secret_basic", "client_secret_post", "none"}
	all := map[string]any{
		"issuer":                           w.issuer(r),
		"token_endpoint":                   at + w.wire.Token,
		"jwks_uri":                         at + o.Keys,
		"grant_types_supported":            w.wire.Grants,
		"response_types_supported":         []string{"code"},
		"response_modes_supported":         []string{"query"},
		"subject_types_supported":          []string{"public"},
		"scopes_supported":                 o.Scopes,
		"code_challenge_methods_supported": []string{"S256"},

		"token_endpoint_auth_methods_supported":          ways,
		"id_token_signing_alg_values_supported":          []string{"RS256"},
		"authorization_response_iss_parameter_supported": true,
		"claims_supported": []string{
			"sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "at_hash",
		},
	}
	for _, endpoint := range []struct {
		name, path string
		secret     bool // it wants one
	}{
		{"authorization_endpoint", w.wire.Authorize, false},
		{"userinfo_endpoint", o.UserInfo, false},
		{"introspection_endpoint", o.Introspect, true},
		{"revocation_endpoint", w.wire.Revoke, true},
		{"device_authorization_endpoint", o.Device, false},
	} {
		if endpoint.path == "" {
			continue
		}
		all[endpoint.name] = at + endpoint.path
		if endpoint.secret {
			all[endpoint.name+"_auth_methods_supported"] = ways[:2]
		}
	}
	return jsonText(all)
}

// subject is who a token is about: the client itself, or its user.
func (w *World) subject(kind uint8, client string) string {
	switch w.wire.Grants[kind] {
	case wire.GrantCode, wire.GrantRefresh, wire.GrantDevice:
		return userOf(client)
	}
	return client
}

// userOf names the user who signs in for a client, as UserInfo does.
func userOf(client string) string { return "user-of-" + client }

// asksForOpenID reports whether a scope asks for an id_token.
func asksForOpenID(scope string) bool { return slices.Contains(strings.Fields(scope), "openid") }

// scopeOf is what the client asked for, now or when its user signed in, and since when its user is
// signed in. The caller holds the lock.
func (w *World) scopeOf(x *exchange, ask *tokenRequest) (scope string, signedIn time.Time) {
	if id := x.response.Refresh; id != (fakecarrier.RefreshID{}) {
		refresh, _ := w.carrier.RefreshToken(id)
		return refresh.Scope, refresh.SignedIn
	}
	return clip(ask.members["scope"], mostScope), time.Time{}
}

// openID fills in what an answer says of scopes, and what its id_token claims. The caller holds the
// lock.
func (w *World) openID(x *exchange, ask *tokenRequest) {
	if w.wire.OpenID == nil {
		return
	}
	scope, signedIn := w.scopeOf(x, ask)
	x.data.scope, x.claims.scope = scope, scope
	x.claims.issuer = w.issuer(x.r)
	if signedIn.IsZero() || !asksForOpenID(scope) {
		return
	}
	x.identity = map[string]any{
		"iss": x.claims.issuer, "aud": x.data.client, "sub": userOf(x.data.client),
		"iat": x.data.now.Unix(), "exp": x.data.now.Add(idTokenLife).Unix(),
		"auth_time": signedIn.Unix(),
	}
	if c := x.request.Code; c != nil {
		if a, ok := w.carrier.Authorization(c.Code); ok && a.Nonce != "" {
			x.identity["nonce"] = a.Nonce
		}
	}
}

// idToken signs what was claimed beside an access token (OpenID Connect Core 1.0, 3.1.3.6).
func (w *World) idToken(claims map[string]any, access string) string {
	sum := sha256.Sum256([]byte(access))
	claims["at_hash"] = base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
	return w.wire.keys.rsa().sign("JWT", jsonText(claims))
}

// serveIntrospect tells a client about a token (RFC 7662). It is not metered.
func (w *World) serveIntrospect(rw http.ResponseWriter, r *http.Request) {
	w.askedAbout(rw, r, func(x *exchange, token string) {
		w.leave(x, page{
			Answer: wire.Answer{Status: http.StatusOK, Type: jsonType},
			raw:    jsonText(w.introspected(x, token)),
		})
	})
}

// introspected is what is said of a token. The caller holds the lock.
func (w *World) introspected(x *exchange, token string) map[string]any {
	if id, ours := w.wire.unsealed(x.seal, token); ours && w.carrier.Alive(x.data.now, id) {
		t, _ := w.carrier.Token(id)
		client := w.clients.names[t.Client]
		said := map[string]any{
			"active": true, "token_type": "Bearer", "client_id": client,
			"sub": w.subject(t.Kind, client), "exp": t.Expiry.Unix(),
		}
		claims := w.wire.claimed(token)
		for _, name := range []string{"iss", "aud", "iat", "jti", "scope"} {
			if value, has := claims[name]; has {
				said[name] = value
			}
		}
		return said
	}
	if id, ours := x.seal.refreshID(token); ours && w.carrier.Takes(x.data.now, w.ownerOf(id), id) {
		refresh, _ := w.carrier.RefreshToken(id)
		client := w.clients.names[w.ownerOf(id)]
		said := map[string]any{"active": true, "client_id": client, "sub": userOf(client)}
		if refresh.Scope != "" {
			said["scope"] = refresh.Scope
		}
		if !refresh.Expiry.IsZero() {
			said["exp"] = refresh.Expiry.Unix()
		}
		return said
	}
	return map[string]any{"active": false}
}

// claimed are the claims of a token that was checked.
func (c *compiledWire) claimed(token string) map[string]any {
	var claims map[string]any
	parts := strings.Split(token, ".")
	if text, err := base64url.DecodeString(parts[min(1, len(parts)-1)]); err == nil {
		_ = json.Unmarshal(text, &claims) // no claims, if it has none
	}
	return claims
}
