package server

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
)

// A reader that takes nothing of its answer does not hold up the end of the server. The fake clock
// moves one stall on at a time; were that not to end the write, the end would take ten real seconds
// and say that requests were cut off.
func TestStalledReadersDoNotHoldUpTheEnd(t *testing.T) {
	wall := clockwork.NewFakeClock()
	c := DefaultConfig()
	c.Listen, c.Admin = []Listen{{Address: "127.0.0.1:0"}}, "127.0.0.1:0"
	s, err := New(c, wall)
	require.NoError(t, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	writing := make(chan struct{})
	endless := http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		close(writing)
		for {
			if _, err := io.WriteString(rw, strings.Repeat("x", 1<<20)); err != nil {
				return
			}
		}
	})
	e := entry{watchedListener{listener, &s.writes}, httpServer(endless, Listen{})}
	go func() { _ = e.server.Serve(e.listener) }()
	reader, err := net.Dial("tcp", listener.Addr().String())
	require.NoError(t, err)
	defer reader.Close()
	fmt.Fprint(reader, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	<-writing

	ended, finished := make(chan struct{}), make(chan bool)
	go s.cutStalled(ended)
	go func() { finished <- closeAll([]entry{e}) }()
	for {
		require.NoError(t, wall.BlockUntilContext(t.Context(), 1))
		wall.Advance(stallTime)
		select {
		case all := <-finished:
			require.True(t, all)
			close(ended)
			return
		default:
		}
	}
}

// A listener of events that takes nothing loses its place.
func TestStalledListenersLoseTheirPlace(t *testing.T) {
	s := newTestServer(t, nil)
	wall := s.wall.(*clockwork.FakeClock)
	server := httptest.NewServer(s.Carrier())
	defer server.Close()
	reader, err := net.Dial("tcp", server.Listener.Addr().String())
	require.NoError(t, err)
	defer reader.Close()
	fmt.Fprint(reader, "GET /__admin/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
	line, err := bufio.NewReaderSize(reader, 16).ReadString('\n')
	require.NoError(t, err)
	require.Contains(t, line, "200 OK")
	on := s.sessions.open[defaultSession]
	on.tape.begin, on.tape.end = 1, 1
	on.tape.frames = []frame{{1, strings.Repeat("x", 64<<20)}} // more than any buffer of a socket
	on.tape.begin = 0
	require.EqualValues(t, 1, s.streams.Load())
	on.hub.publish(func(*news) {})
	for s.streams.Load() > 0 {
		wall.Advance(streamStall)
	}
	require.Zero(t, on.hub.listeners)
}

// A log that cannot be written is no reason not to serve.
func TestAFullLogDoesNotStopTheStart(t *testing.T) {
	c := DefaultConfig()
	c.Listen, c.Admin = []Listen{{Address: "127.0.0.1:0"}}, "127.0.0.1:0"
	c.LeftOut = []string{"faults[0].crash"}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, c, clockwork.NewRealClock(), failing{}) }()
	cancel()
	require.NoError(t, <-ended)
}

// Streams are bounded, of one session and of all, and the error says which.
func TestStreamsAreBounded(t *testing.T) {
	s := newTestServer(t, nil)
	h := s.Carrier()
	on := s.sessions.open[defaultSession]
	on.hub.listeners = mostListeners
	rw := ask(h, "GET /__admin/events")
	require.Equal(t, 503, rw.Code)
	require.Contains(t, rw.Body.String(), `64 listeners to the events of session \"default\" already`)
	require.Zero(t, s.streams.Load())
	s.streams.Store(mostStreams)
	rw = ask(h, "GET /__admin/events")
	require.Equal(t, 503, rw.Code)
	require.Contains(t, rw.Body.String(), "256 listeners to the events of all sessions already")
	require.EqualValues(t, mostStreams, s.streams.Load())
}
