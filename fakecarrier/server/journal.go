package server

import (
	"net/netip"
	"slices"
	"strconv"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

func init() {
	register([]route{
		{method: "GET", path: "/__admin/journal", act: readJournal, takes: []string{
			"kind", "client", "ip", "endpoint", "status", "lost", "since", "after", "limit",
		}},
		{method: "GET", path: "/__admin/events", act: streamEvents, listens: true},
	})
}

// An eventText is an event as the API shows it.
type eventText struct {
	front.Event
	Endpoint string `json:"endpoint,omitempty"`
	Reason   string `json:"reason,omitempty"`
	Ban      string `json:"ban,omitempty"`
}

func eventShown(e front.Event) eventText {
	shown := eventText{Event: e}
	if e.Kind == front.EventRequest {
		shown.Endpoint = e.Endpoint.String()
	}
	if e.Reason != fakecarrier.ReasonNone {
		shown.Reason = e.Reason.String()
	}
	if e.Ban != fakecarrier.BanNone {
		shown.Ban = e.Ban.String()
	}
	return shown
}

// eventsOf returns events of the journal, and how many were dropped to make room.
func eventsOf(on *session, filter front.Filter) (shown []eventText, dropped uint64) {
	events, dropped := on.world.Journal(filter)
	shown = []eventText{}
	for _, e := range events {
		shown = append(shown, eventShown(e))
	}
	return shown, dropped
}

func readJournal(c *call) (any, error) {
	filter, err := filterOf(c)
	if err != nil {
		return nil, err
	}
	events, dropped := eventsOf(c.on, filter)
	return object{
		"events": events, "dropped": dropped, "evictions": c.server.sessions.evictions(c.on.name),
	}, nil
}

// filterOf reads the filter of a query.
func filterOf(c *call) (front.Filter, error) {
	f := front.Filter{
		Client: c.values.Get("client"),
		Source: read(c, "ip", "an address, as 203.0.113.7", netip.ParseAddr),
		Status: read(c, "status", "one as 403", func(text string) (int, error) {
			status, err := strconv.Atoi(text)
			if err == nil && (status < 100 || status > 599) {
				err = strconv.ErrRange
			}
			return status, err
		}),
		Lost: read(c, "lost", "true, for lost replies alone", func(text string) (bool, error) {
			if text != "true" {
				return false, strconv.ErrSyntax
			}
			return true, nil
		}),
		Since: read(c, "since", "an instant, as 2026-03-01T12:00:00Z",
			func(text string) (time.Time, error) { return time.Parse(time.RFC3339, text) }),
		After: read(c, "after", "the seq of an event", func(text string) (uint64, error) {
			return strconv.ParseUint(text, 10, 64)
		}),
		Limit: c.limit(),
	}
	endpoints := []string{fakecarrier.TokenEndpoint.String(), fakecarrier.APIEndpoint.String()}
	f.Endpoint = read(c, "endpoint", unit.Meant(c.values.Get("endpoint"), endpoints),
		func(text string) (string, error) {
			if !slices.Contains(endpoints, text) {
				return "", strconv.ErrSyntax
			}
			return text, nil
		})
	for _, text := range c.values["kind"] {
		var kind front.EventKind
		if err := kind.UnmarshalText([]byte(text)); err != nil {
			return f, invalid("kind: %v", err)
		}
		f.Kinds = append(f.Kinds, kind)
	}
	return f, c.wrong
}
