package world

import (
	"math/rand/v2"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/sim"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A world is the state of one run: the kernel, the carrier, and everything in between.
type world struct {
	Run
	sim     *sim.Sim
	epoch   time.Time
	epochNS int64 // Unix time of the epoch
	sizes   measure.Sizes
	digest  sim.Digest
	record  measure.Record // one that belongs to no message
	tally   *measure.Tally
	checks  *checks
	folds   []measure.Fold // those that are not in every run

	company
	carriers     []*carrier      // by Record.Carrier
	issuedTokens []issued        // at all carriers, where there are several
	groups       []spec.Strategy // the compared one, and those of a mixed fleet
	nodes        []*node
	faults.Effects
	messages []*message
	waits    []time.Duration // by message: for so long, the answer says, send nothing
	codes    []string        // by message: the code in the body of a fault's answer
	idle     []*message
	connecting
	values tokenValues

	loads []load   // of the workload
	users []user   // and workers
	crowd rand.PCG // the moods of those who are no users: recorded arrivals

	everyAction  []*action // under way or spare, not those that a crash ended
	spareActions []*action
	repeats      slots[repeat]

	actions  uint64 // begun so far
	requests uint64 // sent so far

	calls    slots[func()] // of the faults
	climbing *climbing     // nil: nobody asks how near to a ban the run comes
	choosing *choosing     // nil: chance decides
	newIPs   int           // public IPs that the scenario did not have
	saved    []*savedStore // in the order of their instants

	tooLong bool // it was broken off

	reach, leave, click, again, watch, call sim.Kind
}

func newWorld(r Run) (*world, error) {
	if err := strategies.Check(r.Strategy.Parts...); err != nil {
		return nil, err
	}
	s := r.Scenario
	w := &world{
		Run: r, sim: sim.New(r.Seed), epoch: s.Begins(), epochNS: s.Begins().UnixNano(),
		sizes: s.Sizes(),
	}
	if r.branches {
		w.sim.KeepStreams()
		w.climbing = &climbing{w: w, rules: map[uint16][]quota.Rule{}}
	}
	if err := w.mix(); err != nil {
		return nil, err
	}
	w.reach = w.sim.Handle(w.reached)
	w.leave = w.sim.Handle(w.left)
	w.click = w.sim.Handle(w.clicked)
	w.again = w.sim.Handle(w.clickedAgain)
	w.watch = w.sim.Handle(w.lostPatience)
	w.call = w.sim.Handle(w.called)
	w.connecting = connecting{trips: s.Network.Connect, keeps: time.Duration(s.Network.Idle)}
	if err := w.buildCarriers(); err != nil {
		return nil, err
	}
	w.buildNodes()
	for _, k := range w.carriers {
		if k.sessions != nil {
			k.sessions.begin()
		}
	}
	w.buildUsers()
	if s.Start == scenarios.WarmStores {
		for _, k := range w.carriers {
			k.warm()
		}
	}
	w.scheduleWorkload()
	w.scheduleFaults()
	return w, nil
}

func (w *world) run() error {
	for _, k := range w.carriers {
		k.lookAhead()
	}
	if w.MostEvents > 0 {
		w.limitEvents()
	}
	if err := w.sim.Run(w.end()); err != nil {
		return err
	}
	if w.tooLong {
		return ErrTooLong
	}
	return nil
}

// now is the instant on the true clock, which the carrier keeps.
func (w *world) now() time.Time { return w.instant(w.sim.Now()) }

// instant is the instant on the true clock at t. As every event asks for it, it divides unsigned,
// which is cheaper than what time.Unix or Add do: epochs are long after 1970.
func (w *world) instant(t time.Duration) time.Time {
	ns := uint64(w.epochNS + int64(t))
	return time.Unix(int64(ns/1e9), int64(ns%1e9)).UTC()
}

// emit shows r to the digest and to every fold. Folds only borrow a record, so that millions of
// them make no garbage and no copies.
func (w *world) emit(r *measure.Record) {
	r.At = w.sim.Now()
	w.digest = r.Digest(w.digest)
	w.tally.Add(r)
	w.checks.Add(r)
	if len(w.folds) > 0 {
		w.show(r)
	}
}

// show shows r to the folds. Most runs have none, and a loop of no rounds took a quarter of emit.
func (w *world) show(r *measure.Record) {
	for _, f := range w.folds {
		f.Add(r)
	}
}
