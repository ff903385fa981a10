package record

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/reply"
	"github.com/tokenstorm/tokenstorm/fakecarrier/stubs"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// A bench is a recorder before a carrier that answers as told.
type bench struct {
	t        *testing.T
	url      string
	file     string
	log      *strings.Builder
	recorder *Recorder
}

func newBench(t *testing.T, secrets []string, carrier http.HandlerFunc) *bench {
	upstream := httptest.NewServer(carrier)
	t.Cleanup(upstream.Close)
	at, err := url.Parse(upstream.URL)
	require.NoError(t, err)
	b := &bench{t: t, file: filepath.Join(t.TempDir(), "recorded.yaml"), log: new(strings.Builder)}
	b.recorder = New(Recording{
		Upstream: at, File: b.file, Log: b.log, Secrets: secrets,
		Wire: &wire.Wire{Token: "/oauth/token", Revoke: "/oauth/revoke"},
	})
	front := httptest.NewServer(b.recorder)
	t.Cleanup(front.Close)
	b.url = front.URL
	return b
}

// send sends a request, and returns the answer's status and body.
func (b *bench) send(method, path, body string, headers ...string) (int, string) {
	b.t.Helper()
	r, err := http.NewRequest(method, b.url+path, strings.NewReader(body))
	require.NoError(b.t, err)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	a, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(b.t, err)
	defer a.Body.Close()
	text, err := io.ReadAll(a.Body)
	require.NoError(b.t, err)
	return a.StatusCode, string(text)
}

func (b *bench) recorded() string {
	text, err := os.ReadFile(b.file)
	if os.IsNotExist(err) {
		return ""
	}
	require.NoError(b.t, err)
	return string(text)
}

// forms are the ways in which a secret could be read out of a file.
func forms(secret string) []string {
	all := []string{
		secret, url.QueryEscape(secret), url.PathEscape(secret), hex.EncodeToString([]byte(secret)),
	}
	for before := range 3 {
		for _, e := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			text := e.EncodeToString([]byte(strings.Repeat("x", before) + secret + "yyy"))
			first := (before*8 + 5) / 6
			all = append(all, text[first:(before+len(secret))*8/6])
		}
	}
	return all
}

func requireNoneOf(t *testing.T, text string, canaries []string) {
	t.Helper()
	for _, canary := range canaries {
		for _, form := range forms(canary) {
			require.NotContains(t, strings.ToLower(text), strings.ToLower(form), "of %s", canary)
		}
	}
}

const jsonType, formType = "application/json", "application/x-www-form-urlencoded"

// A canaryPlace is an exchange that has secrets in one place.
type canaryPlace struct {
	name     string
	canaries []string
	request  string // METHOD PATH
	headers  []string
	body     string
	answer   string
	header   [2]string // of the answer
}

func canaryPlaces() []canaryPlace {
	basic := base64.StdEncoding.EncodeToString([]byte("canary-shop/1:canary pass+2"))
	const jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlLWNhbmFyeQ"
	inJSON := base64.StdEncoding.EncodeToString([]byte(`{"secret":"canaryb64n"}`))
	none := [2]string{}
	return []canaryPlace{
		{"bearer", []string{"canary-bearer-7"}, "GET /a", []string{"Authorization",
			"Bearer canary-bearer-7"}, "", `{"echo":"you sent canary-bearer-7"}`, none},
		{"basic", []string{"canary-shop/1", "canary pass+2", basic}, "GET /a",
			[]string{"Authorization", "Basic " + basic},
			"", `{"who":"canary-shop/1","p":["x canary pass+2 y"],"raw":"` + basic + `"}`, none},
		{"another scheme", []string{"canary-digest"}, "GET /a", []string{"Authorization",
			"Custom canary-digest"}, "", `{"echo":"canary-digest"}`, none},
		{"cookie", []string{"canarycookie1"}, "GET /a", []string{"Cookie", "sid=canarycookie1; b=2"},
			"", `{"echo":"canarycookie1"}`, none},
		{"set-cookie", []string{"canaryset2"}, "GET /a", nil, "", `{"echo":"canaryset2"}`,
			[2]string{"Set-Cookie", "sid=canaryset2; Path=/"}},
		{"key in a header", []string{"canary-api-key"}, "GET /a", []string{"X-Api-Key",
			"canary-api-key"}, "", `<r>canary-api-key</r>`, none},
		{"query", []string{"canaryq&1"}, "GET /a?apikey=canaryq%261&page=2", nil, "",
			`{"next":"/a?apikey=canaryq%261&page=3"}`, [2]string{"Location", "/a?apikey=canaryq%261"}},
		{"path", []string{"canary-listed-9"}, "GET /accounts/canary-listed-9/rates", nil, "",
			`{"account":"canary-listed-9"}`, none},
		{"JSON", []string{"canaryjson1"}, "POST /a", []string{"Content-Type", jsonType},
			`{"a":[{"clientSecret":"canaryjson1"}]}`, `{"a":{"b":["canaryjson1!"]}}`, none},
		{"a number in JSON", []string{"740561073"}, "POST /a", []string{"Content-Type", jsonType},
			`{"accountNumber":{"value":740561073}}`, `{"account":740561073,"t":"no 740561073"}`, none},
		{"JSON in JSON", []string{"canarynested"}, "POST /a", []string{"Content-Type", jsonType},
			`{"payload":"{\"password\":\"canarynested\"}"}`, `{"echo":"canarynested"}`, none},
		{"JSON in base64", []string{"canaryb64n", inJSON}, "POST /a", []string{"Content-Type", jsonType},
			`{"payload":"` + inJSON + `"}`, `{"same":"` + inJSON + `","echo":"` +
				base64.StdEncoding.EncodeToString([]byte(`got canaryb64n, thank you`)) + `"}`, none},
		{"form", []string{"canaryform=1"}, "POST /a", []string{"Content-Type", formType},
			"client_secret=canaryform%3D1&x=1", "echo=canaryform%3D1", none},
		{"multipart", []string{"canarymulti"}, "POST /a", []string{"Content-Type",
			"multipart/form-data; boundary=b"}, "--b\r\nContent-Disposition: form-data; name=\"password\"" +
			"\r\n\r\ncanarymulti\r\n--b--\r\n", `{"echo":"canarymulti"}`, none},
		{"XML", []string{"canary<xml>", "canaryattr"}, "POST /a", []string{"Content-Type", "text/xml"},
			"<Request key='canaryattr'><ns:Password>canary&lt;xml&gt;</ns:Password></Request>",
			"<Reply><Echo>canary&lt;xml&gt; canaryattr</Echo></Reply>", none},
		{"an answer's member", []string{"canaryanswer1"}, "GET /a", nil, "",
			`{"data":{"refreshToken":"canaryanswer1"},"again":"canaryanswer1"}`, none},
		{"a JWT", []string{jwt, "c2lnbmF0dXJlLWNhbmFyeQ"}, "GET /a", nil, "",
			`{"message":"given ` + jwt + `"}`, none},
		{"hex", []string{"canary-bearer-8"}, "GET /a", []string{"Authorization",
			"Bearer canary-bearer-8"}, "", `{"h":"` + hex.EncodeToString([]byte("canary-bearer-8")) + `"}`,
			none},
		{"upper case", []string{"canary-bearer-9"}, "GET /a", []string{"Authorization",
			"bearer canary-bearer-9"}, "", `{"h":"CANARY-BEARER-9"}`, none},
		{"a member's name", []string{"canarymember"}, "GET /a", []string{"Authorization",
			"Bearer canarymember"}, "", `{"by":{"canarymember":1}}`, none},
		{"a short one", []string{`"pin": "77x"`, `"pin":"77x"`}, "POST /a",
			[]string{"Content-Type", jsonType}, `{"pin":"77x"}`, `{"pin":"77x"}`, none},
		{"a word of the placeholders", []string{`"x":"secret"`}, "POST /a",
			[]string{"Content-Type", jsonType}, `{"password":"secret"}`, `{"x":"secret"}`, none},
		{"the token endpoint", []string{"canary-id-3", "canary-secret-3", "canarytokentokentoken"},
			"POST /oauth/token", []string{"Content-Type", formType},
			"grant_type=client_credentials&client_id=canary-id-3&client_secret=canary-secret-3",
			`{"jot":"canarytokentokentoken","token_type":"bearer"}`, none},
	}
}

// A canary is a secret in one place of a request or of its answer. Whatever is sent before it or
// after it, nothing of it is in the file, nor in what is printed.
func TestNothingOfASecretIsWritten(t *testing.T) {
	for _, p := range canaryPlaces() {
		t.Run(p.name, func(t *testing.T) {
			early := `{"early":"` + p.canaries[0] + `"}`
			if strings.ContainsAny(p.canaries[0], `"<`) {
				early = `{}`
			}
			b := newBench(t, []string{"canary-listed-9", "740561073"},
				func(rw http.ResponseWriter, r *http.Request) {
					if r.URL.Path == "/before" {
						fmt.Fprint(rw, early)
						return
					}
					if p.header[0] != "" {
						rw.Header().Set(p.header[0], p.header[1])
					}
					fmt.Fprint(rw, p.answer)
				})
			b.send("GET", "/before", "") // it is written before anybody knows that it is a secret
			method, path, _ := strings.Cut(p.request, " ")
			_, got := b.send(method, path, p.body, p.headers...)
			require.Equal(t, p.answer, got, "the caller gets what the carrier said")
			b.send("GET", "/before?again=1", "")
			text := b.recorded()
			require.NotEmpty(t, text)
			requireNoneOf(t, text, p.canaries)
			requireNoneOf(t, b.log.String(), p.canaries)
			list, err := stubs.Parse(b.file, []byte(text))
			require.NoError(t, err)
			want := 3
			if path == "/oauth/token" {
				want = 2
			}
			require.Len(t, list.Stubs, want, "all is written: %s", b.log)
		})
	}
}

// What was recorded, as a file.
func TestRecorded(t *testing.T) {
	turn := 0
	b := newBench(t, []string{"740561073"}, func(rw http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/oauth/token":
			fmt.Fprint(rw, `{"access_token":"a-token-of-the-carrier","expires_in":3599}`)
		case "/rate":
			rw.Header().Set("Content-Type", jsonType)
			rw.Header().Set("X-Request-Id", "secret or not")
			rw.Header().Set("Location", "http://"+r.Host+"/rate/1")
			fmt.Fprint(rw, `{ "account": "740561073", "price": 12.50, "note": "${x}", "of": [1, null] }`)
		case "/plain":
			fmt.Fprint(rw, `{"b":1,"a":["${y}",true]}`)
		case "/track":
			turn++
			rw.Header().Set("Retry-After", "7")
			rw.WriteHeader(500 + turn)
			fmt.Fprintf(rw, "turn %d", turn)
		case "/label":
			_, _ = rw.Write([]byte{0xff, 0xd8})
		}
	})
	b.send("POST", "/oauth/token", "grant_type=client_credentials&client_id=shop-17&"+
		"client_secret=hush-hush", "Content-Type", formType)
	b.send("POST", "/rate?locale=en",
		`{"accountNumber":{"value":"740561073"},"zip":"38017","n":[{"w":7.5}]}`,
		"Authorization", "Bearer a-token-of-the-carrier", "Content-Type", jsonType)
	b.send("GET", "/track?number=79", "")
	b.send("GET", "/track?number=79", "")
	b.send("GET", "/label", "")
	b.send("GET", "/plain", "")
	require.Equal(t, `# Recorded of a carrier; secrets have placeholders.
format: 1
stubs:
  - method: "POST"
    path: "/rate"
    where:
      "query.locale": "en"
      "/n/0/w": "7.5"
      "/zip": "38017"
    answer:
      headers: {"Content-Type": "application/json", "Location": "/rate/1"}
      body: "{\"account\":\"LISTED-1\",\"price\":12.50,\"note\":\"${=$}{x}\",\"of\":[1,null]}"
  - method: "GET"
    path: "/track"
    token: false
    where:
      "query.number": "79"
    answers:
      - status: 501
        headers: {"Content-Type": "text/plain; charset=utf-8", "Retry-After": "7"}
        body: "turn 1"
      - status: 502
        headers: {"Content-Type": "text/plain; charset=utf-8", "Retry-After": "7"}
        body: "turn 2"
  - method: "GET"
    path: "/plain"
    token: false
    answer:
      headers: {"Content-Type": "text/plain; charset=utf-8"}
      body: {"b":1,"a":["${=$}{y}",true]}
`, b.recorded())
	require.Equal(t, "fakecarrier: recorded POST /rate: 200\nfakecarrier: recorded GET /track: 501\n"+
		"fakecarrier: recorded GET /track: 502\nfakecarrier: not recorded: GET /label: its answer is no "+
		"text\nfakecarrier: recorded GET /plain: 200\n", b.log.String())
}

// What was recorded is found again by the same request, whatever account and token it has, and
// answered as the carrier did.
func TestReplay(t *testing.T) {
	const answer = `{"zip":"38017","price":12.50,"of":{"n":5,"text":"${x} \"y\""}}`
	b := newBench(t, []string{"740561073"}, func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", jsonType)
		fmt.Fprint(rw, answer)
	})
	b.send("POST", "/rate", `{"account":"740561073","zip":"38017"}`, "Content-Type", jsonType)
	list, err := stubs.Parse(b.file, []byte(b.recorded()))
	require.NoError(t, err)
	for body, found := range map[string]bool{
		`{"account":"another","zip":"38017"}`: true,
		`{"account":"another","zip":"38018"}`: false,
	} {
		call := &reply.Call{Path: "/rate"}
		call.ReadAny(jsonType, []byte(body))
		stub := list.Find("POST", call)
		require.Equal(t, found, stub != nil, body)
		if found {
			got := stub.Answers[0].Ready().Answer(call, reply.NewMemory(1))
			if answer != string(got.Body) { // to the byte, not as JSON
				t.Errorf("answered %s, not %s", got.Body, answer)
			}
		}
	}
}

// A carrier that cannot be reached is said to be so, and nothing is written.
func TestUnreachable(t *testing.T) {
	b := newBench(t, nil, nil)
	b.recorder.Upstream.Host = "127.0.0.1:1"
	status, _ := b.send("GET", "/a", "")
	require.Equal(t, http.StatusBadGateway, status)
	require.Empty(t, b.recorded())
	require.Contains(t, b.log.String(), "fakecarrier: the carrier cannot be reached: ")
}

// Secrets that overlap are replaced together, and a short one is replaced where it is a value.
func TestHide(t *testing.T) {
	s := newSecrets([]string{"abcd", "cdefghij", "xyz"})
	for text, want := range map[string]string{
		"":                      "",
		"abcd":                  "LISTED-1",
		"1 abcdefghij 2":        "1 LISTED-2 2",
		"1 ABCD, cdefghij":      "1 LISTED-1, LISTED-2",
		"xyz":                   "LISTED-3",
		"1 xyz":                 "1 xyz",
		"abc":                   "abc",
		"\u00e9 abcd \xff":      "\u00e9 LISTED-1 \xff",
		"61626364 and YWJjZA==": "LISTED-1 and LISTED-1A==",
	} {
		require.Equal(t, want, s.hide(text), text)
		require.False(t, s.leaks(s.hide(text)))
	}
	require.True(t, s.leaks("1 abcd"))
}

// What is known of secrets costs no more than what is looked through.
func BenchmarkHide(b *testing.B) {
	s := newSecrets(nil)
	for i := range 1000 {
		s.learn(cookie, fmt.Sprintf("%064d", i*7919))
	}
	text := strings.Repeat("0123456789 abcdefghij", 50_000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		s.hide(text)
	}
}
