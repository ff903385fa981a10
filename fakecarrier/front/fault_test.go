package front

import (
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
)

// Faults do what they say for as long as they say.
func TestWorldFaults(t *testing.T) {
	w, clock := world(t, "fedex", "", nil)
	token := member(t, askToken(w), "access_token")
	require.NoError(t, w.Inject(Fault{Endpoint: "token", Until: opened.Add(time.Second)}))
	require.Equal(t, 503, askToken(w).Code)
	require.Equal(t, 200, call(w, token).Code)
	clock.Advance(time.Second)
	require.Empty(t, w.Faults())
	require.Equal(t, 200, askToken(w).Code)

	require.NoError(t, w.Inject(Fault{Kind: FaultErrors, Share: 0.5, Status: 500}))
	codes := map[int]int{}
	for range 200 {
		codes[askToken(w).Code]++
	}
	require.Equal(t, 200, codes[200]+codes[500])
	require.InDelta(t, 100, codes[500], 30)
	w.Clear()

	before := w.Verdict().TokenHits
	require.NoError(t, w.Inject(Fault{Kind: FaultLostReply}))
	require.PanicsWithValue(t, http.ErrAbortHandler, func() { askToken(w) })
	require.Equal(t, before+1, w.Verdict().TokenHits, "the hit counts")
	w.Clear()

	require.NoError(t, w.Inject(Fault{Kind: FaultLatency, Delay: time.Second}))
	done := make(chan int)
	go func() { done <- askToken(w).Code }()
	require.NoError(t, clock.BlockUntilContext(t.Context(), 1))
	clock.Advance(time.Second)
	require.Equal(t, 200, <-done)
}

// A fault that makes no sense is refused, and the error says why.
func TestFaultCheck(t *testing.T) {
	w, _ := world(t, "fedex", "", nil)
	for _, c := range []struct {
		fault Fault
		want  string
	}{
		{Fault{Endpoint: "tokne"}, `unknown endpoint "tokne"; did you mean "token"?`},
		{Fault{Share: 2}, "a share of 2 is not between 0 and 1"},
		{Fault{Share: -0.5}, "a share of -0.5 is not between 0 and 1"},
		{Fault{Kind: FaultErrors, Share: math.NaN()}, "a share of NaN"},
		{Fault{Share: 0.5}, "an outage hits all requests"},
		{Fault{Kind: FaultErrors}, "an error rate needs its share"},
		{Fault{Kind: FaultLatency}, "a latency needs a delay above zero"},
		{Fault{Kind: FaultLatency, Delay: -1}, "a latency needs a delay above zero"},
		{Fault{Delay: 1}, "only a latency and a drip have a delay, and this is of kind outage"},
		{Fault{Kind: FaultLostReply, Status: 503}, "only an outage or an error rate has a status"},
		{Fault{Status: 399}, "400 to 599, not 399"},
		{Fault{Status: 600}, "400 to 599, not 600"},
		{Fault{Endpoint: "/" + strings.Repeat("a", mostPath)}, "a path has at most 200 bytes"},
		{Fault{Client: strings.Repeat("a", mostClientID+1)}, "a client id 256"},
		{Fault{Kind: "outtage"}, `unknown fault "outtage"; did you mean "outage"?`},
		{Fault{Until: opened}, "it ends at"},
	} {
		require.ErrorContains(t, w.Inject(c.fault), c.want)
	}
	for _, fine := range []Fault{
		{Status: 400}, {Status: 599, Endpoint: "/track", Client: "a"}, {Share: 1}, {Until: opened.Add(1)},
		{Kind: FaultLatency, Delay: 1}, {Kind: FaultErrors, Share: 1}, {Kind: FaultLostReply, Share: 0.5},
	} {
		require.NoError(t, w.Inject(fine))
	}
}

// A fault refuses a live token in the words that the carrier has for a dead one, or for too many
// requests; the token is as good as before when it is over.
func TestFaultsRefuse(t *testing.T) {
	w, clock := world(t, "ups", "", nil)
	issued := ask(w, "POST", "/security/v1/oauth/token", "grant_type=client_credentials",
		"Content-Type", form, "Authorization", "Basic YTpi")
	track := func() *httptest.ResponseRecorder {
		return ask(w, "GET", "/api/forwarding/v1/info/countries", "", "Authorization",
			"Bearer "+member(t, issued, "access_token"))
	}
	for _, c := range []struct {
		status int
		code   string
	}{{401, "250002"}, {429, "10429"}} {
		require.NoError(t, w.Inject(Fault{Status: c.status, Until: clock.Now().Add(time.Second)}))
		rec := track()
		require.Equal(t, c.status, rec.Code)
		require.Contains(t, rec.Body.String(), c.code)
		clock.Advance(time.Second)
		require.Equal(t, 200, track().Code)
	}
	events, _ := w.Journal(Filter{Status: 401})
	require.Equal(t, fakecarrier.ReasonFault, events[0].Reason)
}

// A fault may be for one client, or one path, and answer with any error; a token that it refused is
// as good as before.
func TestFaultsOfSomeRequests(t *testing.T) {
	w, _ := world(t, "fedex", "", nil)
	token := member(t, askToken(w), "access_token")
	for _, c := range []struct {
		fault           Fault
		wantAsk, wanted int // of a token request, and of a call
	}{
		{Fault{Status: 401, Endpoint: "api"}, 200, 401},
		{Fault{Status: 403, Client: "a"}, 403, 403},
		{Fault{Status: 404, Client: "a", Endpoint: "token"}, 404, 200},
		{Fault{Status: 400}, 400, 400},
		{Fault{Status: 418, Client: "b"}, 200, 200},
		{Fault{Endpoint: "/rate/v1/rates/quotes"}, 200, 503},
		{Fault{Endpoint: "/oauth/token"}, 503, 200},
		{Fault{Endpoint: "/track/v1/trackingnumbers"}, 200, 200},
	} {
		require.NoError(t, w.Inject(c.fault))
		require.Equal(t, c.wanted, call(w, token).Code, "%+v", c.fault)
		asked := askToken(w)
		require.Equal(t, c.wantAsk, asked.Code, "%+v", c.fault)
		w.Clear()
		if c.wantAsk == 200 {
			token = member(t, asked, "access_token") // it replaced the other
		}
		require.Equal(t, 200, call(w, token).Code)
	}
}

func TestFaultsAreBounded(t *testing.T) {
	w, clock := world(t, "fedex", "", nil)
	for range mostFaults {
		require.NoError(t, w.Inject(Fault{Until: clock.Now().Add(time.Second)}))
	}
	require.ErrorContains(t, w.Inject(Fault{}), "100 are in force")
	clock.Advance(time.Second)
	require.NoError(t, w.Inject(Fault{}), "the others are over")
}

// One fault ends, the other goes on.
func TestOneFaultEndsAlone(t *testing.T) {
	w, _ := world(t, "fedex", "", nil)
	require.NoError(t, w.Inject(Fault{Endpoint: "api"}))
	require.NoError(t, w.Inject(Fault{Endpoint: "token"}))
	require.NoError(t, w.End(w.Faults()[0].ID))
	require.Equal(t, "token", w.Faults()[0].Endpoint)
	require.ErrorContains(t, w.End(1), "no fault 1 is in force")
	require.Equal(t, 503, askToken(w).Code)
}

// Retry-After is the time to the end of a fault, in whole seconds rounded up; it is not sent where
// the end is not known.
func TestRetryAfterOfFaults(t *testing.T) {
	w, _ := world(t, "usps", "", nil)
	for _, c := range []struct {
		left time.Duration
		want string
	}{{0, ""}, {1, "1"}, {time.Second, "1"}, {time.Second + 1, "2"}, {90 * time.Second, "90"}} {
		f := Fault{Status: 429}
		if c.left > 0 {
			f.Until = opened.Add(c.left)
		}
		require.NoError(t, w.Inject(f))
		rec := ask(w, "POST", "/oauth2/v3/token", "", "Content-Type", form)
		require.Equal(t, 429, rec.Code)
		require.Equal(t, c.want, rec.Header().Get("Retry-After"), c.left)
		w.Clear()
	}
}

// A timepiece tells the time and nothing else.
type timepiece struct{}

func (timepiece) Now() time.Time { return opened }

func TestLatencyNeedsAClockThatWaits(t *testing.T) {
	w, _ := world(t, "fedex", "", func(s *Setup) { s.Clock = timepiece{} })
	require.ErrorContains(t, w.Inject(Fault{Kind: FaultLatency, Delay: 1}), "a clock that can wait")
	require.NoError(t, w.Inject(Fault{}))
}
