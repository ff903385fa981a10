package server

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEventsAreStreamed(t *testing.T) {
	s := newTestServer(t, nil)
	server := httptest.NewServer(s.Carrier())
	defer server.Close()
	answer, err := http.Get(server.URL + "/__admin/events")
	require.NoError(t, err)
	defer answer.Body.Close()
	require.Equal(t, "text/event-stream", answer.Header.Get("Content-Type"))
	lines := bufio.NewScanner(answer.Body)
	read := func() string {
		require.True(t, lines.Scan())
		return lines.Text()
	}
	require.Equal(t, "event: clock", read())
	require.Contains(t, read(), `"frozen":true`)
	read()
	ask(s.Carrier(), "POST /oauth/token "+tokenForm)
	require.Equal(t, "event: request", read())
	require.Equal(t, "id: 1", read())
	require.Contains(t, read(), `"path":"/oauth/token"`)
	s.Close()
	read()
	require.False(t, lines.Scan(), "a stream ends with the server")
}

// A listener that connects again gets the events that it missed, each once, or how many are lost.
func TestEventsGoOnWhereTheyBrokeOff(t *testing.T) {
	s := newTestServer(t, func(c *Config) { c.Journal = 3 })
	h := s.Carrier()
	for range 5 {
		ask(h, "POST /oauth/token "+tokenForm)
	}
	heard := func(last string) (ids []string, missed bool) {
		r := transcriptRequest("GET /__admin/events")
		r.Header.Set("Last-Event-ID", last)
		gone, leave := context.WithCancel(t.Context())
		leave()
		rw := httptest.NewRecorder()
		h.ServeHTTP(rw, r.WithContext(gone))
		for line := range strings.Lines(rw.Body.String()) {
			if id, ok := strings.CutPrefix(line, "id: "); ok {
				ids = append(ids, strings.TrimSpace(id))
			}
		}
		return ids, strings.Contains(rw.Body.String(), "event: missed\ndata: 1\n")
	}
	for _, test := range []struct {
		last   string
		want   []string
		missed bool
	}{
		{"3", []string{"4", "5"}, false},
		{"1", []string{"3", "4", "5"}, true},
		{"5", nil, false},
		{"99", nil, false},
		{"6", nil, false},
		{"4", []string{"5"}, false},
		{"2", []string{"3", "4", "5"}, false},
		{"", nil, false},
		{"x", nil, false},
	} {
		ids, missed := heard(test.last)
		require.Equal(t, test.want, ids, test.last)
		require.Equal(t, test.missed, missed, test.last)
	}
}

// A stream ends when its session is deleted, and has no event of the next session of that name.
func TestStreamsEndWithTheirSession(t *testing.T) {
	s := newTestServer(t, nil)
	server := httptest.NewServer(s.Carrier())
	defer server.Close()
	ask(s.Carrier(), "POST /s/a/__admin/reset")
	answer, err := http.Get(server.URL + "/s/a/__admin/events")
	require.NoError(t, err)
	defer answer.Body.Close()
	ask(s.Carrier(), "POST /s/a/oauth/token "+tokenForm)
	require.Equal(t, 200, ask(s.Carrier(), "DELETE /__admin/sessions?session=a").Code)
	ask(s.Carrier(), `POST /__admin/sessions {"session":"a"}`)
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.Contains(t, string(text), "event: request\nid: 2\n", "what happened before is told")
	require.True(t, strings.HasSuffix(string(text), "event: deleted\ndata: {\"deleted\":\"a\"}\n\n"))
}

// A listener that is slower than the journal forgets misses events, and gets their number.
func TestSlowListenersMissEvents(t *testing.T) {
	s := newTestServer(t, func(c *Config) { c.Journal = 3 })
	on, err := s.sessions.use(defaultSession, true)
	require.NoError(t, err)
	seq := uint64(0)
	for range 3 {
		on.world.Clear()
	}
	require.NotContains(t, since(on, &seq), "missed")
	require.Equal(t, uint64(3), seq)
	for range 5 {
		on.world.Clear()
	}
	text := since(on, &seq)
	require.True(t, strings.HasPrefix(text, "event: missed\ndata: 2\n\nevent: fault\nid: 6\n"), text)
	require.Equal(t, uint64(8), seq)
	require.Empty(t, since(on, &seq))
}

// A hub wakes all that wait, and keeps what happened for those who ask later.
func TestHubWakesListeners(t *testing.T) {
	h := &hub{}
	h.publish(func(*news) {}) // nobody waits
	first, second := h.news(), h.news()
	require.Equal(t, first, second)
	select {
	case <-first.next:
		require.Fail(t, "there was no news")
	default:
	}
	h.publish(func(n *news) { n.turns++ })
	<-first.next
	<-second.next
	h.publish(func(n *news) { n.deleted = true })
	last := h.news()
	require.Equal(t, 1, last.turns)
	require.True(t, last.deleted)
}

func TestListenersAreBounded(t *testing.T) {
	h := &hub{}
	for range mostListeners {
		require.True(t, h.listen())
	}
	require.False(t, h.listen())
	h.leave()
	require.True(t, h.listen())
}

// since returns the events after seq as a listener gets them, and moves seq to the last of them.
func since(on *session, seq *uint64) (text string) {
	text, *seq = on.tape.since(on.world, *seq)
	return text
}
