package reports

import (
	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A refusalBook knows what was wrong with the latest few thousand refused tokens. Its zero value is
// empty and ready.
type refusalBook struct {
	refusals map[uint64]refusal // by token
	tokens   []uint64           // those of refusals, a ring
	next     int
}

type refusal struct {
	reason   fakecarrier.Reason
	killedBy uint64
}

// add notes that the API refused r's token.
func (b *refusalBook) add(r *measure.Record) {
	if b.refusals == nil {
		b.refusals = map[uint64]refusal{}
	}
	if _, known := b.refusals[r.Token]; !known {
		if len(b.tokens) < remembered {
			b.tokens = append(b.tokens, r.Token)
		} else {
			delete(b.refusals, b.tokens[b.next])
			b.tokens[b.next] = r.Token
			b.next = (b.next + 1) % remembered
		}
	}
	b.refusals[r.Token] = refusal{r.Reason, r.KilledBy}
}

// of tells what was wrong with the token; the zero refusal where that is not known.
func (b *refusalBook) of(token uint64) refusal { return b.refusals[token] }
