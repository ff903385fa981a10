package world

import (
	"fmt"
	"math/rand/v2"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/sim"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A carrier is one of the carriers of a run, and all that the fleet keeps for it alone: the ways to
// it, its tokens in caches and in the shared store, what parts of strategies share.
type carrier struct {
	*world
	index   uint8 // as in a Record
	spec    *scenarios.CarrierSpec
	rules   throttle.Throttle
	machine *fakecarrier.Carrier
	handle  Handler // answers requests: the machine, or what stands before it
	single  bool    // it keeps one live token per client id
	late    bool    // an answer may change on leaving, and is known only then

	exclusive bool // it refuses renewals beside another, and is told when that is over

	operation uint16 // of its API, which calls are for

	foresight
	sessions *sessions                 // nil: tokens are requested without refresh tokens
	relief   *sim.Cond                 // a fault of the carrier's has ended
	fleets   []*strategies.Place       // by group
	common   *cache                    // the token cache of all nodes; nil where each has its own
	store    *cache                    // the store shared by all nodes
	leases   []*strategies.MemoryLease // in that store, one per customer
	quotas   []*strategies.MemoryQuota // in that store, by public IP
	paths    [2]wire                   // by fakecarrier.Endpoint
	proxy    *proxy                    // before it; nil: there is none
	setUps   [2][]*rand.Rand           // of connections: by fakecarrier.Endpoint, then by node
	lifetimes
	withheld []withheld // by message, where late
	numbers  []uint64   // by TokenID, from 1, where there are several carriers

	warmed []strategies.Token // by customer; nil: stores began cold
}

// buildCarriers builds all of them, without the nodes.
func (w *world) buildCarriers() error {
	all, err := w.Scenario.CarriersUnder(w.Reading)
	if err != nil {
		return err
	}
	if w.unbanned {
		all[0].Rules.Readings = nil
	}
	for i, of := range all {
		k := &carrier{world: w, index: uint8(i), spec: of.CarrierSpec, rules: of.Rules}
		k.single = of.Profile.Policy == fakecarrier.Single()
		terms := of.Profile.Grants.Refresh
		k.exclusive = terms != nil && terms.Concurrent == fakecarrier.RefuseConcurrent
		k.late = of.Rules.Moment == throttle.Completion || of.Rules.InFlight == throttle.Cut
		if k.machine, err = fakecarrier.New(of.Profile, of.Rules); err != nil {
			return err
		}
		if k.handle = k.machine.Handle; w.Between != nil {
			k.handle = w.Between(k.machine)
		}
		if wire := of.Profile.Wire; wire != nil {
			k.operation = uint16(max(0, wire.CallNumber()))
		}
		for range w.groups {
			k.fleets = append(k.fleets, strategies.NewPlace())
		}
		k.relief = w.sim.NewCond()
		k.lay()
		k.proxy = newProxy(w.Scenario.Network.Proxy)
		k.sessions = newSessions(k)
		k.draws()
		w.carriers = append(w.carriers, k)
	}
	return nil
}

// rand returns the stream of a name that this carrier has. The first has the names of one that is
// alone: others beside it change none of its draws.
func (k *carrier) rand(format string, args ...any) *rand.Rand {
	name := fmt.Sprintf(format, args...)
	if k.index > 0 {
		name = fmt.Sprintf("carrier/%s/%s", k.spec.Name, name)
	}
	return k.sim.Rand(name)
}

// An issued token is one of the tokens of all carriers, in the order in which they were issued.
type issued struct {
	carrier uint8
	id      fakecarrier.TokenID
}

// number is the number of a token in records: from 1, in the order of issue at all carriers.
func (k *carrier) number(id fakecarrier.TokenID) uint64 {
	if len(k.carriers) == 1 || id == 0 {
		return uint64(id)
	}
	for len(k.numbers) < int(id) {
		next := issued{k.index, fakecarrier.TokenID(len(k.numbers) + 1)}
		k.issuedTokens = append(k.issuedTokens, next)
		k.numbers = append(k.numbers, uint64(len(k.issuedTokens)))
	}
	return k.numbers[id-1]
}

// id is the carrier's own number of a token, which has that number in records; 0: it is none of
// this carrier's.
func (k *carrier) id(number uint64) fakecarrier.TokenID {
	switch {
	case len(k.carriers) == 1:
		return fakecarrier.TokenID(number)
	case number == 0 || number > uint64(len(k.issuedTokens)),
		k.issuedTokens[number-1].carrier != k.index:
		return 0
	}
	return k.issuedTokens[number-1].id
}
