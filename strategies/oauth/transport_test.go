package oauth_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
)

// naive is what everybody begins with.
func naive() []strategies.Part {
	return []strategies.Part{strategies.Retry{Retries: 3}, strategies.Cache{}}
}

// breaker outlasts a ban of FedEx.
var breaker = strategies.Breaker{On: []int{403}, Open: 605 * time.Second, Per: strategies.PerNode}

// client is a service's: the strategy of these parts in front of c.
func client(t testing.TB, c *carrier, parts ...strategies.Part) *http.Client {
	env := strategies.OnClock(clockwork.NewRealClock())
	fedex := oauth.FedEx(env.Clock, oauth.Credentials{ID: "id", Secret: "secret"})
	fedex.URL = c.URL + "/oauth/token"
	env.Endpoint = fedex
	client, err := oauth.NewClient(env, parts...)
	require.NoError(t, err)
	return client
}

// rate sends body and returns status and body of the answer.
func rate(t testing.TB, client *http.Client, url string, body io.Reader) (int, string) {
	answer, err := client.Post(url, "text/plain", body)
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, string(text)
}

// failure carries out a request that has no answer, and returns why.
func failure(t testing.TB, transport http.RoundTripper, request *http.Request) error {
	answer, err := transport.RoundTrip(request)
	if err == nil {
		answer.Body.Close()
	}
	require.Error(t, err)
	return err
}

func request(t testing.TB, method, url string, body io.Reader) *http.Request {
	r, err := http.NewRequestWithContext(t.Context(), method, url, body)
	require.NoError(t, err)
	return r
}

// streamed hides what net/http knows how to repeat, and notes that it was closed.
type streamed struct {
	io.Reader
	closed atomic.Int32
}

func (s *streamed) Close() error {
	s.closed.Add(1)
	return nil
}

func TestTransportRenewsAndSendsAgain(t *testing.T) {
	for name, body := range map[string]func() io.Reader{
		"with GetBody": func() io.Reader { return strings.NewReader("parcel") },
		"kept":         func() io.Reader { return &streamed{Reader: strings.NewReader("parcel")} },
	} {
		t.Run(name, func(t *testing.T) {
			c := newCarrier(t)
			client := client(t, c, naive()...)
			for range 2 {
				status, text := rate(t, client, c.URL, body())
				require.Equal(t, 200, status)
				require.Equal(t, "rated parcel", text)
			}
			require.Equal(t, 1, c.requests, "the second call finds the token")
			c.kill()
			status, _ := rate(t, client, c.URL, body())
			require.Equal(t, 200, status)
			require.Equal(t, []string{"parcel", "parcel", "parcel", "parcel"}, c.bodies)
		})
	}
}

func TestTransportReturnsTheCarriersAnswer(t *testing.T) {
	c := newCarrier(t)
	status, text := rate(t, client(t, c, naive()...), c.URL+"/missing", strings.NewReader("parcel"))
	require.Equal(t, 404, status)
	require.Equal(t, "rated parcel", text)
	status, text = rate(t, client(t, c, strategies.Retry{}, strategies.Cache{}), c.URL, nil)
	require.Equal(t, 200, status)
	require.Equal(t, "rated ", text)

	again := client(t, c, strategies.Retry{}, strategies.Cache{})
	rate(t, again, c.URL, nil)
	c.kill()
	status, text = rate(t, again, c.URL, nil)
	require.Equal(t, 401, status, "without a retry the refusal is the answer")
	require.Equal(t, "Access token expired.", text)
}

// What ends the action is told, not the refusal that came before it.
func TestTransportTellsABan(t *testing.T) {
	c := newCarrier(t)
	client := client(t, c, append(naive(), breaker)...)
	rate(t, client, c.URL, nil)
	c.kill()
	c.ban(403)
	for _, want := range []int{403, 0} {
		err := failure(t, client.Transport, request(t, http.MethodGet, c.URL, nil))
		require.Equal(t, want, strategies.Status(err))
		require.Equal(t, want == 0, errors.Is(err, strategies.ErrOpen))
	}
}

func TestTransportRefusesToRepeatWhatItDidNotKeep(t *testing.T) {
	c := newCarrier(t)
	client := client(t, c, naive()...)
	transport := client.Transport.(*oauth.Transport)
	transport.Keep = 5
	status, text := rate(t, client, c.URL, &streamed{Reader: strings.NewReader("parcel")})
	require.Equal(t, 200, status)
	require.Equal(t, "rated parcel", text, "there was no need")
	c.kill()
	body := &streamed{Reader: strings.NewReader("parcel")}
	err := failure(t, transport, request(t, http.MethodPost, c.URL, body))
	require.ErrorIs(t, err, oauth.ErrUnrepeatable)
	require.NotZero(t, body.closed.Load())
	status, _ = rate(t, client, c.URL, nil)
	require.Equal(t, 200, status, "the token is renewed all the same")
}

func TestTransportClosesBodies(t *testing.T) {
	c := newCarrier(t)
	c.ban(403)
	transport := client(t, c, naive()...).Transport
	body := &streamed{Reader: strings.NewReader("parcel")}
	request := request(t, http.MethodPost, c.URL, body)
	request.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(nil), nil }
	before := request.Header.Clone()
	require.Equal(t, 403, strategies.Status(failure(t, transport, request)))
	require.EqualValues(t, 1, body.closed.Load(), "though it was never sent")
	require.Equal(t, before, request.Header, "the caller's request is left alone")
}

// refusals counts the answers that were not closed.
type refusals struct {
	http.RoundTripper
	open atomic.Int32
}

func (r *refusals) RoundTrip(request *http.Request) (*http.Response, error) {
	answer, err := r.RoundTripper.RoundTrip(request)
	if err == nil {
		r.open.Add(1)
		answer.Body = countedBody{answer.Body, &r.open}
	}
	return answer, err
}

type countedBody struct {
	io.ReadCloser
	open *atomic.Int32
}

func (b countedBody) Close() error {
	b.open.Add(-1)
	return b.ReadCloser.Close()
}

func TestTransportClosesRefusedAnswers(t *testing.T) {
	c := newCarrier(t)
	client := client(t, c, naive()...)
	base := &refusals{RoundTripper: http.DefaultTransport}
	client.Transport.(*oauth.Transport).Base = base
	rate(t, client, c.URL, nil)
	c.kill()
	rate(t, client, c.URL, nil)
	require.Zero(t, base.open.Load())
	c.kill()
	c.ban(500)
	require.Error(t, failure(t, client.Transport, request(t, http.MethodGet, c.URL, nil)))
	require.Zero(t, base.open.Load(), "also of a call whose renewal failed")
}

func TestTransportGivesNoTokenToStrangers(t *testing.T) {
	c := newCarrier(t)
	var seen atomic.Value
	stranger := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		seen.Store(r.Header.Get("Authorization"))
	}))
	t.Cleanup(stranger.Close)
	c.Config.Handler.(*http.ServeMux).Handle("/away",
		http.RedirectHandler(stranger.URL, http.StatusFound))
	status, _ := rate(t, client(t, c, naive()...), c.URL+"/away", nil)
	require.Equal(t, 200, status)
	require.Empty(t, seen.Load(), "a redirect takes no token elsewhere")
	rate(t, client(t, c, naive()...), stranger.URL, nil)
	require.Equal(t, "Bearer T2", seen.Load(), "whom the caller names gets it")
}

func TestTransportEndsWithTheContext(t *testing.T) {
	c := newCarrier(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	request := request(t, http.MethodGet, c.URL, nil).WithContext(ctx)
	require.ErrorIs(t, failure(t, client(t, c, naive()...).Transport, request), context.Canceled)
	require.Zero(t, c.requests)
}

func TestNewClientRefusesWhatIsNoStrategy(t *testing.T) {
	_, err := oauth.NewClient(strategies.Env{}, strategies.Retry{Retries: -1})
	require.ErrorContains(t, err, "oauth: strategies: part 1: Retry.Retries: found -1")
}

// A network notes what it is asked, and redirects /from to a URL.
type network struct {
	to     string
	asked  []string // the Authorization of each request
	closed int
}

func (n *network) RoundTrip(request *http.Request) (*http.Response, error) {
	n.asked = append(n.asked, request.Header.Get("Authorization"))
	answer := &http.Response{
		StatusCode: http.StatusOK, Body: http.NoBody, Request: request, Header: http.Header{},
	}
	if request.URL.Path == "/from" {
		answer.StatusCode = http.StatusFound
		answer.Header.Set("Location", n.to)
	}
	return answer, nil
}

func (n *network) CloseIdleConnections() { n.closed++ }

// steady makes each call once, with the token T.
type steady struct{}

func (steady) Do(
	ctx context.Context, call func(context.Context, strategies.Token) error,
) error {
	return call(ctx, strategies.Token{Value: "T"})
}

func TestTransportSendsTheTokenToTheCarrierAlone(t *testing.T) {
	for _, test := range []struct{ from, to, second string }{
		{"https://a/from", "https://a/to", "Bearer T"},
		{"http://a/from", "http://a/to", "Bearer T"},
		{"http://a/from", "https://a/to", "Bearer T"},
		{"https://a/from", "http://a/to", ""},
		{"https://a/from", "https://b/to", ""},
		{"https://a/from", "https://a:444/to", ""},
	} {
		n := &network{to: test.to}
		client := http.Client{Transport: &oauth.Transport{Strategy: steady{}, Base: n}}
		answer, err := client.Get(test.from)
		require.NoError(t, err)
		answer.Body.Close()
		require.Equal(t, []string{"Bearer T", test.second}, n.asked, "from %s to %s", test.from, test.to)
		client.CloseIdleConnections()
		require.Equal(t, 1, n.closed)
	}
}

// A request need have no header, and a base no idle connections.
func TestTransportTakesABareRequest(t *testing.T) {
	n := &network{}
	transport := &oauth.Transport{Strategy: steady{}, Base: struct{ http.RoundTripper }{n}}
	bare := request(t, http.MethodPost, "https://a/", nil)
	body := &streamed{Reader: strings.NewReader("parcel")}
	bare.Header, bare.Body = nil, body
	answer, err := transport.RoundTrip(bare)
	require.NoError(t, err)
	answer.Body.Close()
	require.Equal(t, []string{"Bearer T"}, n.asked)
	require.EqualValues(t, 1, body.closed.Load())
	transport.CloseIdleConnections()
	require.Zero(t, n.closed)
}

// idle makes no call.
type idle struct{}

func (idle) Do(context.Context, func(context.Context, strategies.Token) error) error { return nil }

func TestTransportReportsAStrategyWithoutACall(t *testing.T) {
	transport := &oauth.Transport{Strategy: idle{}, Base: &network{}}
	err := failure(t, transport, request(t, http.MethodGet, "https://a/", nil))
	require.EqualError(t, err, "oauth: the strategy made no call")
}
