package front

import (
	"context"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/stubs"
)

// stubbed is FedEx with stubs.
func stubbed(t *testing.T, rules, file string) *World {
	t.Helper()
	list, err := stubs.Parse("stubs.yaml", []byte(file))
	require.NoError(t, err)
	w, _ := world(t, "fedex", rules, func(s *Setup) { s.Stubs = list })
	return w
}

// A stub over an operation of the carrier answers where its conditions hold, and needs a token; the
// operation answers the rest.
func TestStubOverAnOperation(t *testing.T) {
	w := stubbed(t, "", `
stubs:
  - name: closed account
    method: POST
    path: /rate/v1/rates/quotes
    where: {/accountNumber/value: "7"}
    answer:
      status: 422
      headers: {X-Account: "no ${/accountNumber/value}", Content-Type: application/problem+json}
      body:
        {code: CLOSED, account: "${/accountNumber/value}", by: "${client}", n: 7.50, at: "${time}"}
`)
	closed := `{"accountNumber":{"value":"7"}}`
	const path = "/rate/v1/rates/quotes"
	require.Equal(t, 401, ask(w, "POST", path, closed).Code)
	token := member(t, askToken(w), "access_token")
	rec := ask(w, "POST", path, closed, "Authorization", "Bearer "+token)
	require.Equal(t, 422, rec.Code)
	require.Equal(t, "no 7", rec.Header().Get("X-Account"))
	require.Equal(t, "application/problem+json", rec.Header().Get("Content-Type"))
	require.JSONEq(t, `{"code":"CLOSED","account":"7","by":"a","n":7.5,"at":"2100-01-01T00:00:00Z"}`,
		rec.Body.String())
	require.Equal(t, 200, call(w, token).Code, "another account is the carrier's")
	events, _ := w.Journal(Filter{Status: 422})
	require.Len(t, events, 1)
	require.Equal(t, "stub closed account", events[0].Detail)
	require.Equal(t, []int{1}, w.Turns(), "a refused request takes no turn")
}

// Answers come in turn, the last stays; one may be the carrier's own. A reset begins anew.
func TestStubInTurn(t *testing.T) {
	w := stubbed(t, "", `
stubs:
  - method: POST
    path: /oauth/token
    answers: [{status: 503, headers: {Retry-After: 7}, body: later}, {carrier: true}, {status: 500}]
`)
	codes := func() (codes []int) {
		for range 4 {
			codes = append(codes, askToken(w).Code)
		}
		return codes
	}
	require.Equal(t, []int{503, 200, 500, 500}, codes())
	w.Reset()
	first := askToken(w)
	require.Equal(t, "7", first.Header().Get("Retry-After"))
	require.Equal(t, "text/plain; charset=utf-8", first.Header().Get("Content-Type"))
	require.Equal(t, "later", first.Body.String())
}

// What stubs answer at the token endpoint counts in its meters, unless it is told not to.
func TestStubIsMetered(t *testing.T) {
	for _, c := range []struct {
		metered string
		banned  bool
	}{{"true", true}, {"false", false}} {
		w := stubbed(t, "akamai", `
stubs:
  - {method: POST, path: /oauth/token, metered: `+c.metered+`, answer: {status: 500}}
`)
		for range 15 {
			require.Equal(t, 500, askToken(w).Code)
		}
		want := 500
		if c.banned {
			want = 403
		}
		require.Equal(t, want, askToken(w).Code)
		require.Equal(t, c.banned, len(w.Bans()) == 1)
	}
}

// A stub says whether a token is needed, metered or not.
func TestStubWithoutToken(t *testing.T) {
	w := stubbed(t, "", `
stubs:
  - {path: /open, token: false, answer: {body: open}}
  - {path: /free, token: false, metered: false, answer: {body: free}}
  - {path: /shut, metered: false, answer: {body: shut}}
`)
	require.Equal(t, "open", ask(w, "GET", "/open", "").Body.String())
	require.Equal(t, "free", ask(w, "GET", "/free", "").Body.String())
	require.Equal(t, 401, ask(w, "GET", "/shut", "").Code)
	old := member(t, askToken(w), "access_token")
	token := member(t, askToken(w), "access_token")
	require.Equal(t, 401, ask(w, "GET", "/shut", "", "Authorization", "Bearer "+old).Code)
	rec := ask(w, "GET", "/shut", "", "Authorization", "Bearer "+token)
	require.Equal(t, "shut", rec.Body.String())
}

// A stub remembers what it made; another finds it, and cancels it.
func TestStubRemembers(t *testing.T) {
	w := stubbed(t, "", `
stubs:
  - method: POST
    path: /parcels
    token: false
    makes: {kind: parcel, number: "PX####", known: [/reference]}
    answer: {status: 201, body: {number: "${number}", to: "${/to}"}}
  - method: DELETE
    path: /parcels/{n}
    token: false
    finds: {kind: parcel, by: path.n, ends: true}
    answer: {status: 204}
  - method: GET
    path: /parcels/{n}
    token: false
    finds: {kind: parcel, by: path.n}
    answer: {body: {number: "${number}", to: "${its/to}", asked: "${path.n}"}}
`)
	made := ask(w, "POST", "/parcels", `{"to":{"city":"Rome"},"reference":"r-1"}`)
	require.Equal(t, 201, made.Code)
	number := member(t, made, "number")
	require.Regexp(t, `^PX\d{4}$`, number)
	require.JSONEq(t, `{"number":"`+number+`","to":{"city":"Rome"},"asked":"r-1"}`,
		ask(w, "GET", "/parcels/r-1", "").Body.String())
	require.Equal(t, 404, ask(w, "GET", "/parcels/none", "").Code)
	require.Equal(t, 204, ask(w, "DELETE", "/parcels/"+number, "").Code)
	require.Equal(t, 400, ask(w, "GET", "/parcels/"+number, "").Code)
}

// A stub's delay passes on the World's clock.
func TestStubDelay(t *testing.T) {
	list, err := stubs.Parse("stubs.yaml", []byte(
		`stubs: [{path: /slow, token: false, answer: {delay: 90s, body: slow}}]`))
	require.NoError(t, err)
	w, clock := world(t, "fedex", "", func(s *Setup) { s.Stubs = list })
	done := make(chan *httptest.ResponseRecorder)
	go func() { done <- ask(w, "GET", "/slow", "") }()
	require.NoError(t, clock.BlockUntilContext(context.Background(), 1))
	clock.Advance(90 * time.Second)
	require.Equal(t, "Fri, 01 Jan 2100 00:01:30 GMT", (<-done).Header().Get("Date"))
}
