package study

import (
	"errors"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A Keeper keeps what cells came to, so that they are not run again.
type Keeper interface {
	// Kept is the outcome of a cell; nil: it must be run.
	Kept(c Cell) *measure.Outcome
	// Keep is told what became of a cell that was not kept. After an error it is told nothing more.
	Keep(r *Result) error
}

// A keeping is several Keepers, the first of which is asked first.
type keeping []Keeper

// kept asks them for a cell, and returns who is to be told of it: those before the one that has it.
func (k keeping) kept(c Cell) (r Result, tell keeping) {
	for i, keeper := range k {
		if o := keeper.Kept(c); o != nil {
			return Result{Cell: c, Outcome: o}, k[:i]
		}
	}
	return Result{Cell: c}, nil
}

// keep tells all of them; the error is the first one's.
func (k keeping) keep(r *Result) error {
	for _, keeper := range k {
		if err := keeper.Keep(r); err != nil {
			return err
		}
	}
	return nil
}

// A Store keeps the runs that no study plans: those of searches, and of one seed. It audits what it
// has by itself.
type Store interface {
	Keeper
	// Tell is told what became of a cell that was run, whether it is kept or not.
	Tell(r *Result) error
}

// Fetch returns what became of cells that differ by their readings alone: as the store has it, if
// there is one, or by running those that it does not have. The error is of runs that failed, of
// which the others stand, or of the store: then there are no results.
func Fetch(cells []Cell, run Runner, store Store) (results []Result, failed error) {
	x := &execution{runner: func(cells []Cell) ([]*measure.Outcome, error) {
		outcomes, err := run(cells)
		failed = errors.Join(failed, err)
		return outcomes, err
	}}
	if store != nil {
		x.keepers = keeping{store}
	}
	results = make([]Result, len(cells))
	var missing []int
	for i, c := range cells {
		if results[i], _ = x.keepers.kept(c); !results[i].Done() {
			missing = append(missing, i)
		}
	}
	for len(missing) > 0 {
		left := make([]Cell, len(missing))
		for i, k := range missing {
			left[i] = cells[k]
		}
		var rest []int
		for i, r := range x.results(left) {
			if !r.Done() {
				rest = append(rest, missing[i])
				continue
			}
			results[missing[i]] = r
			if err := x.keepers.keep(&r); err != nil {
				return nil, err
			}
			if r.Error != "" && failed == nil {
				failed = errors.New(r.Error) // a panic
			}
		}
		missing = rest
	}
	return results, failed
}
