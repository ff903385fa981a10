package storm

import (
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A living is a token whose death is still open.
type living struct {
	Token
	dies   time.Duration
	killer int64
}

// tokens are the lives of the tokens that lived in the window; of too many the first. Those of an
// earlier issue that is no longer remembered begin with their first use.
func (t *rowMaker) tokens(s *scenarios.Scenario) []Token {
	p, _, err := s.CarrierUnder(s.Carrier.Reading)
	if err != nil {
		panic(err) // it was found right when the scenario was loaded
	}
	var all []living
	known := map[uint64]bool{}
	issue := func(r *measure.Record, by int64) {
		kill(all, r, p.Policy)
		known[r.Token] = true
		all = append(all, living{
			Token: Token{
				Number: int64(r.Token), Customer: int64(r.Customer), Issued: t.tick(r.At),
				IssuedBy: by,
			},
			dies: r.At + p.TokenLife,
		})
	}
	for i := range t.w.issued {
		issue(&t.w.issued[i], 0)
	}
	for i := range t.w.records {
		switch r := &t.w.records[i]; {
		case issues(r):
			issue(r, int64(r.Serial))
		case r.Kind == measure.APIJudged && r.Status == statusOK && !known[r.Token]:
			known[r.Token] = true
			all = append(all, living{Token: Token{
				Number: int64(r.Token), Customer: int64(r.Customer), Issued: t.tick(r.At),
			}, dies: forever})
		}
	}
	all = slices.DeleteFunc(all, func(k living) bool { return k.dies < t.w.from })
	list := []Token{}
	for _, k := range all[:min(len(all), mostTokens)] {
		if k.Died = t.tick(k.dies); k.Died != Absent {
			k.KilledBy = k.killer
		}
		list = append(list, k.Token)
	}
	return list
}

// kill lets the older tokens of a client die with the issue of another: all of them, or the oldest
// that lives where only so many may.
func kill(all []living, r *measure.Record, p fakecarrier.Policy) {
	grace, live := p.Outlives(), 0
	for i := range slices.Backward(all) {
		k := &all[i]
		if k.Customer != int64(r.Customer) || r.At >= k.dies {
			continue
		}
		live++
		switch {
		case grace >= 0 && r.At+grace < k.dies:
			k.dies, k.killer = r.At+grace, int64(r.Serial)
		case grace < 0 && live == p.Live():
			k.dies, k.killer = r.At, int64(r.Serial)
		}
	}
}

// forever is beyond any run.
const forever = time.Duration(1<<63 - 1)
