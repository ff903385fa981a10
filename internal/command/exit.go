package command

import (
	"errors"
	"io/fs"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/sim"
)

// The exit codes, as k6 users know them.
const (
	exitFine        = 0
	exitOther       = 1
	exitUnmet       = 99
	exitConfig      = 104
	exitInterrupted = 105
)

// exitCodes is what help says of them.
const exitCodes = "Exit codes: 0 fine; 99 an expectation is not met, or a baseline was better;\n" +
	"104 a flag, a file or a name is wrong; 105 interrupted; 1 anything else, such as a full disk."

// An exit is an error that decides the exit code.
type exit struct {
	code int
	error
}

func (e *exit) Unwrap() error { return e.error }

// misconfigured marks an error as a mistake of whoever typed the command or wrote the file, where
// it is found while the command is running already.
func misconfigured(err error) error { return &exit{exitConfig, err} }

// An interruption is the error of work that a signal cut short.
type interruption struct {
	kept string // what is left of it
}

func (i *interruption) Error() string {
	if i.kept == "" {
		return "interrupted"
	}
	return "interrupted; " + i.kept
}

// exitCode is the code that err asks for. The command was running by then, or it was still reading
// what was asked for.
func exitCode(err error, running bool) int {
	var e *exit
	var mistake *strict.Mistake
	var cut *interruption
	var endless *sim.StandstillError
	switch {
	case err == nil:
		return exitFine
	case errors.As(err, &cut):
		return exitInterrupted
	case failedAt(err, "write"): // whatever else there is to say
		return exitOther
	case errors.As(err, &e):
		return e.code
	case !running, errors.As(err, &mistake), errors.As(err, &endless), failedAt(err, "open"),
		failedAt(err, "mkdir"):
		return exitConfig
	}
	return exitOther
}

// failedAt reports whether err is that of an operation on a file. One that cannot be opened, or
// made, was mistyped, or is somebody else's.
func failedAt(err error, operation string) bool {
	path, ok := errors.AsType[*fs.PathError](err)
	return ok && path.Op == operation
}
