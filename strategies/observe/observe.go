// Package observe turns what a strategy tells its Env.Observe into logs and metrics: slog,
// Prometheus, or, by Outcome and Attributes, whatever else a service measures with.
package observe

import (
	"context"
	"errors"
	"log/slog"
	"strconv"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// All tells each event to every one of observers, in their order.
func All(observers ...func(strategies.Event)) func(strategies.Event) {
	return func(e strategies.Event) {
		for _, observe := range observers {
			observe(e)
		}
	}
}

// Outcome names how something ended in one of few words, fit for a label: ok, the carrier's
// status, shed or open where the strategy itself refused, canceled or timeout where the caller
// or Redis was not patient enough, and error.
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

// Attributes returns what tells e apart from other events of its kind, each a string of few
// values: account, and part, why, store, state, held and outcome where the kind has them. How long
// it took, and the error's own words, are in e.
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
