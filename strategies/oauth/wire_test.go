package oauth_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
)

var noon = time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)

// answered serves one answer, and returns its URL and what it was last asked.
func answered(t *testing.T, status int, header, body string) (url string, asked *string) {
	asked = new(string)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, secret, _ := r.BasicAuth()
		form, _ := io.ReadAll(r.Body)
		*asked = fmt.Sprintf("%s %s %s %q %q %s", r.Method, r.URL.Path,
			r.Header.Get("Content-Type"), id+":"+secret, r.Header.Get("x-merchant-id"), form)
		if name, value, ok := strings.Cut(header, ": "); ok {
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return server.URL, asked
}

func fedex(url string) oauth.Client {
	credentials := oauth.Credentials{ID: "l7id", Secret: "hush&hush"}
	c := oauth.FedEx(clockwork.NewFakeClockAt(noon), credentials)
	c.URL = url + "/oauth/token"
	return c
}

func ups(url string) oauth.Client {
	c := oauth.UPS(clockwork.NewFakeClockAt(noon), oauth.Credentials{ID: "id", Secret: "hush&hush"})
	c.URL = url + "/security/v1/oauth/token"
	c.Header = http.Header{"X-Merchant-Id": {"A1B2C3"}}
	return c
}

func TestWireFormats(t *testing.T) {
	url, asked := answered(t, 200, "",
		`{"access_token":"T","token_type":"bearer","expires_in":3599,"scope":"CXS"}`)
	got, err := fedex(url).Token(t.Context(), strategies.Token{})
	require.NoError(t, err)
	require.Equal(t, strategies.Token{Value: "T", Expires: noon.Add(3599 * time.Second)}, got)
	require.Equal(t, `POST /oauth/token application/x-www-form-urlencoded ":" "" `+
		`client_id=l7id&client_secret=hush%26hush&grant_type=client_credentials`, *asked)

	csp := fedex(url)
	csp.Grant, csp.Child = "csp_credentials", oauth.Credentials{ID: "child", Secret: "key"}
	_, err = csp.Token(t.Context(), strategies.Token{})
	require.NoError(t, err)
	require.Equal(t, `POST /oauth/token application/x-www-form-urlencoded ":" "" `+
		`child_Key=child&child_secret=key&client_id=l7id&client_secret=hush%26hush&`+
		`grant_type=csp_credentials`, *asked)

	url, asked = answered(t, 200, "", `{"token_type":"Bearer","issued_at":"1690460887368",`+
		`"access_token":"U","expires_in":"14399","status":"approved"}`)
	got, err = ups(url).Token(t.Context(), strategies.Token{})
	require.NoError(t, err)
	require.Equal(t, strategies.Token{
		Value: "U", Expires: noon.Add(14399 * time.Second),
		Ends: time.UnixMilli(1690460887368).UTC().Add(14399 * time.Second),
	}, got)
	require.Equal(t, `POST /security/v1/oauth/token application/x-www-form-urlencoded `+
		`"id:hush&hush" "A1B2C3" grant_type=client_credentials`, *asked)
}

// TestWireFormatsOfOthers holds the other carriers' clients to what they document.
func TestWireFormatsOfOthers(t *testing.T) {
	clock := clockwork.NewFakeClockAt(noon)
	id := oauth.Credentials{ID: "i d", Secret: "hush&hush"}
	scoped := oauth.Generic(clock, "", id)
	scoped.Life, scoped.Members = time.Minute, map[string]string{"scope": "rate"}
	for _, test := range []struct {
		path, answer string
		client       oauth.Client
		asked        string
		life         time.Duration
	}{
		{
			"/oauth2/v3/token", `{"access_token":"T","expires_in":28799,"status":"approved"}`,
			oauth.USPS(clock, id),
			`":" "" client_id=i+d&client_secret=hush%26hush&grant_type=client_credentials`,
			28799 * time.Second,
		},
		{
			"/auth/v4/accesstoken", `{"access_token":"T","client_id":"i d","token_type":"Bearer"}`,
			oauth.DHLeCommerce(clock, id),
			`":" "" client_id=i+d&client_secret=hush%26hush&grant_type=client_credentials`,
			time.Hour,
		},
		{
			"/oauth/token", `{"access_token":"T","token_type":"Bearer"}`,
			scoped,
			`"i+d:hush%26hush" "" grant_type=client_credentials&scope=rate`, time.Minute,
		},
	} {
		url, asked := answered(t, 200, "", test.answer)
		test.client.URL = url + test.path
		got, err := test.client.Token(t.Context(), strategies.Token{})
		require.NoError(t, err)
		require.Equal(t, strategies.Token{Value: "T", Expires: noon.Add(test.life)}, got)
		require.Equal(t, "POST "+test.path+" application/x-www-form-urlencoded "+test.asked, *asked)
	}
}

const denied = `<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>
You don't have permission to access this server.<P>
Reference&#32;&#35;18&#46;4d3d1302&#46;1690460887&#46;5c6a9f</BODY></HTML>`

var long = strings.Repeat("x", 1<<20)

// answers are what a token endpoint may say, and what is made of it.
var answers = map[string]struct {
	status       int
	header, body string
	want         string
}{
	"life as a string":   {200, "", `{"access_token":"T","expires_in":"60"}`, "T 1m0s"},
	"life not stated":    {200, "", `{"access_token":"T"}`, "T 59m59s"},
	"life null":          {200, "", `{"access_token":"T","expires_in":null}`, "T 59m59s"},
	"gzip not announced": {200, "", packed(`{"access_token":"T"}`), "T 59m59s"},
	"gzip announced": {
		200, "Content-Encoding: gzip", packed(`{"access_token":"T"}`),
		"T 59m59s",
	},
	"life of no length": {
		200, "", `{"access_token":"T","expires_in":0}`,
		"oauth: fedex: expires_in 0, a number of seconds was meant",
	},
	"the longest life": {200, "", `{"access_token":"T","expires_in":2147483647}`, "T 596523h14m7s"},
	"a longer life": {
		200, "", `{"access_token":"T","expires_in":2147483648}`,
		"oauth: fedex: expires_in 2147483648, a number of seconds was meant",
	},
	"life that is none": {
		200, "", `{"access_token":"T","expires_in":"NaN"}`,
		`oauth: fedex: expires_in "NaN", a number of seconds was meant`,
	},
	"no token": {200, "", `{}`, "oauth: fedex answered 200 without the member access_token"},
	"a page for a token": {
		200, "Content-Type: text/html; charset=utf-8", "<p>",
		"oauth: fedex answered 200 with text/html (3 bytes), JSON with the member " +
			"access_token was meant",
	},
	"too long": {200, "", long + "x", "oauth: fedex: answer: longer than 1 MiB"},
	"a gzip bomb": {
		200, "", packed(long + long),
		"oauth: fedex: answer: longer than 1 MiB",
	},
	"gzip that is broken": {200, "", "\x1f\x8bno", "oauth: fedex: answer: unexpected EOF"},
	"FedEx's envelope": {
		401, "", `{"transactionId":"6","errors":[{"code":"NOT.AUTHORIZED.ERROR",` +
			`"message":"The given client\ncredentials were not valid."}]}`,
		"oauth: fedex answered 401: NOT.AUTHORIZED.ERROR: The given client credentials " +
			"were not valid.",
	},
	"packed envelope": {
		503, "", packed(`{"errors":[{"code":"SERVICE.UNAVAILABLE.ERROR"}]}`),
		"oauth: fedex answered 503: SERVICE.UNAVAILABLE.ERROR",
	},
	"UPS's envelope": {
		401, "", `{"response":{"errors":[{"code":"10401","message":"ClientId is Invalid"}]}}`,
		"oauth: fedex answered 401: 10401: ClientId is Invalid",
	},
	"RFC 6749's": {
		400, "", `{"error":"invalid_client","error_description":"Who?"}`,
		"oauth: fedex answered 400: invalid_client: Who?",
	},
	"USPS's envelope": {
		429, "", `{"apiVersion":"/oauth2/v3","error":{"code":"429","message":"Exceeded quota limit.",` +
			`"errors":[{"title":"Too Many Requests."}]}}`,
		"oauth: fedex answered 429: 429: Exceeded quota limit.",
	},
	"RFC 9457's": {
		401, "", `{"status":401,"title":"Invalid credentials"}`,
		"oauth: fedex answered 401: Invalid credentials",
	},
	"IBM API Connect's": {
		429, "", `{"httpCode":"429","httpMessage":"Too Many Requests","moreInformation":"Slow down"}`,
		"oauth: fedex answered 429: 429: Too Many Requests",
	},
	"an empty code": {
		400, "", `{"code":"","error":"invalid"}`, "oauth: fedex answered 400: invalid",
	},
	"no errors":             {400, "", `{"errors":[]}`, "oauth: fedex answered 400"},
	"an error that is none": {400, "", `{"error":7}`, "oauth: fedex answered 400"},
	"the edge's page": {
		403, "Content-Type: text/html", denied,
		"oauth: fedex answered 403: Access Denied (reference 18.4d3d1302.1690460887.5c6a9f)",
	},
	"nothing": {429, "", "", "oauth: fedex answered 429"},
	"words without end": {
		500, "", `{"error":"` + long[:5000] + `"}`,
		"oauth: fedex answered 500: " + long[:200],
	},
	"a redirect": {302, "Location: /elsewhere", "", "oauth: fedex answered 302"},
}

func TestAnswers(t *testing.T) {
	for name, test := range answers {
		t.Run(name, func(t *testing.T) {
			url, asked := answered(t, test.status, test.header, test.body)
			got, err := fedex(url).Token(t.Context(), strategies.Token{})
			require.Contains(t, *asked, "POST /oauth/token", "the first answer is the answer")
			if test.status != 200 {
				require.Equal(t, test.status, strategies.Status(err))
			}
			if err != nil {
				require.Equal(t, test.want, err.Error())
				require.True(t, got.IsZero())
				return
			}
			require.Equal(t, test.want, fmt.Sprint(got.Value, " ", got.Expires.Sub(noon)))
		})
	}
}

func packed(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, text)
	w.Close()
	return b.String()
}

func TestTokenRequestsEnd(t *testing.T) {
	arrived := make(chan struct{}, 2)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		// The server notices a client that leaves once it has read all.
		_, _ = io.Copy(io.Discard, r.Body)
		arrived <- struct{}{}
		<-r.Context().Done()
	}))
	t.Cleanup(server.Close)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-arrived
		cancel()
	}()
	_, err := fedex(server.URL).Token(ctx, strategies.Token{})
	require.ErrorIs(t, err, context.Canceled)

	impatient := fedex(server.URL)
	impatient.Patience = 20 * time.Millisecond
	_, err = impatient.Token(t.Context(), strategies.Token{})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.NotContains(t, err.Error(), "hush")
}

func TestSecretsAreNotShown(t *testing.T) {
	f := fedex("")
	f.Child = oauth.Credentials{ID: "child", Secret: "hush"}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("made", "client", f, "c", f.Child)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("made", "client", f, "c", f.Child)
	marshalled, err := json.Marshal(map[string]any{"client": f, "c": &f.Child})
	require.NoError(t, err)
	shown := log.String() + string(marshalled) + fmt.Sprintf("%v %+v %#v %s %q %d", f, f, &f,
		f.Credentials, &f.Child, ups(""))
	require.NotContains(t, shown, "hush")
	require.Contains(t, shown, "l7id:[secret]")
}
