package server

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/jonboulle/clockwork"
)

// The times of a stream, all assumed.
const (
	// streamPulse is how often a stream without events sends a comment: proxies close a silent
	// connection after half a minute or more.
	streamPulse = 15 * time.Second
	// streamBatch is how long events wait for others, so that a storm is not sent one by one: less
	// than a person notices.
	streamBatch = 25 * time.Millisecond
	// streamStall is how long a listener may take nothing of what it is sent. Then its place is free
	// for another.
	streamStall = 10 * time.Second
)

// streamEvents streams the journal of a session as server-sent events, each with its kind as name
// and its seq as id, and an event "clock" whenever the clock was changed. If the session is
// deleted, the last event is "deleted". A listener that is slower than the journal forgets misses
// events, and gets their number: the carrier does not wait for it.
func streamEvents(c *call, _ none) (any, error) {
	if c.server.streams.Add(1) > mostStreams {
		c.server.streams.Add(-1)
		return nil, refusal(http.StatusServiceUnavailable, "found %d listeners to the events of all "+
			"sessions already; meant no more: close one, or read GET /__admin/journal", mostStreams)
	}
	if !c.on.hub.listen() {
		c.server.streams.Add(-1)
		return nil, refusal(http.StatusServiceUnavailable, "found %d listeners to the events of session "+
			"%q already; meant no more: close one, or read GET /__admin/journal", mostListeners, c.on.name)
	}
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		defer c.server.streams.Add(-1)
		defer c.on.hub.leave()
		c.stream(rw, r)
	}), nil
}

// stream sends the events to one listener until it leaves. It begins after the event that the
// listener got last, which browsers name when they connect again.
func (c *call) stream(rw http.ResponseWriter, r *http.Request) {
	on := c.on
	rw.Header().Set("Content-Type", "text/event-stream")
	rw.Header().Set("Cache-Control", "no-store")
	to := &listener{rw: rw, wall: c.server.wall, control: http.NewResponseController(rw)}
	latest := on.world.Events()
	seq, err := strconv.ParseUint(r.Header.Get("Last-Event-ID"), 10, 64)
	if err != nil || seq > latest { // none, or that of an earlier server
		seq = latest
	}
	turns := -1 // of the clock, as the listener knows it
	for {
		news := on.hub.news()
		text, last := on.tape.since(on.world, seq)
		sent := last > seq
		seq = last
		if news.turns != turns {
			turns = news.turns
			text = serverSent("clock", 0, on.clock.State()) + text
		}
		if news.deleted {
			text += serverSent("deleted", 0, object{"deleted": on.name})
		}
		if !to.send(text) || news.deleted || sent && !c.await(r, streamBatch, news.urgent) ||
			!c.awaitNews(r, to, news.next) {
			return
		}
	}
}

// await waits until something is urgent, for so long at most. It returns false if the stream ends.
func (c *call) await(r *http.Request, most time.Duration, urgent <-chan struct{}) bool {
	select {
	case <-urgent:
	case <-c.server.wall.After(most):
	case <-c.server.closing:
		return false
	case <-r.Context().Done():
		return false
	}
	return true
}

// awaitNews waits for news, and sends a comment now and then. It returns false if the stream ends.
func (c *call) awaitNews(r *http.Request, to *listener, next <-chan struct{}) bool {
	for {
		select {
		case <-next:
			return true
		case <-c.server.wall.After(streamPulse):
			if !to.send(": alive\n\n") {
				return false
			}
		case <-c.server.closing:
			return false
		case <-r.Context().Done():
			return false
		}
	}
}

// A listener is whom a stream is sent to.
type listener struct {
	rw      http.ResponseWriter
	control *http.ResponseController
	wall    clockwork.Clock
}

// send sends a text. It returns false if the listener is gone, or takes nothing for too long.
func (l *listener) send(text string) bool {
	_ = l.control.SetWriteDeadline(time.Time{}) // a stream does not end; not every writer has one
	stalled := l.wall.AfterFunc(streamStall, func() {
		_ = l.control.SetWriteDeadline(time.Unix(1, 0)) // long past: the write ends
	})
	defer stalled.Stop()
	_, err := io.WriteString(l.rw, text)
	return err == nil && l.control.Flush() == nil
}

// serverSent returns a server-sent event; an id of 0 means that it has none.
func serverSent(name string, id uint64, value any) string {
	data, err := json.Marshal(value)
	if err != nil {
		panic("server: an event is no JSON: " + err.Error())
	}
	if id == 0 {
		return fmt.Sprintf("event: %s\ndata: %s\n\n", name, data)
	}
	return fmt.Sprintf("event: %s\nid: %d\ndata: %s\n\n", name, id, data)
}
