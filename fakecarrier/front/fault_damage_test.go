package front

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
)

// Each kind of fault that damages answers, as a caller on a real connection sees it. The request
// took effect, and the journal names the fault.
func TestFaultsDamageAnswers(t *testing.T) {
	w, _ := world(t, "fedex", "", func(s *Setup) {
		s.Clock, s.Gzip = clockwork.NewRealClock(), GzipAlways
	})
	server := httptest.NewServer(w)
	defer server.Close()
	post := func() (status int, kind, body string, err error) {
		answer, err := http.Post(server.URL+"/oauth/token", form,
			strings.NewReader("grant_type=client_credentials&client_id=a&client_secret=b"))
		if err != nil {
			return 0, "", "", err
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		return answer.StatusCode, answer.Header.Get("Content-Type"), string(text), err
	}
	for i, c := range []struct {
		fault  Fault
		status int
		kind   string
		begins string
		err    error
	}{
		{Fault{Kind: FaultHTML}, 200, "text/html; charset=utf-8", "<!DOCTYPE html>", nil},
		{Fault{Kind: FaultMalformed}, 200, jsonType, `{"access_token":"`, nil},
		{Fault{Kind: FaultTruncated}, 200, jsonType, `{"access_token":"`, io.ErrUnexpectedEOF},
		{Fault{Kind: FaultReset}, 0, "", "", syscall.ECONNRESET},
		{Fault{Kind: FaultLostReply}, 0, "", "", io.EOF},
		{Fault{Kind: FaultDrip, Delay: time.Nanosecond}, 200, jsonType, `{"access_token":"`, nil},
		{Fault{Status: 403}, 403, jsonType, `{"transactionId":"`, nil},
		{Fault{Status: 404}, 404, jsonType, `{"transactionId":"`, nil},
	} {
		require.NoError(t, w.Inject(c.fault))
		status, kind, body, err := post()
		require.Equal(t, c.status, status, "%+v", c)
		require.Equal(t, c.kind, kind)
		require.True(t, strings.HasPrefix(body, c.begins), body)
		require.ErrorIs(t, err, c.err)
		if c.fault.Kind == FaultMalformed {
			require.False(t, json.Valid([]byte(body)))
		}
		events, _ := w.Journal(Filter{Kinds: []EventKind{EventRequest}})
		last := events[len(events)-1]
		require.Len(t, events, i+1)
		require.Contains(t, last.Why, "fault "+string(rune('1'+i))+": ")
		require.Equal(t, c.status == 0, last.Lost)
		if c.fault.Status == 0 {
			require.NotZero(t, last.Token, "it took effect")
		}
		w.Clear()
	}
	_, _, body, err := post()
	require.NoError(t, err)
	require.True(t, json.Valid([]byte(body)), "it is as before")
}

// A drip waits on the World's clock before each byte.
func TestDripWaits(t *testing.T) {
	w, clock := world(t, "fedex", "", nil)
	server := httptest.NewServer(w)
	defer server.Close()
	require.NoError(t, w.Inject(Fault{Kind: FaultDrip, Delay: time.Second}))
	answer, err := http.Get(server.URL + "/nowhere")
	require.NoError(t, err, "the headers come at once")
	defer answer.Body.Close()
	bytes := bufio.NewReader(answer.Body)
	for _, want := range []byte(`{"t`) {
		require.NoError(t, clock.BlockUntilContext(t.Context(), 1))
		require.Zero(t, bytes.Buffered())
		clock.Advance(time.Second)
		got, err := bytes.ReadByte()
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}
