package study

import "github.com/tokenstorm/tokenstorm/scenarios/measure"

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
