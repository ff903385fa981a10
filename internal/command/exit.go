package command

import (
	"errors"

	"github.com/tokenstorm/tokenstorm/internal/strict"
)

// The exit codes, as k6 users know them.
const (
	exitFine        = 0
	exitOther       = 1
	exitUnmet       = 99
	exitConfig      = 104
	exitInterrupted = 105
)

// An exit is an error that decides the exit code.
type exit struct {
	code int
	error
}

func (e *exit) Unwrap() error { return e.error }

// misconfigured marks err as a mistake of whoever typed the command or wrote the file.
func misconfigured(err error) error {
	if err == nil {
		return nil
	}
	return &exit{exitConfig, err}
}

// exitCode is the code that err asks for.
func exitCode(err error) int {
	var e *exit
	var mistake *strict.Mistake
	var cut *interruption
	switch {
	case err == nil:
		return exitFine
	case errors.As(err, &cut):
		return exitInterrupted
	case unwritten(err): // whatever else there is to say
		return exitOther
	case errors.As(err, &e):
		return e.code
	case errors.As(err, &mistake), unopened(err):
		return exitConfig
	}
	return exitOther
}
