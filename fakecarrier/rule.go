package fakecarrier

import "time"

// A Hit is what a Rule is shown of a request.
type Hit struct {
	IP       IP
	Client   Client
	Endpoint Endpoint
}

// A Rule judges the hits of one meter. It is told the time, which never goes back, and never asks
// for it.
type Rule interface {
	Judge(now time.Time, hit Hit) Verdict
}

// A Verdict is what a Rule says of a hit. The zero Verdict is innocence.
type Verdict struct {
	Violated bool
	At       time.Time // the moment of violation; before now for R5 only, which hits merely reveal
	Since    time.Time // the hits that filled the window are those from Since to At
}

// violated is the Verdict of a violation at the instant at, of a window filled since then.
func violated(at, since int64) Verdict {
	return Verdict{Violated: true, At: instant(at), Since: instant(since)}
}
