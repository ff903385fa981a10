// Package observe makes logs and metrics of the events of strategies: [Log] for slog, [Metrics] for
// Prometheus. [Outcome] and [Attributes] serve other libraries.
package observe

import (
	"context"
	"errors"
	"log/slog"
	"strconv"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// All returns an observer that calls each of observers, in their order.
func All(observers ...func(strategies.Event)) func(strategies.Event) {
	return func(e strategies.Event) {
		for _, observe := range observers {
			observe(e)
		}
	}
}

// Outcome returns how something ended, in one of few words, for a label: ok; the carrier's
// status; shed or open if the strategy refused; canceled or timeout if a context ended; else
// error.
func Outcome(err error) string {
	switch {
	case err == nil:
		return "ok"
	case strategies.Status(err) != 0:
		return strconv.Itoa(strategies.Status(err))
	case errors.Is(err, strategies.ErrShed):
		return "shed"
	case errors.Is(err, strategies.ErrOpen):
		return "open"
	case errors.Is(err, context.Canceled):
		return "canceled"
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	}
	return "error"
}

// Attributes returns the properties of e that have few values, as strings: account, and part, why,
// store, state, held and outcome where the kind has them. Took and Err are not among them.
func Attributes(e strategies.Event) []slog.Attr {
	attributes := []slog.Attr{slog.String("account", e.Account)}
	switch e.Kind {
	case strategies.EventTokenRequest:
		attributes = append(attributes, slog.String("why", e.Why.String()))
	case strategies.EventWait:
		attributes = append(attributes, slog.String("part", e.Part))
	case strategies.EventBreaker:
		return append(attributes, slog.String("part", e.Part),
			slog.String("state", e.Breaker.String()))
	case strategies.EventStore:
		attributes = append(attributes, slog.String("store", e.Store))
	case strategies.EventLease:
		attributes = append(attributes, slog.String("held", strconv.FormatBool(e.Held)))
	}
	return append(attributes, slog.String("outcome", Outcome(e.Err)))
}
