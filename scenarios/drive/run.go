package drive

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/terms"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
)

// A Run is a scenario, a strategy, a reading and a seed to run for real. The seed decides what is
// drawn, but not who is faster: no two runs are the same.
type Run struct {
	world.Run

	Target     string   // URL of the carrier
	Admin      string   // URL of its admin API; empty: where the carrier is
	AdminToken string   // what the admin API asks for; empty: nothing
	Allowed    []string // hosts other than this machine that may be driven
	Scale      float64  // virtual seconds per real second
	Session    string   // name of the session that is opened for the run
}

// A Result is the outcome of a run.
type Result struct {
	Tally   *measure.Tally
	Unknown []string // figures of the run, by their JSON names, that could not be measured

	Cut      time.Duration // when the run was interrupted; 0 if it was not
	Unheard  int           // requests that the target did not answer
	First    error         // the first of them; nil: none
	Unpaired int           // requests without a journal entry, and entries without a request
	Missed   uint64        // journal entries that were dropped before they were read

	// How late timers were, in virtual time: the median, the 99th percentile, the latest of all, which
	// tells of a machine that stood still.
	LateP50, LateP99, LateMax time.Duration

	// For successful actions: how late all timers of one action were together (99th percentile), and
	// how much longer it took than it had to wait (75th percentile).
	ActionLateP99, OverheadP75 time.Duration
}

// A Refusal is an error of a Run that cannot be driven. The carrier has got no token request and no
// API call.
type Refusal struct{ error }

// Unwrap returns what is wrong.
func (r *Refusal) Unwrap() error { return r.error }

// pollEvery is how often the journal is read, in real time. Assumed: often enough that a journal of
// a thousand events drops none before it is read.
const pollEvery = 100 * time.Millisecond

// pollSessions is the same where sessions are followed: whoever signs in again does so by what the
// journal says.
const pollSessions = 20 * time.Millisecond

// lead is by how much the session's clock starts before the scenario, in real time: long enough to
// build the fleet.
const lead = 300 * time.Millisecond

// Do runs it. When ctx is done, Do stops and returns what has happened so far. It returns an error
// if the target must not be driven, the scenario cannot be, or the carrier does not answer.
func (r *Run) Do(ctx context.Context) (*Result, error) {
	if r.Reading == "" {
		r.Reading = r.Scenario.Carrier.Reading
	}
	f := &fleet{Run: r}
	if err := f.prepare(ctx); err != nil {
		return nil, &Refusal{err}
	}
	anchor, err := f.agree(ctx)
	if err != nil {
		return nil, err
	}
	f.clock = newClock(r.Scenario.Begins(), anchor, r.Scale)
	f.book = newBook(f.clock, time.Duration(r.Scenario.Length))
	return f.carryOut(ctx)
}

// prepare finds the carrier, and refuses what cannot be driven.
func (f *fleet) prepare(ctx context.Context) error {
	if !(f.Scale > 0) {
		return fmt.Errorf("drive: found a time scale of %v; meant one above 0", f.Scale)
	}
	var err error
	if f.profile, _, err = f.Scenario.CarrierUnder(f.Reading); err != nil {
		return err
	}
	refreshes := f.Scenario.Carrier.Grant == terms.GrantRefresh
	if f.dialect, err = dialectOf(f.profile, refreshes); err != nil {
		return err
	}
	if err := f.reach(ctx); err != nil {
		return err
	}
	return check(f.Scenario, f.Strategy, f.Reading, f.operator != nil)
}

// reach checks the target, and looks for its admin API.
func (f *fleet) reach(ctx context.Context) (err error) {
	if f.target, err = newTarget(ctx, f.Target, f.Allowed); err != nil {
		return err
	}
	admin := f.target
	if f.Admin != "" {
		if admin, err = newTarget(ctx, f.Admin, f.Allowed); err != nil {
			return err
		}
	}
	f.operator, err = operate(ctx, admin, f.Session, f.AdminToken)
	switch {
	case !errors.Is(err, errNotOurs) || f.Admin != "":
		return err
	case f.Scale != 1:
		return fmt.Errorf("drive: found no admin API of a tokenstorm server at %s, and a time scale of "+
			"%v; meant --admin URL, or --time-scale 1, for other carriers know real time alone",
			admin.base, f.Scale)
	}
	return nil
}

// agree returns the real instant at which the scenario begins: by the carrier's clock, if that can
// be read.
func (f *fleet) agree(ctx context.Context) (time.Time, error) {
	if f.operator == nil {
		return time.Now(), nil
	}
	before := time.Duration(float64(lead) * f.Scale)
	if err := f.operator.open(ctx, f.Run, f.Scenario.Begins().Add(-before)); err != nil {
		return time.Time{}, err
	}
	return f.operator.anchor(ctx, f.Scenario.Begins(), f.Scale)
}

// carryOut runs the scenario.
func (f *fleet) carryOut(ctx context.Context) (*Result, error) {
	running, stop := context.WithCancel(context.Background())
	defer stop()
	f.ctx = running
	var err error
	if f.sessions, err = f.newSessions(); err != nil {
		return nil, err
	}
	f.build()
	if f.sessions != nil {
		if err := f.sessions.begin(ctx); err != nil {
			return nil, err
		}
	}
	if f.Scenario.Start == scenarios.WarmStores {
		if err := f.warm(ctx); err != nil {
			return nil, err
		}
	}
	log := journal{sessions: f.sessions}
	if f.operator != nil {
		f.run(func() { log.follow(running, f.operator) })
	}
	f.start()
	var cut time.Duration
	if !f.clock.until(ctx, f.book.length) {
		cut = f.book.cut()
	}
	stop()
	f.running.Wait()
	for _, d := range f.nodes.lives {
		d.transport.CloseIdleConnections()
	}
	if f.operator != nil {
		// Even an interrupted run reads the journal to its end.
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), realPatience)
		defer cancel()
		log.read(last, f.operator)
		f.sessions.follow(f.book.length)
		if err := errors.Join(log.err, f.operator.close(last)); err != nil {
			return nil, err
		}
	}
	return f.result(cut, &log), nil
}

// result returns what came of the run.
func (f *fleet) result(cut time.Duration, log *journal) *Result {
	b := f.book
	r := &Result{
		Cut: cut, Unheard: b.unheard, First: b.down, Missed: log.missed,
		LateP50: f.clock.late.at(50), LateP99: f.clock.late.at(99),
		LateMax:       f.clock.late.at(100),
		ActionLateP99: b.late.at(99), OverheadP75: b.overhead.at(75),
	}
	r.Unpaired = b.join(log.events, f.ipOf)
	if f.operator == nil {
		r.Unpaired, r.Unknown = 0, []string{"bans", "api.rejected"}
	}
	run := f.Run.Run
	run.Until = cut
	r.Tally = run.Replay(b.records)
	return r
}
