package observe

import (
	"context"
	"log/slog"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// Log returns an observer that writes to logger: what an operator should see as a warning
// (token requests that fail, breakers, stores and leases in trouble), token requests that succeed
// as information, and all the rest, of which every call brings some, for debugging. Records bear
// the event's own time.
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
		_ = logger.Handler().Handle(ctx, record) // a log that cannot be written has nowhere to say so
	}
}

func severity(e strategies.Event) slog.Level {
	switch e.Kind {
	case strategies.EventBreaker, strategies.EventStore:
		return slog.LevelWarn
	case strategies.EventTokenRequest, strategies.EventLease:
		if e.Err != nil {
			return slog.LevelWarn
		}
	}
	if e.Kind == strategies.EventTokenRequest {
		return slog.LevelInfo
	}
	return slog.LevelDebug
}
