package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
)

// streamPulse is how often a stream without events sends a comment (assumed: proxies close a silent
// connection after half a minute or more).
const streamPulse = 15 * time.Second

// streamEvents streams the journal of a session as server-sent events, each with its kind as name
// and its seq as id, and an event "clock" whenever the clock was changed. If the session is
// deleted, the last event is "deleted". A listener that is slower than the journal forgets misses
// events, and gets their number: the carrier does not wait for it.
func streamEvents(c *call, _ none) (any, error) {
	if !c.on.hub.listen() {
		return nil, refusal(http.StatusServiceUnavailable,
			"found %d listeners already; meant no more", mostListeners)
	}
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
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
	stream := http.NewResponseController(rw)
	_ = stream.SetWriteDeadline(time.Time{}) // a stream does not end; not every writer has a deadline
	latest := on.world.Events()
	seq, err := strconv.ParseUint(r.Header.Get("Last-Event-ID"), 10, 64)
	if err != nil || seq > latest { // none, or that of an earlier server
		seq = latest
	}
	turns := -1 // of the clock, as the listener knows it
	for {
		news := on.hub.news()
		text := ""
		if news.turns != turns {
			turns = news.turns
			text = serverSent("clock", 0, on.clock.State())
		}
		text += since(on, &seq)
		if news.deleted {
			text += serverSent("deleted", 0, object{"deleted": on.name})
		}
		if _, err := fmt.Fprint(rw, text); err != nil || stream.Flush() != nil || news.deleted {
			return
		}
		select {
		case <-news.next:
		case <-c.server.wall.After(streamPulse):
			if _, err := fmt.Fprint(rw, ": alive\n\n"); err != nil {
				return
			}
		case <-c.server.closing:
			return
		case <-r.Context().Done():
			return
		}
	}
}

// since returns the events after seq, and moves seq to the last of them.
func since(on *session, seq *uint64) string {
	var text strings.Builder
	events, _ := on.world.Journal(front.Filter{After: *seq})
	for _, e := range events {
		if gap := e.Seq - *seq - 1; gap > 0 {
			text.WriteString(serverSent("missed", 0, gap))
		}
		text.WriteString(serverSent(e.Kind.String(), e.Seq, e))
		*seq = e.Seq
	}
	return text.String()
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
