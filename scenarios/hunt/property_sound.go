package hunt

import (
	"errors"
	"regexp"
	"strings"

	"github.com/tokenstorm/tokenstorm/sim"
)

// Signals of runs that did not end, or not alike.
const (
	panics        = "a panic"
	stands        = "an endless run"
	anotherDigest = "another digest"
)

// unsound is the breach of a run that did not end: a panic, an invariant that does not hold, or
// anything else that leaves no figures.
func unsound(err error) Breach {
	b := Breach{Property: Soundness, What: firstLine(err)}
	_, message, invariant := strings.Cut(b.What, "broken invariant: ")
	var endless *sim.StandstillError
	switch {
	case invariant:
		_, message, _ = strings.Cut(message, ", action ")
		_, message, _ = strings.Cut(message, ": ")
		b.Signal, b.Cause = withoutNumbers(message), "a broken invariant"
	case errors.As(err, new(*sim.PanicError)):
		b.Signal, b.Cause = panics, withoutNumbers(cause(b.What))
	case errors.As(err, &endless):
		b.Signal, b.Cause = stands, "events that take no time"
	default:
		b.Signal, b.Cause = "no figures", withoutNumbers(cause(b.What))
	}
	return b
}

// cause is what is behind the name of the run.
func cause(line string) string {
	_, behind, found := strings.Cut(line, ", seed ")
	if _, message, is := strings.Cut(behind, ": "); found && is {
		return message
	}
	return line
}

var number = regexp.MustCompile(`\b\d[-+:0-9a-zµ.]*`)

// withoutNumbers is a message by which breaches are told apart: its figures say when and how often.
// Statuses stay.
func withoutNumbers(message string) string {
	return number.ReplaceAllStringFunc(message, func(n string) string {
		if status := atoi(n); status >= 200 && status < 600 {
			return n
		}
		return "n"
	})
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
