// Package explain finds why a strategy was banned, or lost sessions, and what would have averted
// it: it carries the run out, forks it, and changes the strategy. What it finds is printed by
// package reports.
package explain

import (
	"cmp"
	"slices"
	"sort"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// Run carries out the run, then the forked replays for each of so many bans and the runs with
// changed strategies. each carries out n of them, side by side if it likes, and returns the error
// that they end in.
func Run(
	r world.Run, most int, each func(n int, do func(i int) error) error,
) (*reports.Explanation, error) {
	traced := lineage.New(r.Scenario, r.Strategy.Name, most)
	losses := lineage.NewLosses(r.Scenario, r.Strategy.Name, most)
	failures := lineage.NewFailures(r.Scenario, r.Strategy.Name)
	reading := cmp.Or(r.Reading, r.Scenario.Carrier.Reading)
	objections, err := lineage.NewObjections(r.Scenario, r.Strategy.Name, reading)
	if err != nil {
		return nil, err
	}
	err = each(1, func(int) error {
		_, err := r.Do(traced, losses, failures, objections)
		return err
	})
	if err != nil {
		return nil, err
	}
	e := &reports.Explanation{
		Scenario: r.Scenario.Name, Strategy: r.Strategy.Name, Reading: r.Reading, Seed: r.Seed,
		Count: traced.Count, Bans: traced.Bans, Tries: []reports.Try{},
		Others: r.Scenario.Others(), Lost: losses.Count, Losses: losses.Told, Failures: failures,
		Objections: objections.Found(),
	}
	failures.Close()
	if _, ok := r.Scenario.TimeOfDay(); ok {
		begins := r.Scenario.Begins()
		e.Begins = &begins
	}
	if e.Count == 0 && e.Lost == 0 {
		return e, nil
	}
	variants := changed(r.Strategy, e.Lost > 0)
	if len(variants) == 0 {
		e.Untried = "none fits " + r.Strategy.Name
	}
	forks := 2 * len(e.Bans)
	e.Tries = make([]reports.Try, len(variants))
	return e, each(forks+len(variants), func(i int) error {
		if i >= forks {
			return try(r, &variants[i-forks], e, &e.Tries[i-forks])
		}
		return noReturn(r, &e.Bans[i/2], i%2 == 0)
	})
}

// noReturn finds from when on a ban could no longer be averted by leaving out requests, or clicks.
// More left out is fewer hits: the instants are searched by halving, and the two forks on either
// side of the one found have been run.
func noReturn(r world.Run, b *lineage.Ban, requests bool) error {
	instants := b.Clickings()
	if requests {
		instants = b.Sendings()
	}
	if b.Imposed || len(instants) == 0 {
		return nil
	}
	// What is left out from the instant of the ban on changes nothing of it.
	if last := instants[len(instants)-1]; last < time.Duration(b.At) {
		instants = append(slices.Clone(instants), time.Duration(b.At))
	}
	found := &lineage.NoReturn{}
	var broken error
	fell := map[int]unit.Milliseconds{}
	// Fork i leaves out what is at instant i and after.
	falls := func(i int) bool {
		w := &banWatch{ban: b}
		fork := r
		fork.Until = time.Duration(b.At) + reports.FallsWithin
		fork.Fork = &world.Fork{From: instants[i], NoRequests: requests, NoClicks: !requests}
		if _, err := fork.Do(w); err != nil {
			broken = err
		}
		found.Runs++
		if w.fell {
			fell[i] = unit.Milliseconds(w.at)
		}
		return w.fell
	}
	i := sort.Search(len(instants), falls)
	switch {
	case broken != nil:
		return broken
	case i == len(instants):
		found.Unclear = true
	case i == 0:
		found.Always, found.At, found.Fell = true, unit.Milliseconds(instants[0]), fell[0]
	default:
		found.At, found.Fell = unit.Milliseconds(instants[i-1]), fell[i]
	}
	if requests {
		b.NoRequests = found
	} else {
		b.NoClicks = found
	}
	return nil
}

// A banWatch is the Fold that sees whether a ban falls on the address of another run's.
type banWatch struct {
	ban  *lineage.Ban
	fell bool
	at   time.Duration
}

// Add looks at one record.
func (w *banWatch) Add(r *measure.Record) {
	since := time.Duration(w.ban.Since)
	if r.Ban == fakecarrier.BanStarted && w.ban.Is(r) && r.At >= since && !w.fell {
		w.fell, w.at = true, r.At
	}
}

// try runs the changed strategy, to see whether the first ban of e falls all the same, or, of a run
// without one, whether the first session is lost.
func try(r world.Run, v *variant, e *reports.Explanation, out *reports.Try) error {
	r.Strategy = v.strategy
	t, err := r.Do()
	if err != nil {
		return err
	}
	*out = reports.Try{
		Change: v.change, Size: v.size, Bans: t.Bans.Count,
		Succeeded: t.Actions.Succeeded, Ended: t.Actions.Succeeded + t.Actions.Failed,
		Requests: t.Token.Requests,
	}
	if t.Latency.Tells(99) {
		p99 := t.Latency.P99
		out.P99 = &p99
	}
	if t.Sessions != nil {
		out.Lost = t.Sessions.Lost
	}
	first, before := t.Bans.First, unit.Milliseconds(0)
	if e.Count > 0 {
		before = e.Bans[0].At
	} else {
		first, before = t.Sessions.First, e.Losses[0].At
	}
	out.AvertsAll = first == nil
	out.AvertsFirst = first == nil || *first > time.Duration(before)+reports.FallsWithin
	if first != nil {
		at := measure.Milliseconds(*first)
		out.First = &at
	}
	return nil
}

// A variant is a strategy changed in one thing.
type variant struct {
	change, size string
	strategy     spec.Strategy
}
