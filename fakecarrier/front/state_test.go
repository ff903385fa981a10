package front

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/stubs"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	carrierwire "github.com/tokenstorm/tokenstorm/fakecarrier/wire"
)

// A stream is requests at random: of tokens, with refresh tokens old and new, of the API with
// tokens old and new, and what an operator does. The same seed makes the same requests of whoever
// gives the same answers.
type stream struct {
	random          *rand.Rand
	access, refresh []string
	of              map[string]string // the client of each refresh token
}

// step makes the next request, and returns all of its answer.
func (s *stream) step(w *World, clock *clockwork.FakeClock) string {
	clock.Advance(time.Duration(s.random.ExpFloat64() * float64(400*time.Millisecond)))
	if s.random.IntN(25) == 0 {
		clock.Advance(time.Duration(s.random.ExpFloat64() * float64(20*time.Minute)))
	}
	n, client := s.random.IntN(100), fmt.Sprintf("client-%d", s.random.IntN(3))
	if w.Setup().Profile.Grants.Refresh != nil && n < 45 {
		n += 20 // rather with a refresh token
	}
	shown := pick(s.random, s.refresh)
	if owner := s.of[shown]; owner != "" && n >= 45 && n < 60 && s.random.IntN(8) > 0 {
		client = owner
	}
	credentials := "&client_id=" + client + "&client_secret=s"
	from := netip.MustParseAddr(fmt.Sprintf("203.0.113.%d", 1+s.random.IntN(2)))
	wire := w.Setup().Profile.Wire
	send := func(method, path, kind, body, token string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		} else if strings.HasPrefix(path, wire.Token) {
			r.SetBasicAuth(client, "s")
		}
		rec := httptest.NewRecorder()
		w.ServeHTTP(rec, r.WithContext(WithSource(r.Context(), from)))
		return rec
	}
	var rec *httptest.ResponseRecorder
	switch {
	case n < 45 && wire.Proof == carrierwire.ProofInJSON:
		rec = send("POST", wire.Token, jsonType, fmt.Sprintf(
			`{"grant_type":"client_credentials","client_id":%q,"client_secret":"s"}`, client), "")
	case n < 45:
		rec = send("POST", wire.Token, formType, "grant_type=client_credentials"+credentials, "")
	case n < 60:
		rec = send("POST", wire.Token, formType,
			"grant_type=refresh_token&refresh_token="+shown+credentials, "")
	case n < 62:
		rec = send("GET", "/stub/"+client, "", "", "")
	case n < 68:
		return s.operate(w, n, client, from)
	default:
		o := w.Setup().Profile.Wire.Operations
		call := o[s.random.IntN(len(o))]
		path := call.Example.Path
		if path == "" {
			path = call.Path
		}
		rec = send(call.Method, path, jsonType, call.Example.Body, pick(s.random, s.access))
	}
	var got struct {
		Access  string `json:"access_token"`
		Refresh string `json:"refresh_token"`
	}
	if json.Unmarshal(rec.Body.Bytes(), &got) == nil && got.Access != "" {
		s.access = append(s.access, got.Access)
		if got.Refresh != "" {
			s.keep(got.Refresh, client)
		}
	}
	return fmt.Sprintln(rec.Code, rec.Header(), rec.Body)
}

func (s *stream) keep(refresh, client string) {
	if s.of == nil {
		s.of = map[string]string{}
	}
	s.refresh, s.of[refresh] = append(s.refresh, refresh), client
}

// pick is one of the last few.
func pick(random *rand.Rand, of []string) string {
	n := random.IntN(4)
	if len(of) == 0 {
		return "none"
	}
	return of[max(0, len(of)-1-n)]
}

// operate is what an operator does.
func (s *stream) operate(w *World, n int, client string, from netip.Addr) string {
	var err error
	switch n {
	case 62, 63, 64:
		var refresh string
		if refresh, err = w.SignIn(client); err == nil {
			s.keep(refresh, client)
		}
	case 65:
		err = w.Inject(Fault{Kind: FaultErrors, Share: 0.5, Until: w.Now().Add(20 * time.Second)})
	default:
		if s.random.IntN(3) == 0 {
			_, err = w.Impose(from, client)
		}
	}
	return fmt.Sprintln(err, w.Bans(), w.Faults(), w.Families(), w.Verdict())
}

// exported is the text of a World's state.
func exported(t *testing.T, w *World) []byte {
	t.Helper()
	state, err := w.State()
	require.NoError(t, err)
	text, err := json.Marshal(state)
	require.NoError(t, err)
	return text
}

// imported is a World that goes on from such a text.
func imported(t *testing.T, s Setup, text []byte) *World {
	t.Helper()
	var state State
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	require.NoError(t, d.Decode(&state))
	w, err := Resume(s, &state)
	require.NoError(t, err)
	return w
}

// A World that is taken down and put back between any two requests of a stream answers each as one
// that is not, and its state reads back to the byte.
func TestStateDividesNothing(t *testing.T) {
	list, err := stubs.Parse("stubs.yaml", []byte(`stubs:
  - path: /stub/{client}
    token: false
    makes: {kind: visit, number: "######"}
    answers: [{body: "first ${number}"}, {body: "second ${number}"}, {body: "more ${number}"}]
`))
	require.NoError(t, err)
	refreshing := func(s *Setup) {
		s.Profile.Grants.Refresh = &fakecarrier.RefreshTerms{
			ReuseInterval: 5 * time.Second, Life: time.Hour, Idle: 30 * time.Minute, Families: 4,
		}
	}
	readings := []string{"R4+A1+violation", "paranoid", "R7+A6", "R2+lag=2s"}
	type carrier struct {
		profile, reading string
		change           func(*Setup)
	}
	var all []carrier
	for _, name := range fakecarrier.Profiles() {
		all = append(all, carrier{name, "", nil})
	}
	for _, reading := range readings {
		all = append(all, carrier{"fedex", reading, nil}, carrier{"generic", reading, refreshing})
	}
	for _, c := range all {
		t.Run(c.profile+" "+c.reading, func(t *testing.T) {
			p, err := fakecarrier.LookupProfile(c.profile)
			require.NoError(t, err)
			s := Setup{Profile: p, Gzip: GzipNever, Stubs: list, SignedIn: nil, Seed: 1 << 63}
			if s.Throttle, err = p.Throttle(p.DefaultReading()); c.reading != "" {
				s.Throttle, err = throttle.Parse(c.reading)
			}
			require.NoError(t, err)
			if c.change != nil {
				c.change(&s)
			}
			divide(t, s)
		})
	}
}

func divide(t *testing.T, s Setup) {
	clocks := [2]*clockwork.FakeClock{}
	worlds, streams := [2]*World{}, [2]*stream{}
	for i := range worlds {
		clocks[i] = clockwork.NewFakeClockAt(opened)
		s.Clock = clocks[i]
		w, err := NewWorld(s)
		require.NoError(t, err)
		worlds[i], streams[i] = w, &stream{random: rand.New(rand.NewPCG(7, 7))}
	}
	statuses := map[string]bool{}
	steps := 30
	if s.Profile.Grants.Refresh != nil {
		steps = 60
	}
	for i := range steps {
		want := streams[0].step(worlds[0], clocks[0])
		require.Equal(t, want, streams[1].step(worlds[1], clocks[1]), "request %d", i)
		text := exported(t, worlds[1])
		s.Clock = clocks[1]
		worlds[1] = imported(t, s, text)
		if i%4 == 0 { // it takes long
			require.Equal(t, string(text), string(exported(t, worlds[1])), "request %d", i)
		}
		statuses[want[:3]] = true
	}
	require.Greater(t, len(statuses), 1, "the stream tries little")
	require.Equal(t, worlds[0].Verdict(), worlds[1].Verdict())
}

// Meters that were imposed are part of the state, under each kind of window.
func TestStateOfImposedMeters(t *testing.T) {
	for _, name := range quota.WindowKinds() {
		var kind quota.WindowKind
		if kind.UnmarshalText([]byte(name)) != nil {
			require.NoError(t, kind.UnmarshalText([]byte(name+" 5s")))
		}
		for _, key := range []fakecarrier.Key{fakecarrier.ByIP, fakecarrier.ByIPAndClient,
			fakecarrier.Together} {
			p, err := fakecarrier.LookupProfile("generic")
			require.NoError(t, err)
			w, clock := world(t, "generic", "", nil)
			require.NoError(t, w.Remeter([]fakecarrier.Meter{{
				Key: key, Limit: quota.Limit{Hits: 5, Window: 10 * time.Second, Kind: kind},
				Refusal: fakecarrier.Refusal{
					Status: 429, Reason: fakecarrier.ReasonThrottled, RetryAfter: true,
				},
			}}))
			s := &stream{random: rand.New(rand.NewPCG(1, 1))}
			for range 40 {
				s.step(w, clock)
				text := exported(t, w)
				again := imported(t, Setup{Profile: p, Clock: clock, Gzip: GzipNever}, text)
				require.Equal(t, string(text), string(exported(t, again)))
			}
		}
	}
}

// A state of another carrier is refused, and so is one that cannot be.
func TestResumeRefuses(t *testing.T) {
	w, clock := world(t, "fedex", "akamai", nil)
	for range 17 {
		askToken(w)
	}
	setup := w.Setup()
	for _, c := range []struct {
		want   string
		change func(*State)
	}{
		{"found a state of carrier ups; meant fedex, as the session is opened",
			func(s *State) { s.Carrier = "ups" }},
		{`found the seed "x"; meant a hexadecimal number`, func(s *State) { s.Seed = "x" }},
		{"found no machine, or nothing made; meant both", func(s *State) { s.Machine = nil }},
		{"found 1 kinds of bans and 0 limits; meant 1 and 1, as the carrier has",
			func(s *State) { s.Machine.Limits = nil }},
		{"found the turns of 1 stubs; meant the same stubs beside the state",
			func(s *State) { s.Turns = []int{1} }},
		{"found client 1; meant one of the 1 that are listed",
			func(s *State) { s.Clients, s.ClientAges = nil, nil }},
		{"found the key [1]; meant numbers below [1]",
			func(s *State) { s.Addresses, s.AddressAges = nil, nil }},
		{"addresses: found 203.0.113.7 in place 2; meant each once, those first that the session is " +
			"opened with", func(s *State) { s.Addresses = slices.Repeat(s.Addresses, 2) }},
		{"clients: found number 2; meant one of 1", func(s *State) { s.ClientAges = []uint32{2} }},
		{"found 1 things that happened; meant at most 0, as the scenario has",
			func(s *State) { s.Done = 1 }},
	} {
		state, err := w.State()
		require.NoError(t, err)
		c.change(state)
		_, err = Resume(setup, state)
		require.ErrorContains(t, err, c.want)
	}
	require.Equal(t, 403, askToken(w).Code)
	clock.Advance(time.Hour)
}

// Who is banned from the beginning is refused until then, and again after a reset; nobody is to
// blame.
func TestBannedFromTheBeginning(t *testing.T) {
	var until, length Banned
	require.NoError(t, until.UnmarshalText([]byte(caller.String()+"=2100-01-01T00:10:00Z")))
	require.NoError(t, length.UnmarshalText([]byte("203.0.113.200=5m")))
	w, clock := world(t, "fedex", "akamai", func(s *Setup) { s.Banned = []Banned{until, length} })
	require.Equal(t, 403, askToken(w).Code)
	require.True(t, w.Verdict().OK())
	clock.Advance(5 * time.Minute)
	require.Len(t, w.Bans(), 1)
	w.Reset()
	require.Len(t, w.Bans(), 2)
	clock.Advance(5 * time.Minute)
	require.Equal(t, 200, askToken(w).Code)
	w.Reset()
	require.Len(t, w.Bans(), 1, "an end that is past is no ban")
}

func TestBannedTexts(t *testing.T) {
	for _, text := range []string{"203.0.113.7=10m", "client:shop=1h", "203.0.113.7+client:shop=1h30m",
		"client:a=b=10m", "2001:db8::7=2026-03-01T12:10:00Z"} {
		var b Banned
		require.NoError(t, b.UnmarshalText([]byte(text)), text)
		written, err := b.MarshalText()
		require.NoError(t, err)
		require.Equal(t, text, string(written))
	}
	for _, text := range []string{"", "203.0.113.7", "=10m", "x=10m", "203.0.113.7=soon",
		"203.0.113.7=-1s", "client:=10m"} {
		var b Banned
		require.EqualError(t, b.UnmarshalText([]byte(text)), fmt.Sprintf("found %q; meant %s", text,
			meantBanned))
	}
}

// Names are as old as they were: the same are forgotten next.
func TestInterningIsRestored(t *testing.T) {
	fresh := func() interning[string] {
		n := newInterning(4, func(uint32, string) {})
		n.pin("pinned")
		return n
	}
	whole, divided := fresh(), fresh()
	random := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		name := string(rune('a' + random.IntN(7)))
		i, _ := whole.index(name)
		j, _ := divided.index(name)
		require.Equal(t, i, j)
		next := fresh()
		require.NoError(t, next.restore(divided.names[1:], divided.ages()))
		divided = next
	}
}

// A code and a device that wait are good afterwards.
func TestStateOfCodesAndDevices(t *testing.T) {
	w, clock := world(t, "generic", "", func(s *Setup) { s.Profile.Grants.CodeLife = time.Minute })
	wire := w.Setup().Profile.Wire
	sent := ask(w, "GET", wire.Authorize+"?response_type=code&client_id=shop&scope=openid&nonce=n1&"+
		"redirect_uri=http%3A%2F%2F127.0.0.1%2Fback", "")
	back, err := url.Parse(sent.Header().Get("Location"))
	require.NoError(t, err)
	require.NotEmpty(t, back.Query().Get("code"))
	var devices []string
	if o := wire.OpenID; o != nil {
		rec := ask(w, "POST", o.Device, "client_id=shop&client_secret=s&scope=openid", "Content-Type",
			form)
		devices = append(devices, member(t, rec, "device_code"))
	}
	require.Len(t, devices, 1)
	setup := w.Setup()
	setup.Clock = clock
	again := imported(t, setup, exported(t, w))
	require.Equal(t, string(exported(t, w)), string(exported(t, again)))
	for _, body := range []string{
		"grant_type=authorization_code&client_id=shop&client_secret=s&redirect_uri=" +
			"http%3A%2F%2F127.0.0.1%2Fback&code=" + back.Query().Get("code"),
		"grant_type=urn:ietf:params:oauth:grant-type:device_code&client_id=shop&client_secret=s&" +
			"device_code=" + devices[0],
	} {
		want := ask(w, "POST", wire.Token, body, "Content-Type", form)
		got := ask(again, "POST", wire.Token, body, "Content-Type", form)
		require.Equal(t, want.Code, got.Code)
		require.Equal(t, want.Body.String(), got.Body.String())
		require.NotContains(t, want.Body.String(), "invalid_grant")
	}
}

// All that changes of a World is in its State: whoever adds a field puts it there, and then here.
func TestStateHasAllFields(t *testing.T) {
	for _, c := range []struct {
		of     any
		fields []string
	}{
		{(*World)(nil), []string{"setup", "known", "wire", "wait", "mu", "last", "backward", "date",
			"dateOf", "epoch", "carrier", "addresses", "clients", "faults", "faultID", "chance", "draws",
			"imposed", "made", "answers", "standing", "journal", "begun", "askers", "seal", "opened",
			"agenda", "stubs", "turns", "pending"}},
		{standingMeters{}, []string{"families", "order", "readings", "meters", "paired", "clock",
			"requests", "hits", "bans"}},
		{standingMeter{}, []string{"key", "kept", "rules", "full"}},
		{Fault{}, []string{"ID", "Kind", "Endpoint", "Client", "Status", "Code", "Share", "Delay", "Adds",
			"Until"}},
	} {
		var fields []string
		of := reflect.TypeOf(c.of)
		if of.Kind() == reflect.Pointer { // it has a lock
			of = of.Elem()
		}
		for f := range of.Fields() {
			fields = append(fields, f.Name)
		}
		require.ElementsMatch(t, c.fields, fields, "%v: a new field that changes belongs into State", of)
	}
}
