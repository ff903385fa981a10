package page

import (
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
)

// losses are the sessions that one contestant lost.
type losses struct {
	Strategy string            `json:"strategy"`
	Count    int               `json:"count"`
	LostFor  unit.Milliseconds `json:"lost_ms"` // the sum over customers
	Told     []loss            `json:"told"`    // the first of them
}

// loss is how one was lost.
type loss struct {
	At       unit.Milliseconds  `json:"at_ms"`
	Customer int                `json:"customer"`
	Why      string             `json:"why"`
	Again    *unit.Milliseconds `json:"signed_in_ms"` // null: nobody signed in again
	Renewals []renewal          `json:"renewals"`     // those that led to the first; empty for others
}

type renewal struct {
	At    unit.Milliseconds `json:"at_ms"`
	Story string            `json:"story"`
}

// mostTold is how many lost sessions of a contestant a page lists (assumed).
const mostTold = 20

func lossesOf(c *reports.Chapter) []losses {
	all := []losses{}
	for _, k := range c.Ranked() {
		if k.Losses == nil || k.Losses.Count == 0 {
			continue
		}
		of := losses{Strategy: k.Strategy, Count: k.Losses.Count, Told: []loss{}}
		if k.Tally.Sessions != nil {
			of.LostFor = unit.Milliseconds(k.Tally.Sessions.LostFor)
		}
		for i := range k.Losses.Told[:min(mostTold, len(k.Losses.Told))] {
			l := &k.Losses.Told[i]
			told := loss{At: l.At, Customer: l.Customer, Why: l.Why(), Again: l.Again,
				Renewals: []renewal{}}
			if i == 0 {
				told.Renewals = renewalsOf(l)
			}
			of.Told = append(of.Told, told)
		}
		all = append(all, of)
	}
	return all
}

func renewalsOf(l *lineage.Loss) []renewal {
	all := []renewal{}
	for i := range l.Renewals {
		all = append(all, renewal{l.Renewals[i].At, l.Renewals[i].Story()})
	}
	return all
}
