package front

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
)

// configurations are where the providers that have discovery publish their configuration, by hand.
var configurations = map[string]string{
	"auth0":             "/.well-known/openid-configuration",
	"generic":           "/.well-known/openid-configuration",
	"gitlab":            "/.well-known/openid-configuration",
	"google":            "/.well-known/openid-configuration",
	"keycloak":          "/realms/master/.well-known/openid-configuration",
	"keycloak-revoking": "/realms/master/.well-known/openid-configuration",
	"okta":              "/oauth2/default/.well-known/openid-configuration",
	"salesforce":        "/.well-known/openid-configuration",
	"xero":              "/.well-known/openid-configuration",
}

// A client that is told the issuer of a provider finds the rest: each path it is told of is served,
// and its keys verify the id_token of a user who signed in there.
func TestProvidersAreDiscovered(t *testing.T) {
	issuers := map[string]string{
		"auth0": "/", "keycloak": "/realms/master", "keycloak-revoking": "/realms/master",
		"okta": "/oauth2/default",
	}
	for _, name := range fakecarrier.Profiles() {
		p, err := fakecarrier.LookupProfile(name)
		require.NoError(t, err)
		path, ok := configurations[name]
		require.Equal(t, ok, p.Wire.OpenID != nil, name)
		if !ok {
			continue
		}
		t.Run(name, func(t *testing.T) {
			w, _ := world(t, name, "A4", nil)
			told := map[string]any{}
			require.NoError(t, json.Unmarshal(found(w, "http://carrier"+path), &told))
			require.Equal(t, "http://carrier"+issuers[name], told["issuer"])
			for member, at := range told {
				if !strings.HasSuffix(member, "_endpoint") && member != "jwks_uri" {
					continue
				}
				rec := httptest.NewRecorder()
				method := http.MethodPost
				if member == "jwks_uri" || member == "userinfo_endpoint" ||
					member == "authorization_endpoint" {
					method = http.MethodGet
				}
				w.ServeHTTP(rec, httptest.NewRequest(method, at.(string), http.NoBody))
				require.Less(t, rec.Code, 404, "%s %s: %s", member, at, rec.Body)
			}
			at, err := url.Parse(told["authorization_endpoint"].(string))
			require.NoError(t, err)
			answer := signInAt(t, w, at.Path, p.Wire.Token, "openid")
			var keys jose.JSONWebKeySet
			require.NoError(t, json.Unmarshal(found(w, told["jwks_uri"].(string)), &keys))
			signed, err := jose.ParseSignedCompact(member(t, answer, "id_token"),
				[]jose.SignatureAlgorithm{jose.RS256})
			require.NoError(t, err)
			payload, err := signed.Verify(keys)
			require.NoError(t, err)
			var claims map[string]any
			require.NoError(t, json.Unmarshal(payload, &claims))
			require.Equal(t, told["issuer"], claims["iss"])
			require.Equal(t, "shop", claims["aud"])
		})
	}
}

// found is what a World has at a URL.
func found(w *World, at string) []byte {
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, at, http.NoBody))
	return rec.Body.Bytes()
}
