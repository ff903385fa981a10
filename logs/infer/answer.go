package infer

import (
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// An answer is what the status of a hit says of the ban.
type answer uint8

const (
	unknown answer = iota // nothing: the hit may never have arrived
	served                // none refused it
	refused               // one did
)

// answerOf reads a status. Without an answer, or with one that a proxy between may have given, a
// hit may never have arrived at the carrier.
func answerOf(status int) answer {
	switch {
	case status == banned:
		return refused
	case status < 200 || status >= 500 || status == 408 || status == 499:
		return unknown
	}
	return served
}

// A tally says whether a hit counts.
type tally uint8

const (
	never tally = iota
	perhaps
	surely
)

// tallyOf reports whether a hit that no ban refused counts, by its status.
func tallyOf(status int, counted throttle.Hits) tally {
	switch a := answerOf(status); {
	case a == unknown:
		return perhaps
	case counted == throttle.AllHits || status < 300:
		return surely
	case counted == throttle.IssuedHits || status == 401:
		return never
	}
	return perhaps // the status does not say whether the credentials were good
}

// Answers counts the hits that were served, that were refused, and whose answer tells nothing.
func Answers(hits []Hit) (ok, forbidden, silent int) {
	for i := range hits {
		switch answerOf(hits[i].Status) {
		case served:
			ok++
		case refused:
			forbidden++
		default:
			silent++
		}
	}
	return ok, forbidden, silent
}
