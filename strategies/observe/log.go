package observe

import (
	"context"
	"log/slog"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// Log returns an observer that writes to logger. Failures of token requests, stores and leases,
// and the states of breakers, are warnings; token requests that succeed are information; all
// else, which comes with every call, is for debugging. A record has the time of its event.
func Log(logger *slog.Logger) func(strategies.Event) {
	return func(e strategies.Event) {
		level := severity(e)
		ctx := context.Background()
		if !logger.Enabled(ctx, level) {
			return
		}
		record := slog.NewRecord(e.At, level, e.Kind.String(), 0)
		record.AddAttrs(Attributes(e)...)
		if e.Kind != strategies.EventBreaker {
			record.AddAttrs(slog.Duration("took", e.Took))
		}
		if e.Err != nil {
			record.AddAttrs(slog.String("error", e.Err.Error()))
		}
		_ = logger.Handler().Handle(ctx, record) // there is nowhere to report a log that fails
	}
}

func severity(e strategies.Event) slog.Level {
	switch request := e.Kind == strategies.EventTokenRequest; {
	case e.Kind == strategies.EventBreaker, e.Kind == strategies.EventStore,
		e.Err != nil && (request || e.Kind == strategies.EventLease):
		return slog.LevelWarn
	case request:
		return slog.LevelInfo
	}
	return slog.LevelDebug
}
