package front

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// opened is when worlds of these tests are opened.
var opened = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

// caller is the address that requests of these tests come from.
var caller = netip.MustParseAddr("203.0.113.7")

// world returns a World on a clock that a test moves.
func world(
	t testing.TB, profile, rules string, change func(*Setup),
) (*World, *clockwork.FakeClock) {
	t.Helper()
	p, err := fakecarrier.LookupProfile(profile)
	require.NoError(t, err)
	var th throttle.Throttle
	if rules != "" {
		th, err = throttle.Parse(rules)
		require.NoError(t, err)
	}
	clock := clockwork.NewFakeClockAt(opened)
	s := Setup{Profile: p, Throttle: th, Clock: clock, Gzip: GzipNever}
	if change != nil {
		change(&s)
	}
	w, err := NewWorld(s)
	require.NoError(t, err)
	return w, clock
}

func fedexProfile(t testing.TB) fakecarrier.Profile {
	t.Helper()
	p, err := fakecarrier.LookupProfile("fedex")
	require.NoError(t, err)
	return p
}

// ask sends a request and returns the answer.
func ask(w http.Handler, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, r.WithContext(WithSource(r.Context(), caller)))
	return rec
}

const form = "application/x-www-form-urlencoded"

// askToken requests a token from FedEx.
func askToken(w http.Handler) *httptest.ResponseRecorder {
	return ask(w, "POST", "/oauth/token", "grant_type=client_credentials&client_id=a&client_secret=b",
		"Content-Type", form)
}

// member reads one member of a JSON body.
func member(t testing.TB, rec *httptest.ResponseRecorder, name string) string {
	t.Helper()
	var object map[string]any
	require.NoError(t, json.Unmarshal(rec.Body.Bytes(), &object), rec.Body.String())
	text, ok := object[name].(string)
	require.True(t, ok, "%s is no string in %s", name, rec.Body)
	return text
}

// rated is a request of a rate that FedEx answers.
const rated = `{"accountNumber":{"value":"1"},"requestedShipment":{
	"pickupType":"USE_SCHEDULED_PICKUP",
	"shipper":{"address":{"postalCode":"38017","countryCode":"US"}},
	"recipient":{"address":{"postalCode":"90210","countryCode":"US"}},
	"requestedPackageLineItems":[{"weight":{"units":"LB","value":1}}]}}`

// call asks FedEx for a rate with a token.
func call(w http.Handler, token string) *httptest.ResponseRecorder {
	return ask(w, "POST", "/rate/v1/rates/quotes", rated, "Authorization", "Bearer "+token)
}

// One clock moves the token's end, the window, the ban and the Date.
func TestWorldHasOneClock(t *testing.T) {
	w, clock := world(t, "fedex", "akamai", nil)
	first := askToken(w)
	require.Equal(t, "Fri, 01 Jan 2100 00:00:00 GMT", first.Header().Get("Date"))
	token := member(t, first, "access_token")
	require.Equal(t, 200, call(w, token).Code)
	for range 15 {
		askToken(w)
	}
	require.Equal(t, 403, askToken(w).Code)
	bans := w.Bans()
	require.Len(t, bans, 1)
	require.Equal(t, caller, bans[0].Source)
	require.Equal(t, opened.Add(10*time.Minute), bans[0].Until)
	clock.Advance(10*time.Minute - 1)
	require.Equal(t, 403, askToken(w).Code)
	clock.Advance(1)
	last := member(t, askToken(w), "access_token")
	clock.Advance(time.Hour - 1)
	require.Equal(t, 200, call(w, last).Code)
	clock.Advance(1)
	require.Equal(t, 401, call(w, last).Code)
	verdict := w.Verdict()
	require.Equal(t, 1, verdict.Bans)
	require.Equal(t, 0, verdict.Banned)
	require.False(t, verdict.OK())
}

// A clock that is set back, as NTP does, is no reason to panic; time stands still meanwhile.
func TestWorldClockGoesBack(t *testing.T) {
	clock := clockwork.NewFakeClockAt(opened)
	shifted := &shiftedClock{Clock: clock}
	w, _ := world(t, "fedex", "akamai", func(s *Setup) { s.Clock = shifted })
	token := member(t, askToken(w), "access_token")
	shifted.by = -time.Minute
	require.Equal(t, 200, call(w, token).Code)
	require.Equal(t, opened, w.Now())
	clock.Advance(time.Minute + time.Second)
	require.Equal(t, opened.Add(time.Second), w.Now())
	events, _ := w.Journal(Filter{Kinds: []EventKind{EventClock}})
	require.Len(t, events, 1)
}

type shiftedClock struct {
	Clock
	by time.Duration
}

func (c *shiftedClock) Now() time.Time { return c.Clock.Now().Add(c.by) }

// What the operator does shows at once.
func TestWorldOperator(t *testing.T) {
	w, clock := world(t, "fedex", "akamai", func(s *Setup) {
		s.Profile.Policy = fakecarrier.Coexist()
	})
	tokens := []string{}
	for range 3 {
		tokens = append(tokens, member(t, askToken(w), "access_token"))
	}
	clock.Advance(time.Minute)
	live := w.Tokens(0)
	require.Len(t, live, 3)
	for i := range live {
		require.Equal(t, tokens[i], live[i].Token, "as it was issued")
		require.Equal(t, "a", live[i].Client)
	}
	require.NoError(t, w.Revoke(tokens[1]))
	require.ErrorContains(t, w.Revoke(tokens[1]), "not accepted any more")
	require.ErrorContains(t, w.Expire("garbage"), "not issued here")
	require.NoError(t, w.Expire(tokens[2]))
	require.Equal(t, 200, call(w, tokens[0]).Code)
	require.Equal(t, 401, call(w, tokens[1]).Code)
	require.Equal(t, 401, call(w, tokens[2]).Code)
	require.Len(t, w.Tokens(0), 1)
	events, _ := w.Journal(Filter{Status: 401})
	require.Equal(t, []fakecarrier.Reason{fakecarrier.ReasonKilled, fakecarrier.ReasonExpired},
		[]fakecarrier.Reason{events[0].Reason, events[1].Reason})

	until, err := w.Impose(caller, "")
	require.NoError(t, err)
	require.Equal(t, clock.Now().Add(10*time.Minute), until.In(time.UTC))
	require.Equal(t, 403, askToken(w).Code)
	require.NoError(t, w.Lift(caller, ""))
	require.ErrorContains(t, w.Lift(caller, ""), "no ban")
	require.Equal(t, 200, askToken(w).Code)

	w.Reset()
	require.Equal(t, 401, call(w, tokens[0]).Code)
	require.Equal(t, Standing{Requests: 1, Readings: w.Verdict().Readings}, w.Verdict())
	require.Empty(t, w.Tokens(0))
}

// Next is the earliest thing that time brings.
func TestWorldNext(t *testing.T) {
	w, clock := world(t, "fedex", "akamai", nil)
	_, ok := w.Next()
	require.False(t, ok)
	askToken(w)
	next, _ := w.Next()
	require.Equal(t, NextEvent{opened.Add(5 * time.Second), "window end"}, next)
	clock.Advance(5 * time.Second)
	next, _ = w.Next()
	require.Equal(t, NextEvent{opened.Add(2 * time.Minute), "window end"}, next)
	clock.Advance(2 * time.Minute)
	next, _ = w.Next()
	require.Equal(t, NextEvent{opened.Add(time.Hour), "token expiry"}, next)
}

// Every reading judges at once, and says what Judge says of the same hits.
func TestWorldVerdictIsJudge(t *testing.T) {
	traces := map[string][]int64{
		"herd": make([]int64, 40), "even": {}, "bursts": {}, "one": {0},
		"limit": make([]int64, 15), "one more": make([]int64, 16),
	}
	for i := range int64(50) {
		traces["even"] = append(traces["even"], i*300)
		traces["bursts"] = append(traces["bursts"], i/4*1000+i%4)
	}
	for _, name := range []string{"herd", "even", "bursts", "one", "limit", "one more"} {
		w, clock := world(t, "fedex", "", nil)
		var hits []time.Time
		for _, ms := range traces[name] {
			hits = append(hits, opened.Add(time.Duration(ms)*time.Millisecond))
		}
		for _, at := range hits {
			clock.Advance(at.Sub(clock.Now()))
			askToken(w)
		}
		for _, got := range w.Verdict().Readings {
			thresholds := w.setup.Profile.Thresholds()
			want := quota.Judge(hits, thresholds, []string{got.Reading})[0]
			require.Equal(t, want.Certain, got.Violated, "%s: %s", name, got.Reading)
			require.Equal(t, want.Limit, got.Limit, "%s: %s", name, got.Reading)
			if got.AtLeast {
				require.GreaterOrEqual(t, want.Peak.AtMost, got.Peak, "%s: %s", name, got.Reading)
			} else {
				require.Equal(t, want.Peak.AtMost, got.Peak, "%s: %s", name, got.Reading)
			}
		}
	}
}

// The peak of a reading is counted up to four times its limit, which is 15 hits for R1.
func TestPeaksAreBounded(t *testing.T) {
	for _, c := range []struct {
		hits, peak int
		atLeast    bool
	}{{59, 59, false}, {60, 60, true}, {61, 60, true}} {
		w, _ := world(t, "fedex", "", nil)
		for range c.hits {
			askToken(w)
		}
		r := w.Verdict().Readings[0]
		require.Equal(t, "R1", r.Reading)
		require.Equal(t, c.peak, r.Peak)
		require.Equal(t, c.atLeast, r.AtLeast)
	}
}

// A Standing is a value: its methods can be called on what Verdict returns.
func TestVerdictIsAValue(t *testing.T) {
	w, _ := world(t, "fedex", "akamai", nil)
	require.True(t, w.Verdict().Unused())
	require.False(t, w.Verdict().OK(), "of a world that nobody used nothing can be said")
	require.InDelta(t, 1, w.Verdict().Readings[0].Headroom(), 0)
	require.Equal(t, "unused: no request came", w.Verdict().String())
	call(w, "")
	require.True(t, w.Verdict().OK())
	require.Contains(t, w.Verdict().String(), "0 token hits, 0 bans")
	w.Reset()
	require.True(t, w.Verdict().Unused())
}

// If there is no ban, Lift names the caller by address, client id or both, and remembers nothing.
func TestLiftNamesTheCaller(t *testing.T) {
	w, _ := world(t, "fedex", "akamai+key=client", nil)
	require.ErrorContains(t, w.Lift(netip.Addr{}, "shop"), `no ban of client "shop" is in force`)
	require.ErrorContains(t, w.Lift(caller, ""), "no ban of 203.0.113.7 is in force")
	require.ErrorContains(t, w.Lift(caller, "shop"), `no ban of 203.0.113.7 and client "shop" is`)
	require.Len(t, w.clients.names, 1)

	w, _ = world(t, "fedex", "akamai", nil)
	_, err := w.Impose(caller, "")
	require.NoError(t, err)
	require.NoError(t, w.Lift(caller, "anyone"), "bans go by address")
}

// The journal is bounded, counts what it drops, and filters.
func TestWorldJournal(t *testing.T) {
	var told []uint64
	w, _ := world(t, "fedex", "", func(s *Setup) {
		s.Journal, s.Notify = 4, func(e Event) { told = append(told, e.Seq) }
	})
	for range 5 {
		askToken(w)
	}
	ask(w, "GET", "/nowhere", "")
	askToken(w)
	require.Equal(t, []uint64{1, 2, 3, 4, 5, 6, 7}, told)
	events, dropped := w.Journal(Filter{})
	require.Equal(t, uint64(3), dropped)
	require.Len(t, events, 4)
	require.Equal(t, uint64(4), events[0].Seq)
	events, _ = w.Journal(Filter{Status: 501, Endpoint: "api", Source: caller})
	require.Len(t, events, 1)
	require.Equal(t, "/nowhere", events[0].Path)
	require.Contains(t, events[0].Detail, "not served; the nearest that is: ")
	events, _ = w.Journal(Filter{Client: "a", Limit: 1, After: 4})
	require.Len(t, events, 1)
	require.Equal(t, uint64(7), events[0].Seq)
}

// Each filter alone, on six events: two tokens, an unknown path a second later, a lost reply, and
// the fault that lost it, injected and cleared.
func TestJournalFilters(t *testing.T) {
	w, clock := world(t, "fedex", "", nil)
	askToken(w)
	askToken(w)
	clock.Advance(time.Second)
	ask(w, "GET", "/nowhere", "")
	require.NoError(t, w.Inject(Fault{Kind: FaultLostReply}))
	require.Panics(t, func() { askToken(w) })
	w.Clear()
	require.Equal(t, uint64(6), w.Events())
	for _, c := range []struct {
		filter Filter
		want   []uint64
	}{
		{Filter{}, []uint64{1, 2, 3, 4, 5, 6}},
		{Filter{After: 4}, []uint64{5, 6}},
		{Filter{After: 5}, []uint64{6}},
		{Filter{After: 6}, nil},
		{Filter{After: 7}, nil},
		{Filter{Limit: 6}, []uint64{1, 2, 3, 4, 5, 6}},
		{Filter{Limit: 5}, []uint64{2, 3, 4, 5, 6}},
		{Filter{Limit: 1}, []uint64{6}},
		{Filter{Since: opened}, []uint64{1, 2, 3, 4, 5, 6}},
		{Filter{Since: opened.Add(time.Second)}, []uint64{3, 4, 5, 6}},
		{Filter{Since: opened.Add(time.Second + 1)}, nil},
		{Filter{Client: "a"}, []uint64{1, 2, 5}},
		{Filter{Client: "b"}, nil},
		{Filter{Source: caller}, []uint64{1, 2, 3, 5}},
		{Filter{Source: netip.MustParseAddr("::ffff:203.0.113.7")}, []uint64{1, 2, 3, 5}},
		{Filter{Endpoint: "token"}, []uint64{1, 2, 5}},
		{Filter{Endpoint: "api"}, []uint64{3}},
		{Filter{Status: 501}, []uint64{3}},
		{Filter{Lost: true}, []uint64{5}},
		{Filter{Kinds: []EventKind{EventFault}}, []uint64{4, 6}},
		{Filter{Kinds: []EventKind{}}, nil},
	} {
		events, dropped := w.Journal(c.filter)
		var got []uint64
		for _, e := range events {
			got = append(got, e.Seq)
		}
		require.Equal(t, c.want, got, c.filter)
		require.Zero(t, dropped)
	}
}

// signed returns the profile with signatures of so many bytes.
func signed(p fakecarrier.Profile, size int) fakecarrier.Profile {
	other := *p.Wire
	other.JWT.Signature = size
	p.Wire = &other
	return p
}

// Signatures of 40 bytes, a serial number and a checksum, are the shortest that can be read back.
func TestShortestSignature(t *testing.T) {
	w, _ := world(t, "fedex", "", func(s *Setup) { s.Profile = signed(s.Profile, 40) })
	require.Equal(t, 200, call(w, member(t, askToken(w), "access_token")).Code)
}

// A setup that makes no sense is refused in words.
func TestSetupCheck(t *testing.T) {
	fedex := fedexProfile(t)
	clock := clockwork.NewFakeClock()
	bare := fedex
	bare.Wire = nil
	for _, c := range []struct {
		setup Setup
		want  string
	}{
		{Setup{Clock: clock}, "says nothing of HTTP"},
		{Setup{Profile: bare, Clock: clock}, "says nothing of HTTP"},
		{Setup{Profile: fedex}, "no clock"},
		{Setup{Profile: fedex, Clock: clock, BanBody: 2}, "unknown ban body"},
		{Setup{Profile: fedex, Clock: clock, Gzip: 3}, "unknown gzip choice"},
		{Setup{Profile: fedex, Clock: clock, Clients: make([]Credentials, MostClients+1)},
			"16385 clients, more than the 16384 of one world"},
		{Setup{Profile: fedex, Clock: clock, Clients: make([]Credentials, MostClients)}, "no id"},
		{Setup{Profile: signed(fedex, 39), Clock: clock}, "a signature of 39 bytes is too short"},
		{Setup{Profile: signed(fedex, 40), Clock: clock, Journal: -1}, "cannot keep -1 events"},
		{Setup{Profile: fedex, Clock: clock, Journal: -1}, "cannot keep -1 events"},
		{Setup{Profile: fedex, Clock: clock, Clients: []Credentials{{}}}, "client 1 has no id"},
		{Setup{Profile: fedex, Clock: clock, Clients: []Credentials{{ID: "a"}}}, "has no secret"},
		{Setup{Profile: fedex, Clock: clock, Throttle: throttle.Throttle{Readings: []string{"R0"}}},
			`unknown reading "R0"`},
	} {
		_, err := NewWorld(c.setup)
		require.ErrorContains(t, err, c.want)
	}
}
