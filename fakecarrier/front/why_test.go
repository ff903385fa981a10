package front

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
)

// why returns the latest event of a World.
func why(w *World) Event {
	events, _ := w.Journal(Filter{Limit: 1})
	return events[0]
}

// A token request that cannot be read says in the journal what is wrong with it, where, and what is
// near; the secret does not stand there.
func TestWhyTokenRequestsAreRefused(t *testing.T) {
	const proof = "&client_id=a&client_secret=b"
	for _, c := range []struct {
		profile, kind, body, basic string
		want, nearest              string
	}{
		{"fedex", "text/plain", "grant_type=client_credentials" + proof, "",
			"the body came as text/plain; meant application/x-www-form-urlencoded", ""},
		{"ups", "application/json", `{"grant_type":"client_credentials"}`, "a:b",
			"the body came as application/json; meant application/x-www-form-urlencoded", ""},
		{"fedex", "", "grant_type=client_credentials" + proof, "",
			"Content-Type is missing; meant application/x-www-form-urlencoded", ""},
		{"fedex", "a b", "", "", `Content-Type is "a b", which cannot be read`, ""},
		{"fedex", form, proof[1:], "", "grant_type is missing; meant client_credentials", ""},
		{"fedex", form, "grant_typ=client_credentials" + proof, "",
			`grant_type is missing; meant client_credentials, csp_credentials or client_pc_credentials; ` +
				`found "grant_typ", which is near it`, "grant_typ"},
		{"fedex", form, "grant_type=client_credential" + proof, "",
			`grant_type is "client_credential"; meant "client_credentials"`, "client_credentials"},
		{"fedex", form, "grant_type=client_credentials", "a:b", "credentials came as Basic; fedex " +
			"wants them in the form, as client_id and client_secret", ""},
		{"ups", form, "grant_type=client_credentials" + proof, "",
			"credentials came in the form; ups wants them as Basic", ""},
		{"ups", form, "grant_type=client_credentials", "",
			"client_id is missing; ups wants credentials as Basic", ""},
		{"fedex", form, "grant_type=client_credentials&client_id=a", "",
			"client_secret is missing; fedex wants credentials in the form, as", ""},
		{"fedex", form, "grant_type=client_credentials&client_id=a&client_secrt=b", "",
			`found "client_secrt", which is near it`, "client_secrt"},
		{"fedex", form, "grant_type=client_credentials&grant_type=a" + proof, "",
			"grant_type came 2 times; meant once", ""},
		{"fedex", form, "grant_type=client_credentials&client_secret=%zz", "",
			"the form cannot be read: part 2 has a % without two hexadecimal digits behind it", ""},
		{"fedex", form, "grant_type=client_credentials&client_id=a;client_secret=b", "",
			"the form cannot be read: part 2 has a semicolon, which is to be written %3B", ""},
		{"usps", jsonType, "{\n  \"grant_type\": client_credentials}", "", "the body is no JSON " +
			"object: line 2, column 17: invalid character 'c' looking for beginning of value", ""},
		{"usps", jsonType, "[]", "", "the body is no JSON object: it is a list", ""},
		{"usps", jsonType, `{"grant_type":7}`, "", "grant_type is a number; meant a text", ""},
		{"fedex", form, strings.Repeat("a", mostForm+1), "",
			"the body broke off, or has more than 65536 bytes", ""},
		{"google", form, "grant_type=refresh_token" + proof, "", "refresh_token is missing", ""},
		{"google", form, "grant_type=authorization_code" + proof, "", "code is missing", ""},
		{"google", form, "grant_type=authorization_code&code=c" + proof, "", "the code is not known", ""},
		{"google", form, "grant_type=refresh_token&refresh_token=r" + proof, "",
			"refresh token unknown", ""},
	} {
		w, _ := world(t, c.profile, "", nil)
		headers := []string{"Content-Type", c.kind}
		if c.basic != "" {
			r := httptest.NewRequest("GET", "/", nil)
			id, secret, _ := strings.Cut(c.basic, ":")
			r.SetBasicAuth(id, secret)
			headers = append(headers, "Authorization", r.Header.Get("Authorization"))
		}
		rec := ask(w, "POST", w.wire.Token, c.body, headers...)
		require.GreaterOrEqual(t, rec.Code, 400, "%+v", c)
		require.Contains(t, why(w).Why, c.want, "%+v", c)
		require.Equal(t, c.nearest, why(w).Nearest, "%+v", c)
		require.NotNil(t, why(w).Request)
	}
}

// The journal says which of the credentials is wrong.
func TestWhyCredentialsAreRefused(t *testing.T) {
	w, _ := world(t, "fedex", "", func(s *Setup) {
		s.Clients = []Credentials{{ID: "shop", Secret: "s"}, {ID: "former", Secret: "s", Blocked: true}}
	})
	for _, c := range []struct{ id, secret, want, nearest string }{
		{"shpo", "s", `client "shpo" is not known; the nearest that is: "shop"`, "shop"},
		{"depot", "s", `client "depot" is not known`, ""},
		{"shop", "x", `client "shop" is known, and its secret is another`, ""},
		{"former", "s", `client "former" is blocked: fedex knows it and refuses it`, ""},
		{strings.Repeat("i", 257), "s", "a client id of 257 bytes is not known; the longest has 256", ""},
	} {
		rec := ask(w, "POST", "/oauth/token", "grant_type=client_credentials&client_id="+c.id+
			"&client_secret="+c.secret, "Content-Type", form)
		if c.id == "former" { // FedEx refuses it at its API
			require.Equal(t, 200, rec.Code)
			require.Equal(t, 403, call(w, member(t, rec, "access_token")).Code)
		}
		require.Equal(t, c.want, why(w).Why)
		require.Equal(t, c.nearest, why(w).Nearest)
	}
}

// The journal says of a token what became of it, by whom and when.
func TestWhyTokensAreRefused(t *testing.T) {
	w, clock := world(t, "fedex", "", nil)
	first := member(t, askToken(w), "access_token")
	clock.Advance(time.Second)
	second := member(t, askToken(w), "access_token")
	clock.Advance(time.Second)
	refused := func(header string) string {
		headers := []string{}
		if header != "" {
			headers = []string{"Authorization", header}
		}
		rec := ask(w, "POST", "/rate/v1/rates/quotes?access_token=x", "{}", headers...)
		require.Equal(t, 401, rec.Code)
		return why(w).Why
	}
	require.Equal(t, `token 1 was ended at 2100-01-01T00:00:01Z, 1s ago, by event 2, POST /oauth/`+
		`token of client "a" from 203.0.113.7`, refused("Bearer "+first))
	require.NoError(t, w.Revoke(second))
	require.Equal(t, "token 2 was ended at 2100-01-01T00:00:02Z, now, by an operator or a revocation",
		refused("Bearer "+second))
	third := member(t, askToken(w), "access_token")
	clock.Advance(time.Hour)
	require.Equal(t, "token 3 expired at 2100-01-01T01:00:02Z, now", refused("Bearer "+third))
	clock.Advance(time.Hour)
	member(t, askToken(w), "access_token")
	require.Equal(t, "token 3 expired long ago", refused("Bearer "+third))
	require.Contains(t, refused("Bearer abc"), "the token was not issued here: it has 3 letters")
	require.Equal(t, "Authorization came with the scheme Basic; fedex wants Authorization: Bearer "+
		"TOKEN", refused("Basic YTpi"))
	require.Equal(t, "Authorization: Bearer came without a token", refused("Bearer"))
	require.Equal(t, "the token came in the query; fedex wants it as Authorization: Bearer TOKEN",
		refused(""))
	w.Reset()
	require.Equal(t, "the token was issued before the last reset, which ended all tokens",
		refused("Bearer "+third))
}

// The journal says of a call what is wrong with it.
func TestWhyCallsAreRefused(t *testing.T) {
	w, _ := world(t, "fedex", "", nil)
	bearer := "Bearer " + member(t, askToken(w), "access_token")
	for _, c := range []struct {
		method, path, body string
		want, nearest      string
	}{
		{"POST", "/rate/v1/rates/qoutes", "{}", "fedex serves no such path",
			"POST /rate/v1/rates/quotes"},
		{"GET", "/rate/v1/rates/quotes", "", "the path is served, but not by GET; meant POST",
			"POST /rate/v1/rates/quotes"},
		{"POST", "/rate/v1/rates/quotes", "{\"a\":\n}", "the body is no JSON object: line 2, column 1",
			""},
		{"POST", "/rate/v1/rates/quotes", "", "the body is empty; meant a JSON object", ""},
		{"POST", "/rate/v1/rates/quotes", "7", "the body is no JSON object: it is a number", ""},
		{"POST", "/rate/v1/rates/quotes", strings.Repeat("a", mostBody+1), "more than 1048576 bytes", ""},
		{"POST", "/rate/v1/rates/quotes", `{"acountNumber":{"value":"1"}}`,
			"the field accountNumber is missing", "acountNumber"},
		{"POST", "/rate/v1/rates/quotes", `{"accountNumber":"1"}`,
			"the field accountNumber is a text; meant an object", ""},
		{"POST", "/rate/v1/rates/quotes", `{"requestedShipment":{"requestedPackageLineItems":[` +
			`{"weight":{"value":1}},{"weight":{"value":"heavy"}}]}}`, "the field requestedShipment." +
			"requestedPackageLineItems[1].weight.value is a text; meant a number", ""},
		{"POST", "/track/v1/trackingnumbers", `{"includeDetailedScans":1}`,
			"the field includeDetailedScans is a number; meant true or false", ""},
		{"POST", "/track/v1/trackingnumbers", `{"includeDetailedScans":true,"trackingInfo":[` +
			`{"trackingNumberInfo":{"trackingNumber":"123456789012"}}]}`, "", ""},
	} {
		ask(w, c.method, c.path, c.body, "Authorization", bearer, "Content-Type", jsonType)
		require.Contains(t, why(w).Why, c.want, "%+v", c)
		require.Equal(t, c.nearest, why(w).Nearest, "%+v", c)
		if why(w).Status == 200 {
			require.Nil(t, why(w).Request, "it was not refused")
		}
	}
}

// The journal says who is banned until when, and which hit began it; and which limit a request
// exceeds, since when, and until when.
func TestWhyTooManyAreRefused(t *testing.T) {
	w, clock := world(t, "fedex", "akamai", func(s *Setup) {
		s.Profile = s.Profile.WithLimits([]quota.Limit{{Hits: 1, Window: 10 * time.Second}})
	})
	token := member(t, askToken(w), "access_token")
	call(w, token)
	clock.Advance(time.Second)
	require.Equal(t, 429, call(w, token).Code)
	require.Equal(t, "over the limit: 1 API calls in 10s per client id: 429; this is at least number "+
		"2 since 2100-01-01T00:00:00Z; it ends at 2100-01-01T00:00:10Z, in 9s", why(w).Why)
	for range 16 {
		askToken(w)
	}
	clock.Advance(time.Minute)
	require.Equal(t, 403, askToken(w).Code)
	began := "; event 18, POST /oauth/token at 2100-01-01T00:00:01Z, began it: more than 15 hits in " +
		"any (t-5s, t], as Akamai words it"
	require.Contains(t, why(w).Why, "203.0.113.7 is banned until ")
	require.Contains(t, why(w).Why, began)
	require.NoError(t, w.Lift(caller, ""))
	clock.Advance(time.Hour)
	_, err := w.Impose(caller, "")
	require.NoError(t, err)
	require.Equal(t, 403, askToken(w).Code)
	require.Equal(t, fmt.Sprintf("203.0.113.7 is banned until 2100-01-01T01:11:01Z, in 10m; an "+
		"operator imposed it, event %d", why(w).Seq-1), why(w).Why)
}

// No secret is shown of a request, wherever it stands.
func TestSecretsAreMasked(t *testing.T) {
	const secret = "hush"
	for _, c := range []struct{ kind, body, want string }{
		{form, "client_id=a&client_secret=hush&refresh_token=hush",
			"client_id=a&client_secret=***&refresh_token=***"},
		{form, "device_code=hush&token_type_hint=a", "device_code=***&token_type_hint=a"},
		{form, "client%5Fsecret=hush&code=hush&a=", "client%5Fsecret=***&code=***&a="},
		{form, "client_secret:hush&b=1", "***&b=1"},
		{form, "%zzhush=1", "***"},
		{jsonType, `{"client_id":"a","client_secret":"hush","list":[{"accessToken":{"v":"hush"}}]}`,
			`{"client_id":"a","client_secret":"***","list":[{"accessToken":"***"}]}`},
		{jsonType, `{"client_id":"a","client_secret":"hush`, `{"client_id":"a","client_secret":"***"`},
		{jsonType, `{"a":1,"refresh_token" : hush, "b":2`, `{"a":1,"refresh_token" : "***", "b":2`},
		{jsonType, `{"client_sec\u0072et":"hush"`, `{"client_sec\u0072et":"***"`},
		{jsonType, `{"token":["hush"`, `(16 bytes of JSON that is broken, and may have a secret)`},
		{form, `{"client_secret":"hush"}`, `{"client_secret":"***"}`},
		{jsonType, "client_secret=hush", "client_secret=***"},
		{"text/plain", "my secret is hush", "(17 bytes that are neither a form nor JSON)"},
		{"multipart/form-data", "--b\nname=\"client_secret\"\n\nhush\n--b--",
			"(36 bytes that are neither a form nor JSON)"},
	} {
		w, _ := world(t, "google", "", nil)
		ask(w, "POST", "/token?access_token=hush&x=1", c.body, "Content-Type", c.kind,
			"Authorization", "Bearer hush", "Cookie", "a=hush", "X-Api-Key", "hush",
			"X-Client-Secret", "hush", "Referer", "http://a/?token=hush&b=1", "Proxy-Authorization", "hush")
		whole, err := json.Marshal(why(w))
		require.NoError(t, err)
		require.NotContains(t, string(whole), secret, c.body)
		require.Equal(t, c.want, why(w).Request.Body)
		require.Equal(t, "access_token=***&x=1", why(w).Request.Query)
		require.Equal(t, "Bearer ***", why(w).Request.Headers["Authorization"])
		require.Equal(t, "http://a/?token=***&b=1", why(w).Request.Headers["Referer"])
	}
}

// What refused requests had is kept up to a bound; the oldest goes first.
func TestLettersAreBounded(t *testing.T) {
	w, _ := world(t, "fedex", "", func(s *Setup) { s.Journal = 600 })
	for range 700 {
		ask(w, "GET", "/nowhere", "", "X-Long", strings.Repeat("x", 1000), "Y-Long",
			strings.Repeat("y", 1000), "Z-Long", strings.Repeat("z", 1000))
	}
	events, _ := w.Journal(Filter{})
	require.Len(t, events, 600)
	size, kept := 0, 0
	for _, e := range events {
		if e.Request != nil {
			size += e.Request.size()
			kept++
		}
	}
	require.NotNil(t, events[599].Request)
	require.Nil(t, events[0].Request)
	require.Equal(t, size, w.journal.letters)
	require.LessOrEqual(t, size, mostLetters)
	require.Greater(t, kept, 300)
}
