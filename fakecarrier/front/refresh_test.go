package front

import (
	"net/http"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/internal/chance"
)

// renew asks the generic carrier for a token with a refresh token, as a public client.
func renew(w *World, refresh string) (status int, retryAfter string) {
	rec := ask(w, "POST", "/oauth/token", "grant_type=refresh_token&client_id=shop&refresh_token="+
		refresh, "Content-Type", form)
	return rec.Code, rec.Header().Get("Retry-After")
}

// What becomes of a refresh token stands in the journal in words.
func TestJournalSaysWhatBecameOfARefreshToken(t *testing.T) {
	for name, test := range map[string]struct {
		terms fakecarrier.RefreshTerms
		after time.Duration // the second use of the first one
		want  []string
	}{
		"reuse": {fakecarrier.RefreshTerms{}, 13 * time.Millisecond, []string{
			"family 1, refresh token 1: current, superseded by a new one",
			"family 1, refresh token 1: reuse, superseded 13ms ago: family revoked",
			"family 1, refresh token 2: the family was revoked before",
		}},
		"refused alone": {
			fakecarrier.RefreshTerms{OnReuse: fakecarrier.RefuseToken}, time.Second, []string{
				"family 1, refresh token 1: current, superseded by a new one",
				"family 1, refresh token 1: reuse, superseded 1s ago: refused, and nothing changes",
				"family 1, refresh token 2: current, superseded by a new one",
			}},
		"forgiven": {
			fakecarrier.RefreshTerms{ReuseInterval: 30 * time.Second, Replay: fakecarrier.ReplayNew},
			30 * time.Second, []string{
				"family 1, refresh token 1: current, superseded by a new one",
				"family 1, refresh token 1: superseded 30s ago, forgiven: a further pair",
				"family 1, refresh token 2: current, superseded by a new one",
			}},
		"no rotation": {fakecarrier.RefreshTerms{Rotation: fakecarrier.RotateNever()}, 0, []string{
			"family 1, refresh token 1: current, and stays",
			"family 1, refresh token 1: current, and stays",
			"refresh token unknown",
		}},
		"a life": {fakecarrier.RefreshTerms{Life: time.Minute}, time.Minute, []string{
			"family 1, refresh token 1: current, superseded by a new one",
			"family 1, refresh token 1: its life is over",
			"family 1, refresh token 2: its life is over",
		}},
		"idle": {fakecarrier.RefreshTerms{Idle: time.Minute}, time.Minute, []string{
			"family 1, refresh token 1: current, superseded by a new one",
			"family 1, refresh token 1: the family was not renewed for too long",
			"family 1, refresh token 2: the family was not renewed for too long",
		}},
		"until its first use": {
			fakecarrier.RefreshTerms{Supersede: fakecarrier.FirstUseOfNewRefresh}, time.Second, []string{
				"family 1, refresh token 1: current, superseded by a new one at its first-use-of-new-refresh",
				"family 1, refresh token 1: current, superseded by a new one at its first-use-of-new-refresh",
				"family 1, refresh token 2: current, superseded by a new one at its first-use-of-new-refresh",
			}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, test.want, usedTwice(t, test.terms, test.after))
		})
	}
}

// usedTwice is what the journal says when the first refresh token is used, used again, and then the
// second one is.
func usedTwice(t *testing.T, terms fakecarrier.RefreshTerms, after time.Duration) (said []string) {
	t.Helper()
	w, clock := world(t, "generic", "", func(s *Setup) { s.Profile.Grants.Refresh = &terms })
	first, err := w.SignIn("shop")
	require.NoError(t, err)
	renew(w, first)
	clock.Advance(after)
	renew(w, first)
	renew(w, w.seal.Load().refresh(fakecarrier.RefreshID{Family: 1, Serial: 2}))
	events, _ := w.Journal(Filter{Kinds: []EventKind{EventRequest}})
	for _, e := range events {
		said = append(said, e.Detail)
	}
	return said
}

// What a forgiven refresh token brings is said as it is.
func TestJournalSaysWhatAReplayBrings(t *testing.T) {
	for replay, want := range map[fakecarrier.Replay]string{
		fakecarrier.ReplaySame:       "the pair that superseded it once more",
		fakecarrier.ReplayNew:        "a further pair",
		fakecarrier.ReplayAccessOnly: "an access token alone",
		fakecarrier.ReplayCurrent:    "an access token, and the newest refresh token",
	} {
		said := usedTwice(t, fakecarrier.RefreshTerms{ReuseInterval: time.Minute, Replay: replay}, 0)
		require.Equal(t, "family 1, refresh token 1: superseded 0s ago, forgiven: "+want, said[1])
	}
}

// A limit whose answer looks like that to a grant says when to come again, and nothing became of
// the refresh token.
func TestLimitDisguised(t *testing.T) {
	w, _ := world(t, "generic", "", func(s *Setup) {
		s.Profile.Grants.Refresh = &fakecarrier.RefreshTerms{}
		s.Profile.Meters = []fakecarrier.Meter{{
			Watches: throttle.TokenScope, Key: fakecarrier.ByClient,
			Limit: quota.Limit{Hits: 1, Window: time.Minute, Kind: quota.Sliding},
			Refusal: fakecarrier.Refusal{
				Status: 401, Reason: fakecarrier.ReasonDisguised, RetryAfter: true,
			},
		}}
	})
	first, err := w.SignIn("shop")
	require.NoError(t, err)
	renew(w, "x")
	status, after := renew(w, first)
	require.Equal(t, []any{401, "60"}, []any{status, after})
	events, _ := w.Journal(Filter{Limit: 1})
	require.Empty(t, events[0].Detail)
	require.Equal(t, fakecarrier.ReasonDisguised, events[0].Reason)
}

// RFC 7009: to revoke a refresh token ends all that came of it.
func TestRevokeRefreshToken(t *testing.T) {
	w, _ := world(t, "generic", "", nil)
	first, err := w.SignIn("shop")
	require.NoError(t, err)
	for _, client := range []string{"other", "shop"} {
		rec := ask(w, "POST", "/oauth/revoke", "client_id="+client+"&client_secret=s&token="+first,
			"Content-Type", form)
		require.Equal(t, http.StatusOK, rec.Code)
		require.Equal(t, client == "shop", w.Families()[0].State == familyRevoked, client)
	}
}

// What is drawn for tokens is drawn, and a service time holds answers back, but none of a ban.
func TestDraws(t *testing.T) {
	var life chance.Distribution
	require.NoError(t, life.UnmarshalText([]byte("uniform 60m..66m")))
	w, clock := world(t, "generic", "", func(s *Setup) {
		s.Draws = Draws{Life: &life, Activation: chance.Constant(2 * time.Second)}
	})
	lives := map[time.Duration]bool{}
	for range 20 {
		rec := ask(w, "POST", "/oauth/token", "grant_type=client_credentials&client_id=a&client_secret=b",
			"Content-Type", form)
		token := "Bearer " + member(t, rec, "access_token")
		require.Equal(t, 401, ask(w, "GET", "/api/1", "", "Authorization", token).Code)
		clock.Advance(2 * time.Second)
		require.Equal(t, 200, ask(w, "GET", "/api/1", "", "Authorization", token).Code)
	}
	for i, k := range w.Tokens(0) {
		lived := k.Expiry.Sub(opened.Add(time.Duration(i) * 2 * time.Second))
		require.True(t, lived >= time.Hour-time.Second && lived <= 66*time.Minute, lived)
		lives[lived] = true
	}
	require.Greater(t, len(lives), 10, "each has its own")
	_, err := NewWorld(Setup{
		Profile: w.setup.Profile, Clock: still{}, Draws: Draws{Service: chance.Constant(time.Second)},
	})
	require.ErrorContains(t, err, "a service time needs a clock that can wait")
}

type still struct{}

func (still) Now() time.Time { return opened }

// What the agenda has happens at its instant, whoever looks when, and again after a reset.
func TestAgenda(t *testing.T) {
	outage, err := Injects(time.Minute, Fault{Kind: FaultOutage, Code: "busy"}, time.Minute)
	require.NoError(t, err)
	w, clock := world(t, "fedex", "akamai", func(s *Setup) {
		s.Agenda = []Happening{
			outage, Imposes(5*time.Minute, caller), Lifts(6*time.Minute, caller),
			Issues(20*time.Minute, "a"), Kills(21*time.Minute, "a"),
		}
	})
	for range 2 {
		begun := w.Now()
		require.Equal(t, 200, askToken(w).Code)
		clock.Advance(time.Minute)
		require.JSONEq(t, `{"error":"busy"}`, askToken(w).Body.String())
		clock.Advance(time.Minute)
		require.Equal(t, 200, askToken(w).Code)
		clock.Advance(3*time.Minute + time.Second)
		require.Equal(t, 403, askToken(w).Code)
		require.Equal(t, begun.Add(15*time.Minute), w.Bans()[0].Until, "from its own instant on")
		clock.Advance(time.Minute)
		require.Equal(t, 200, askToken(w).Code)
		clock.Advance(15 * time.Minute)
		require.Zero(t, w.Live())
		w.Reset()
	}
	_, err = Injects(0, Fault{Kind: FaultLatency}, 0)
	require.ErrorContains(t, err, "a delay above zero")
	require.NotPanics(t, func() { Imposes(0, netip.Addr{}).do(w, w.Now()) })
}
