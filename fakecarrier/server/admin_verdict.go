package server

import (
	"net/http"
	"time"
)

// A verdictShown is a front.Standing as the API shows it.
type verdictShown struct {
	OK        bool           `json:"ok"` // there was no ban
	Bans      int            `json:"bans"`
	Banned    int            `json:"banned"` // in force now
	TokenHits int            `json:"token_hits"`
	Readings  []readingShown `json:"readings"`
}

// A readingShown is a front.ReadingStanding as the API shows it.
type readingShown struct {
	Reading        string    `json:"reading"`
	About          string    `json:"about"`
	InForce        bool      `json:"in_force"`
	Violated       bool      `json:"violated"`
	FirstViolation time.Time `json:"first_violation,omitzero"`
	Limit          int       `json:"limit"`
	Peak           int       `json:"peak"`
	AtLeast        bool      `json:"at_least"` // the peak is beyond what is told apart
	Headroom       float64   `json:"headroom"` // share of the limit that was never in use
}

func verdictOf(on *session) verdictShown {
	standing := on.world.Verdict()
	shown := verdictShown{
		OK: standing.OK(), Bans: standing.Bans, Banned: standing.Banned,
		TokenHits: standing.TokenHits, Readings: []readingShown{},
	}
	for _, r := range standing.Readings {
		shown.Readings = append(shown.Readings, readingShown{
			r.Reading, r.About, r.InForce, r.Violated, r.FirstViolation, r.Limit, r.Peak, r.AtLeast,
			r.Headroom(),
		})
	}
	return shown
}

func verdict(on *session, r *http.Request) (any, error) {
	_, err := query(r)
	return verdictOf(on), err
}
