package front

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// sendForm posts a form of the client shop.
func sendForm(w *World, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "http://carrier"+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", formType)
	r.SetBasicAuth("shop", "s3cret")
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, r)
	return rec
}

// signInForScope lets the user of shop sign in, and returns the answer with the tokens.
func signInForScope(t *testing.T, w *World, scope string) *httptest.ResponseRecorder {
	t.Helper()
	return signInAt(t, w, "/oauth/authorize", "/oauth/token", scope)
}

// signInAt is signInForScope at a provider's own paths.
func signInAt(
	t *testing.T, w *World, authorize, token, scope string,
) *httptest.ResponseRecorder {
	t.Helper()
	back := "https://shop.example/back"
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "http://carrier"+authorize+"?"+url.Values{
		"client_id": {"shop"}, "redirect_uri": {back}, "response_type": {"code"}, "scope": {scope},
		"nonce": {"n1"},
	}.Encode(), nil))
	at, err := rec.Result().Location()
	require.NoError(t, err)
	require.Equal(t, "http://carrier"+w.wire.OpenID.Issuer, at.Query().Get("iss"), "RFC 9207")
	return sendForm(w, token, url.Values{
		"grant_type": {wire.GrantCode}, "code": {at.Query().Get("code")}, "redirect_uri": {back},
	})
}

// verified returns the claims of a token that a key of the World's JWK set signed.
func verified(t *testing.T, w *World, token string, by jose.SignatureAlgorithm) map[string]any {
	t.Helper()
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "http://carrier/oauth/keys", nil))
	var set jose.JSONWebKeySet
	require.NoError(t, json.Unmarshal(rec.Body.Bytes(), &set))
	require.Len(t, set.Keys, 2)
	signed, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{by})
	require.NoError(t, err)
	payload, err := signed.Verify(set)
	require.NoError(t, err)
	for _, k := range set.Keys {
		require.True(t, k.IsPublic())
	}
	var claims map[string]any
	require.NoError(t, json.Unmarshal(payload, &claims))
	return claims
}

func TestTokensAreVerifiedByTheirKeys(t *testing.T) {
	w, clock := world(t, "generic", "A4", nil)
	answer := signInForScope(t, w, "openid email")
	access, id := member(t, answer, "access_token"), member(t, answer, "id_token")
	require.Equal(t, "openid email", member(t, answer, "scope"))
	now := float64(clock.Now().Unix())

	claims := verified(t, w, access, jose.ES256)
	require.NotEmpty(t, claims["jti"])
	delete(claims, "jti")
	require.Equal(t, map[string]any{
		"iss": "http://carrier", "aud": "http://carrier", "sub": "user-of-shop", "client_id": "shop",
		"iat": now, "exp": now + 3600, "scope": "openid email",
	}, claims)

	sum := sha256.Sum256([]byte(access))
	require.Equal(t, map[string]any{
		"iss": "http://carrier", "aud": "shop", "sub": "user-of-shop", "nonce": "n1", "auth_time": now,
		"iat": now, "exp": now + 3600, "at_hash": base64.RawURLEncoding.EncodeToString(sum[:16]),
	}, verified(t, w, id, jose.RS256))

	clock.Advance(time.Minute)
	renewed := sendForm(w, "/oauth/token", url.Values{
		"grant_type": {wire.GrantRefresh}, "refresh_token": {member(t, answer, "refresh_token")},
	})
	claims = verified(t, w, member(t, renewed, "id_token"), jose.RS256)
	require.InDelta(t, now, claims["auth_time"], 0, "the user signed in then")
	require.NotContains(t, claims, "nonce")

	require.NotContains(t, signInForScope(t, w, "email").Body.String(), "id_token")
	own := sendForm(w, "/oauth/token", url.Values{"grant_type": {"client_credentials"}})
	require.NotContains(t, own.Body.String(), "scope")
	require.Equal(t, "shop", verified(t, w, member(t, own, "access_token"), jose.ES256)["sub"])
}

// Whoever changes a letter of a token has none: its header, its claims or its signature.
func TestTokensCannotBeChanged(t *testing.T) {
	w, _ := world(t, "generic", "A4", nil)
	token := member(t, sendForm(w, "/oauth/token", url.Values{"grant_type": {"client_credentials"}}),
		"access_token")
	call := func(token string) int {
		r := httptest.NewRequest(http.MethodGet, "http://carrier/api/1", nil)
		r.Header.Set("Authorization", "Bearer "+token)
		rec := httptest.NewRecorder()
		w.ServeHTTP(rec, r)
		return rec.Code
	}
	require.Equal(t, 200, call(token))
	for i := 0; i < len(token)-1; i += 7 { // the last letter has bits that say nothing
		letter := byte('A')
		if token[i] == letter {
			letter = 'B'
		}
		require.Equal(t, 401, call(token[:i]+string(letter)+token[i+1:]), "letter %d", i)
	}
	w.Reset()
	require.Equal(t, 401, call(token), "after a reset it is nobody's")
}

// The same seed signs alike wherever it runs; another has other keys.
func TestKeysFollowFromTheSeed(t *testing.T) {
	first, again, other := newKeys(7), newKeys(7), newKeys(8)
	require.Equal(t, string(first.set()), string(again.set()))
	require.NotEqual(t, string(first.set()), string(other.set()))
	text := []byte("{}")
	require.Equal(t, first.elliptic().sign("x", text), again.elliptic().sign("x", text))
	require.Equal(t, first.rsa().sign("x", text), again.rsa().sign("x", text))
	_, ok := other.rsa().payload(first.rsa().sign("x", text))
	require.False(t, ok)
}

// The issuer is where the caller found it: below the session's path, by TLS or not.
func TestIssuerIsWhereItWasFound(t *testing.T) {
	w, _ := world(t, "generic", "A4", nil)
	for address, want := range map[string]string{
		"http://carrier:8480/.well-known/openid-configuration":   "http://carrier:8480/s/a",
		"https://carrier/.well-known/oauth-authorization-server": "https://carrier/s/a",
	} {
		r := httptest.NewRequest(http.MethodGet, address, nil)
		rec := httptest.NewRecorder()
		w.ServeHTTP(rec, r.WithContext(Below(r.Context(), "/s/a")))
		require.Equal(t, want, member(t, rec, "issuer"))
		require.Equal(t, want+"/oauth/keys", member(t, rec, "jwks_uri"))
	}
}
