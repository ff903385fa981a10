package server

import (
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

func journalRoutes(s *Server) []route {
	return []route{{method: "GET", path: "/__admin/journal", act: s.readJournal}}
}

// An eventShownAs is an event as the API shows it.
type eventShownAs struct {
	Seq    uint64    `json:"seq"`
	At     time.Time `json:"at"`
	Kind   string    `json:"kind"`
	IP     string    `json:"ip,omitempty"`
	Client string    `json:"client,omitempty"`
	Detail string    `json:"detail,omitempty"`

	Method   string `json:"method,omitempty"`
	Path     string `json:"path,omitempty"`
	Endpoint string `json:"endpoint,omitempty"`
	Status   int    `json:"status,omitempty"`
	Reason   string `json:"reason,omitempty"`
	TokenID  uint64 `json:"token_id,omitempty"`
	Lost     bool   `json:"lost,omitempty"`

	Ban         string    `json:"ban,omitempty"`
	Rule        string    `json:"rule,omitempty"`
	BannedUntil time.Time `json:"banned_until,omitzero"`
}

func eventShown(e front.Event) eventShownAs {
	shown := eventShownAs{
		Seq: e.Seq, At: e.At, Kind: e.Kind.String(), IP: ipShown(e.Source), Client: e.Client,
		Detail: e.Detail, Method: e.Method, Path: e.Path, Status: e.Status,
		TokenID: uint64(e.Token), Lost: e.Lost, Rule: e.Rule, BannedUntil: e.BannedUntil,
	}
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

// A journalShown is the part of the journal that passes a filter.
type journalShown struct {
	Events    []eventShownAs `json:"events"`
	Dropped   uint64         `json:"dropped"`   // events of any kind, for room
	Evictions []Eviction     `json:"evictions"` // of sessions of this name; of all in the default one
}

func (s *Server) readJournal(on *session, r *http.Request) (any, error) {
	filter, err := filterOf(r)
	if err != nil {
		return nil, err
	}
	return journalOf(on, filter, s.sessions.evictions(on.name)), nil
}

func journalOf(on *session, filter front.Filter, evictions []Eviction) journalShown {
	events, dropped := on.world.Journal(filter)
	shown := journalShown{Events: []eventShownAs{}, Dropped: dropped, Evictions: evictions}
	for _, e := range events {
		shown.Events = append(shown.Events, eventShown(e))
	}
	return shown
}

// filterOf reads the filter of a query.
func filterOf(r *http.Request) (f front.Filter, err error) {
	values, err := query(r, "kind", "client", "ip", "endpoint", "status", "lost", "since", "after",
		"limit")
	if err != nil {
		return f, err
	}
	for _, text := range values["kind"] {
		var kind front.EventKind
		if err := kind.UnmarshalText([]byte(text)); err != nil {
			return f, invalid("kind: %v", err)
		}
		f.Kinds = append(f.Kinds, kind)
	}
	f.Client, f.Endpoint = values.Get("client"), values.Get("endpoint")
	endpoints := []string{fakecarrier.TokenEndpoint.String(), fakecarrier.APIEndpoint.String()}
	if f.Endpoint != "" && f.Endpoint != endpoints[0] && f.Endpoint != endpoints[1] {
		return f, invalid("found endpoint %q; meant %s", f.Endpoint,
			unit.Meant(f.Endpoint, endpoints))
	}
	if text := values.Get("ip"); text != "" {
		if f.Source, err = netip.ParseAddr(text); err != nil {
			return f, invalid("found ip %q; meant an address, as 203.0.113.7", text)
		}
	}
	if text := values.Get("status"); text != "" {
		if f.Status, err = strconv.Atoi(text); err != nil || f.Status < 100 || f.Status > 599 {
			return f, invalid("found status %q; meant one as 403", text)
		}
	}
	if text := values.Get("lost"); text != "" {
		if f.Lost = text == "true"; !f.Lost {
			return f, invalid("found lost %q; meant true, for lost replies alone", text)
		}
	}
	if text := values.Get("since"); text != "" {
		if f.Since, err = time.Parse(time.RFC3339, text); err != nil {
			return f, invalid("found since %q; meant an instant, as 2026-03-01T12:00:00Z", text)
		}
	}
	if text := values.Get("after"); text != "" {
		if f.After, err = strconv.ParseUint(text, 10, 64); err != nil {
			return f, invalid("found after %q; meant the seq of an event", text)
		}
	}
	f.Limit, err = limitOf(values.Get("limit"))
	return f, err
}
