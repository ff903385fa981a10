package carriertest

import (
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// recordingTB is a test that may fail without ours failing.
type recordingTB struct {
	cleanups     []func()
	log, failure string
}

func (r *recordingTB) Helper()                   {}
func (r *recordingTB) Cleanup(f func())          { r.cleanups = append(r.cleanups, f) }
func (r *recordingTB) Logf(f string, a ...any)   { r.log += fmt.Sprintf(f, a...) }
func (r *recordingTB) Errorf(f string, a ...any) { r.failure += fmt.Sprintf(f, a...) }
func (r *recordingTB) Fatalf(f string, a ...any) { r.failure += fmt.Sprintf(f, a...) }

func (r *recordingTB) end() {
	for _, f := range r.cleanups {
		f()
	}
}

func TestStart(t *testing.T) {
	p, err := fakecarrier.LookupProfile("fedex")
	require.NoError(t, err)
	throttle, err := throttle.Parse("akamai")
	require.NoError(t, err)
	setup := front.Setup{Profile: p, Throttle: throttle, Clock: clockwork.NewFakeClockAt(
		time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC))}
	for _, c := range []struct {
		hits  int
		allow bool
		fails string
	}{
		{15, false, ""},
		{16, false, `127.0.0.1 was banned at 00:00:00.000 until 00:10:00.000: client "a" exceeded ` +
			`R1 with POST /oauth/token (16 token hits, 1 bans; R1: fullest window 16 of 15; ` +
			`A1: fullest window 16 of 120)`},
		{16, true, ""},
	} {
		tb := &recordingTB{}
		server := Start(tb, setup)
		for range c.hits {
			r, err := http.Post(server.URL+"/oauth/token", "application/x-www-form-urlencoded",
				strings.NewReader("grant_type=client_credentials&client_id=a&client_secret=b"))
			require.NoError(t, err)
			r.Body.Close()
		}
		if c.allow {
			server.AllowBans()
		}
		tb.end()
		require.Contains(t, tb.log, "R1: fullest window")
		if c.fails == "" {
			require.Empty(t, tb.failure)
		} else {
			require.Contains(t, tb.failure, c.fails)
		}
	}
	tb := &recordingTB{}
	server := Start(tb, setup)
	_, err = server.Impose(netip.MustParseAddr("203.0.113.7"), "")
	require.NoError(t, err)
	tb.end()
	require.Contains(t, tb.failure, "203.0.113.7 was banned at 00:00:00.000 until 00:10:00.000: "+
		"imposed by the operator", "a caller who sent nothing")
	for _, allowed := range []bool{false, true} {
		tb = &recordingTB{}
		server = Start(tb, setup)
		if allowed {
			server.AllowUnused()
		}
		tb.end()
		require.Equal(t, !allowed, strings.Contains(tb.failure, "nobody used the carrier at http://"))
		require.Contains(t, tb.log, "unused: no request came")
	}
	tb = &recordingTB{}
	Start(tb, front.Setup{})
	require.Contains(t, tb.failure, "says nothing of HTTP")
}
