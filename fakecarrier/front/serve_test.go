package front

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
)

// FedEx's tokens do not fit into 1000 bytes, UPS's do: a column that is too short is found here.
func TestTokenLengths(t *testing.T) {
	w, _ := world(t, "fedex", "", nil)
	token := member(t, askToken(w), "access_token")
	require.Greater(t, len(token), 1000)
	require.Len(t, strings.Split(token, "."), 3)

	w, _ = world(t, "ups", "", nil)
	ups := ask(w, "POST", "/security/v1/oauth/token", "grant_type=client_credentials",
		"Content-Type", form, "Authorization", "Basic YTpi")
	require.LessOrEqual(t, len(member(t, ups, "access_token")), 1000)
}

// A token of which any letter is another one is not ours, nor is one of another World.
func TestTokenTampered(t *testing.T) {
	w, _ := world(t, "fedex", "", nil)
	token := member(t, askToken(w), "access_token")
	for i := 0; i < len(token); i += 7 {
		other := byte('A')
		if token[i] == other {
			other = 'B'
		}
		require.Equal(t, 401, call(w, token[:i]+string(other)+token[i+1:]).Code, "letter %d", i)
	}
	for _, cut := range []int{1, 4, 8} {
		require.Equal(t, 401, call(w, token[:len(token)-cut]).Code, "%d letters less", cut)
	}
	signature := token[strings.LastIndexByte(token, '.')+1:]
	for _, part := range []string{signature, "." + signature, token[:len(token)-len(signature)]} {
		require.Equal(t, 401, call(w, part).Code)
	}
	require.Equal(t, 200, call(w, token).Code)
	elsewhere, _ := world(t, "fedex", "", func(s *Setup) { s.Seed = 7 })
	askToken(elsewhere)
	require.Equal(t, 401, call(elsewhere, token).Code)
}

// Answers are compressed as the switch and the request have it; errors too.
func TestGzip(t *testing.T) {
	for _, c := range []struct {
		mode   Gzip
		accept string
		want   bool
	}{
		{GzipNegotiated, "", false},
		{GzipNegotiated, "gzip", true},
		{GzipNegotiated, "br, gzip;q=0.5", true},
		{GzipNegotiated, "gzip;q=0", false},
		{GzipNegotiated, "identity", false},
		{GzipNegotiated, "*", true},
		{GzipAlways, "", true},
		{GzipNever, "gzip", false},
	} {
		w, _ := world(t, "fedex", "", func(s *Setup) { s.Gzip = c.mode })
		rec := ask(w, "GET", "/nowhere", "", "Accept-Encoding", c.accept)
		require.Equal(t, c.want, rec.Header().Get("Content-Encoding") == "gzip", "%v", c)
		var body io.Reader = rec.Body
		if c.want {
			z, err := gzip.NewReader(rec.Body)
			require.NoError(t, err)
			body = z
		}
		text, err := io.ReadAll(body)
		require.NoError(t, err)
		require.Contains(t, string(text), "NOT.IMPLEMENTED.ERROR")
	}
}

// Bodies are bounded, in the carrier's own words.
func TestBodiesAreBounded(t *testing.T) {
	w, _ := world(t, "fedex", "", nil)
	long := "grant_type=client_credentials&client_id=a&client_secret=" + strings.Repeat("b", mostForm)
	rec := ask(w, "POST", "/oauth/token", long, "Content-Type", form)
	require.Equal(t, 400, rec.Code)
	require.Contains(t, rec.Body.String(), "BAD.REQUEST.ERROR")
	for _, c := range []struct{ size, want int }{{mostForm, 200}, {mostForm + 1, 400}} {
		rec := ask(w, "POST", "/oauth/token", long[:c.size], "Content-Type", form)
		require.Equal(t, c.want, rec.Code)
	}
	token := member(t, askToken(w), "access_token")
	rec = ask(w, "POST", "/rate/v1/rates/quotes", `{"a":"`+strings.Repeat("b", mostBody)+`"}`,
		"Authorization", "Bearer "+token)
	require.Equal(t, 400, rec.Code)
}

// Invented names cannot use up the memory: once a World knows as many clients as it can, a new one
// takes the place of the one that was not seen for longest, whose token is good no more. Whoever is
// listed stays.
func TestNamesAreBounded(t *testing.T) {
	w, _ := world(t, "fedex", "", nil)
	first := member(t, askToken(w), "access_token")
	fill := func() {
		for i := range MostClients {
			w.clients.index(fmt.Sprint("filler ", i))
		}
	}
	fill()
	require.Len(t, w.clients.names, MostClients+1)
	refused := call(w, first)
	require.Equal(t, 401, refused.Code)
	events, _ := w.Journal(Filter{Status: 401})
	require.Contains(t, events[0].Why, "when its client id was forgotten: 16384 others came later")
	require.Equal(t, 200, askToken(w).Code, "it is new")

	w, _ = world(t, "fedex", "", func(s *Setup) { s.Clients = []Credentials{{ID: "a", Secret: "b"}} })
	first = member(t, askToken(w), "access_token")
	fill()
	require.Equal(t, 200, call(w, first).Code)
}

// An address is forgotten like a client: its ban, and its hits.
func TestAddressesAreBounded(t *testing.T) {
	w, _ := world(t, "fedex", "akamai", nil)
	for range 16 {
		askToken(w)
	}
	require.Equal(t, 403, askToken(w).Code)
	for i := range mostAddresses {
		w.addresses.index(netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}))
	}
	require.Empty(t, w.Bans())
	require.Equal(t, 200, askToken(w).Code)
	require.Len(t, w.standing.order, 1)
}

// The zero name has no room of its own, and is never forgotten, nor is one that is pinned. Of the
// others the one goes that was not seen for longest.
func TestInterning(t *testing.T) {
	gone := ""
	names := newInterning(3, func(_ uint32, name string) { gone += name })
	names.pin("p")
	for _, c := range []struct {
		name string
		want uint32
		gone string
	}{
		{"", 0, ""}, {"a", 2, ""}, {"b", 3, ""}, {"a", 2, ""}, {"c", 3, "b"}, {"p", 1, "b"},
		{"b", 2, "ba"}, {"", 0, "ba"}, {"c", 3, "ba"}, {"d", 2, "bab"},
	} {
		i, ok := names.index(c.name)
		require.True(t, ok)
		require.Equal(t, c.want, i, c.name)
		require.Equal(t, c.gone, gone, c.name)
	}
	full := newInterning(1, func(uint32, string) {})
	full.pin("p")
	_, ok := full.index("q")
	require.False(t, ok, "all are pinned")
	require.Equal(t, "ab", clip("ab", 3))
	require.Equal(t, "ab", clip("ab", 2))
	require.Equal(t, "a", clip("ab", 1))
}

// Many callers at once count exactly.
func TestWorldIsConcurrent(t *testing.T) {
	w, clock := world(t, "fedex", "", func(s *Setup) { s.Profile.Policy = fakecarrier.Coexist() })
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				token := member(t, askToken(w), "access_token")
				call(w, token)
				clock.Advance(1)
				w.Verdict()
			}
		})
	}
	all.Wait()
	require.Equal(t, 400, w.Verdict().TokenHits)
	require.Len(t, w.Tokens(0), 400)
	events, dropped := w.Journal(Filter{Status: 200})
	require.Len(t, events, 800)
	require.Zero(t, dropped)
}

// Under a ban that cuts off what is under way, an answer that was held back leaves as a refusal.
func TestHeldAnswerIsCutOff(t *testing.T) {
	w, clock := world(t, "fedex", "akamai+in-flight=cut", nil)
	require.NoError(t, w.Inject(Fault{Kind: FaultLatency, Delay: 1}))
	done := make(chan *httptest.ResponseRecorder)
	go func() { done <- askToken(w) }()
	require.NoError(t, clock.BlockUntilContext(t.Context(), 1))
	_, err := w.Impose(caller, "a")
	require.NoError(t, err)
	clock.Advance(1)
	require.Equal(t, 403, (<-done).Code)
}

// Whatever arrives is answered in the carrier's own words: 200, 302, 4xx, or 501 for a path that is
// not served; never another 5xx or a panic.
func FuzzServeHTTP(f *testing.F) {
	for _, path := range []string{
		"/oauth/token", "/security/v1/oauth/refresh", "/rate/v1/rates/quotes", "/api/rating/v1/x",
		"/security/v1/oauth/authorize?client_id=a&redirect_uri=http://x&response_type=code",
		"/oauth2/v3/token", "//", "/%00", "/api/",
	} {
		f.Add("POST", path, form, "Basic YTpi", "grant_type=refresh_token&refresh_token=x&code=y")
		f.Add("GET", path, "application/json", "Bearer a.b.c", `{"grant_type":1}`)
	}
	f.Fuzz(func(t *testing.T, method, path, kind, authorization, body string) {
		for _, name := range fakecarrier.Profiles() {
			p, err := fakecarrier.LookupProfile(name)
			require.NoError(t, err)
			w, _ := world(t, name, p.DefaultReading(), nil)
			r, err := http.NewRequest(method, "http://carrier/", strings.NewReader(body))
			if err != nil {
				return
			}
			if r.URL, err = r.URL.Parse(path); err != nil {
				return
			}
			r.Header["Content-Type"] = []string{kind}
			r.Header["Authorization"] = []string{authorization}
			r.Header["X-Customer-Transaction-Id"] = []string{body}
			rec := httptest.NewRecorder()
			w.ServeHTTP(rec, r)
			require.True(t, rec.Code < 500 || rec.Code == http.StatusNotImplemented, rec.Code)
			if rec.Header().Get("Content-Type") == jsonType {
				require.True(t, json.Valid(rec.Body.Bytes()), rec.Body.String())
			}
		}
	})
}

// What a World keeps does not grow with the requests that it served.
func TestMemoryIsFlat(t *testing.T) {
	w, clock := world(t, "fedex", "akamai", nil)
	token := member(t, askToken(w), "access_token")
	size := func() []int {
		return []int{cap(w.journal.events), len(w.addresses.names), len(w.clients.names),
			w.carrier.Held()}
	}
	serve := func(n int) {
		for i := range n {
			if i%1000 == 0 {
				clock.Advance(20 * 60 * 1e9)
				token = member(t, askToken(w), "access_token")
			}
			call(w, token)
		}
	}
	serve(5000)
	before := size()
	serve(15000)
	require.Equal(t, before, size())
	require.LessOrEqual(t, cap(w.standing.order[0].kept), 2*mostKept)
}
