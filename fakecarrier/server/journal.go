package server

import (
	"net/url"
	"slices"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

func init() {
	handle("GET /__admin/journal", readJournal)
	handle("GET /__admin/events", streamEvents)
}

// usualLimit is the default limit of a list (assumed).
const usualLimit = 100

// A journalQuery chooses events.
type journalQuery struct {
	front.Filter
	Lost string `json:"lost"` // "true", or left out
}

func (q *journalQuery) defaults(*Server) { q.Limit = usualLimit }

func readJournal(c *call, in journalQuery) (any, error) {
	if err := in.check(c.URL.Query()); err != nil {
		return nil, err
	}
	in.Filter.Lost = in.Lost == "true"
	events, dropped := c.on.world.Journal(in.Filter)
	return object{
		"events": events, "dropped": dropped, "evictions": c.server.sessions.evictions(c.on.name),
	}, nil
}

// check returns an error if no event has such a value.
func (q *journalQuery) check(given url.Values) error {
	endpoints := []string{fakecarrier.TokenEndpoint.String(), fakecarrier.APIEndpoint.String()}
	switch {
	case q.Endpoint != "" && !slices.Contains(endpoints, q.Endpoint):
		return invalid("found endpoint %q; meant %s", q.Endpoint, unit.Meant(q.Endpoint, endpoints))
	case given.Get("status") != "" && (q.Status < 100 || q.Status > 599):
		return invalid("found status %d; meant one as 403", q.Status)
	case q.Lost != "" && q.Lost != "true":
		return invalid("found lost %q; meant true, for lost replies alone", q.Lost)
	}
	return checkLimit(q.Limit)
}

// checkLimit returns an error if a list cannot have that limit; 0 means all.
func checkLimit(limit int) error {
	if limit < 0 {
		return invalid("found limit %d; meant a number, 0 for all", limit)
	}
	return nil
}
