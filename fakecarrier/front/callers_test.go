package front

import (
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
)

// A World keeps only a short copy of what its callers send, however long that is.
func TestLongWordsAreNotKept(t *testing.T) {
	w, _ := world(t, "fedex", "", nil)
	long := strings.Repeat("x", 60_000)
	before := inUse()
	for i := range 400 {
		id := strconv.Itoa(i)
		for _, credentials := range []string{
			"client_secret=b&client_id=" + id + long, "client_id=" + id + "&client_secret=" + long,
		} {
			ask(w, "POST", "/oauth/token", "grant_type=client_credentials&"+credentials,
				"Content-Type", form)
		}
		ask(w, "GET", "/"+long[:10_000], "")
	}
	require.Less(t, inUse()-before, int64(4<<20), "of 52 MB")
	runtime.KeepAlive(w)
}

// A client id may have 256 bytes; the carrier does not know a longer one.
func TestLongClientIDs(t *testing.T) {
	for _, profile := range []string{"fedex", "usps"} {
		w, _ := world(t, profile, "akamai+key=client", nil)
		path := map[string]string{"fedex": "/oauth/token", "usps": "/oauth2/v3/token"}[profile]
		status := func(n int) int {
			return ask(w, "POST", path, "grant_type=client_credentials&client_secret=b&client_id="+
				strings.Repeat("i", n), "Content-Type", form).Code
		}
		require.Equal(t, 200, status(mostClientID))
		require.Equal(t, 401, status(mostClientID+1))
		require.Equal(t, 2, w.Verdict().TokenHits, "it has counted")
		_, err := w.Impose(caller, strings.Repeat("i", mostClientID+1))
		require.ErrorContains(t, err, "more than 256 bytes")
	}
	_, err := NewWorld(Setup{
		Profile: fedexProfile(t), Clock: clockwork.NewFakeClock(),
		Clients: []Credentials{{ID: strings.Repeat("i", mostClientID+1), Secret: "s"}},
	})
	require.ErrorContains(t, err, "client 1 has an id of 257 bytes, more than 256")
}

// Credentials in HTTP Basic are known as they are, and form-encoded.
func TestBasicCredentialsInBothSpellings(t *testing.T) {
	w, _ := world(t, "ups", "", func(s *Setup) {
		s.Clients = []Credentials{{ID: "a+b", Secret: "s+t%41"}, {ID: "plain", Secret: "s t"}}
	})
	for _, c := range []struct {
		id, secret string
		want       int
	}{
		{"a+b", "s+t%41", 200},
		{"a%2Bb", "s%2Bt%2541", 200},
		{"a+b", "s%2Bt%2541", 200},
		{"a+b", "s tA", 401},
		{"plain", "s+t", 200},
		{"plain", "s t", 200},
		{"plain", "s%2Bt", 401},
	} {
		r := httptest.NewRequest("POST", "/security/v1/oauth/token",
			strings.NewReader("grant_type=client_credentials"))
		r.Header.Set("Content-Type", form)
		r.SetBasicAuth(c.id, c.secret)
		rec := httptest.NewRecorder()
		w.ServeHTTP(rec, r)
		require.Equal(t, c.want, rec.Code, c)
	}
}

// A token says by which grant it was issued, also when it is written again.
func TestTokensSayTheirGrant(t *testing.T) {
	w, _ := world(t, "fedex", "", func(s *Setup) { s.Profile.Policy = fakecarrier.Coexist() })
	for _, grant := range []string{"client_credentials", "csp_credentials", "client_pc_credentials"} {
		token := member(t, ask(w, "POST", "/oauth/token", "grant_type="+grant+"&client_id=a&"+
			"client_secret=b&child_Key=c&child_secret=d", "Content-Type", form), "access_token")
		claims, err := base64url.DecodeString(strings.Split(token, ".")[1])
		require.NoError(t, err)
		require.Contains(t, string(claims), `"grant_type":"`+grant+`"`)
		require.Equal(t, token, w.Tokens(1)[0].Token)
		require.Equal(t, 200, call(w, token).Code)
	}
}
