package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
)

// streamPulse is how often a stream without events sends a comment (assumed: proxies close a silent
// connection after half a minute or more).
const streamPulse = 15 * time.Second

// serveEvents streams the journal of a session as server-sent events, each with its kind as name
// and its seq as id, and an event "clock" whenever the clock was changed. If the session is
// deleted, the last event is "deleted".
func streamEvents(c *call) (any, error) {
	l, ok := c.on.hub.listen()
	if !ok {
		return nil, refusal(http.StatusServiceUnavailable,
			"found %d listeners already; meant no more", mostListeners)
	}
	c.on.busy.Add(1)
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		defer c.on.busy.Add(-1)
		defer c.on.hub.leave(l)
		c.stream(l, rw, r)
	}), nil
}

// stream sends the events to one listener until it leaves.
func (c *call) stream(l *listener, rw http.ResponseWriter, r *http.Request) {
	on := c.on
	rw.Header().Set("Content-Type", "text/event-stream")
	rw.Header().Set("Cache-Control", "no-store")
	stream := http.NewResponseController(rw)
	_ = stream.SetWriteDeadline(time.Time{}) // a stream does not end; not every writer has a deadline
	write := func(text string) bool {
		_, err := fmt.Fprint(rw, text)
		return err == nil && stream.Flush() == nil
	}
	clock := notice{name: "clock", data: on.clock.State()}
	before, told := since(on, r.Header.Get("Last-Event-ID"))
	for open := write(clock.text() + before); open; {
		select {
		case n, goesOn := <-l.notices:
			if !goesOn {
				write(notice{name: "deleted", data: object{"deleted": on.name}}.text())
				return
			}
			if n.id != 0 && n.id <= told {
				continue
			}
			text := n.text()
			if missed := on.hub.missed(l); missed > 0 {
				text += notice{name: "missed", data: missed}.text()
			}
			open = write(text)
		case <-c.server.wall.After(streamPulse):
			open = write(": alive\n\n")
		case <-c.server.closing:
			return
		case <-r.Context().Done():
			return
		}
	}
}

// since returns the events after the last one that a listener got, which browsers name when they
// connect again, and the seq of the last of them.
func since(on *session, last string) (text string, told uint64) {
	heard, err := strconv.ParseUint(last, 10, 64)
	if err != nil {
		return "", 0
	}
	events, _ := on.world.Journal(front.Filter{After: heard})
	for i, e := range events {
		if gap := e.Seq - heard - 1; i == 0 && gap > 0 {
			text += notice{name: "missed", data: gap}.text()
		}
		text += notice{e.Kind.String(), e.Seq, eventShown(e)}.text()
		told = e.Seq
	}
	return text, told
}

// text returns the notice as a server-sent event.
func (n notice) text() string {
	data, err := json.Marshal(n.data)
	if err != nil {
		panic("server: a notice is no JSON: " + err.Error())
	}
	id := ""
	if n.id != 0 {
		id = fmt.Sprintf("id: %d\n", n.id)
	}
	return fmt.Sprintf("event: %s\n%sdata: %s\n\n", n.name, id, data)
}
