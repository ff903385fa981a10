package front

import (
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The hit that starts a ban is in the verdict, also where only hits that are served count.
func TestVerdictHasTheViolatingHit(t *testing.T) {
	w, _ := world(t, "fedex", "akamai+hits=issued", nil)
	for range 20 {
		askToken(w)
	}
	require.Equal(t, 16, w.Verdict().TokenHits)
}

// A client ends its own tokens only.
func TestRevokeOfAnothersToken(t *testing.T) {
	w, _ := world(t, "usps", "", nil)
	credentials := func(id string) string {
		return "grant_type=client_credentials&client_secret=b&client_id=" + id
	}
	issued := ask(w, "POST", "/oauth2/v3/token", credentials("a"), "Content-Type", form)
	token := member(t, issued, "access_token")
	for _, c := range []struct {
		client string
		live   int
	}{{"b", 1}, {"a", 0}} {
		rec := ask(w, "POST", "/oauth2/v3/revoke", credentials(c.client)+"&token="+token,
			"Content-Type", form)
		require.Equal(t, 200, rec.Code)
		require.Len(t, w.Tokens(0), c.live)
	}
}

// An imposed ban that is imposed again is one ban, and longer.
func TestImposeTwice(t *testing.T) {
	w, clock := world(t, "fedex", "akamai", nil)
	first, err := w.Impose(caller, "")
	require.NoError(t, err)
	clock.Advance(1)
	second, err := w.Impose(caller, "")
	require.NoError(t, err)
	require.Equal(t, first.Add(1), second)
	require.Equal(t, 1, w.Verdict().Bans)
}

// The journal tells callers apart.
func TestJournalBySource(t *testing.T) {
	w, _ := world(t, "fedex", "", nil)
	askToken(w)
	events, _ := w.Journal(Filter{Source: netip.MustParseAddr("203.0.113.8")})
	require.Empty(t, events)
}

// An answer that a fault held back during a reset does not count after it.
func TestResetWhileAnAnswerIsHeld(t *testing.T) {
	w, clock := world(t, "fedex", "akamai+moment=completion", nil)
	require.NoError(t, w.Inject(Fault{Kind: FaultLatency, Delay: 1}))
	done := make(chan *httptest.ResponseRecorder)
	go func() { done <- askToken(w) }()
	require.NoError(t, clock.BlockUntilContext(t.Context(), 1))
	w.Reset()
	clock.Advance(1)
	rec := <-done
	require.Equal(t, 200, rec.Code)
	require.Zero(t, w.Verdict().TokenHits)
	askToken(w)
	require.Equal(t, 401, call(w, member(t, rec, "access_token")).Code, "it is of the old world")
}

// A redirect URI may have 2048 bytes.
func TestRedirectsAreBounded(t *testing.T) {
	w, _ := world(t, "ups", "", nil)
	for _, c := range []struct{ size, want int }{{mostRedirect, 302}, {mostRedirect + 1, 400}} {
		back := "http://x/" + strings.Repeat("y", c.size-len("http://x/"))
		require.Equal(t, c.want, ask(w, "GET", "/security/v1/oauth/authorize?client_id=a&"+
			"response_type=code&redirect_uri="+back, "").Code)
	}
}

// A pattern of a path wants all its segments, none of them empty, and no more.
func TestPathPatterns(t *testing.T) {
	w, _ := world(t, "ups", "", nil)
	require.Equal(t, 401, ask(w, "POST", "/api/rating/v1/Rate", "{}").Code)
	for _, path := range []string{
		"/api/rating//Rate", "/api/rating/v1", "/api/rating/v1/", "/api/rating/v1/Rate/more",
	} {
		require.Equal(t, 501, ask(w, "POST", path, "{}").Code, path)
	}
}
