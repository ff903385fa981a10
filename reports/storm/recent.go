package storm

import (
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// remembered is how many of the latest records are kept: some 2 MB. Five hundred users make about
// that many in the seconds of a storm. Assumed.
const remembered = 1 << 14

// births is how many of the latest issues of tokens are kept besides, for tokens that are older
// than the window. Assumed.
const births = 256

// recent is the latest records, a ring.
type recent struct {
	most int
	ring []measure.Record
	next int // where the oldest is, once the ring is full
}

func (k *recent) full() bool { return len(k.ring) == k.most }

func (k *recent) add(r *measure.Record) {
	if !k.full() {
		k.ring = append(k.ring, *r)
		return
	}
	k.ring[k.next] = *r
	k.next = (k.next + 1) % k.most
}

// oldest is good until the next add; there is one.
func (k *recent) oldest() *measure.Record { return &k.ring[k.next] }

// each shows all of them, the oldest first.
func (k *recent) each(show func(*measure.Record)) {
	for i := range k.ring {
		show(&k.ring[(k.next+i)%len(k.ring)])
	}
}
