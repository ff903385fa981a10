package command

import (
	"context"
	"sync/atomic"

	"github.com/spf13/cobra"
)

// A stage is how far a command has come; Main reads it.
type stage struct {
	// running: whatever was asked for has been read and checked. Before, an error is a mistake of
	// whoever asked, and a signal ends the command at once: its input may be a pipe that never ends.
	// From then on the command heeds its context, and keeps what it can.
	running atomic.Bool

	settings []setting // flags that were not typed, while it is read
}

type stageKey struct{}

// endReading notes that the command is running from now on.
func endReading(ctx context.Context) {
	if s, ok := ctx.Value(stageKey{}).(*stage); ok {
		s.running.Store(true)
	}
}

// runsAtOnce lets a command, and those below it, be running from their beginning.
func runsAtOnce(c *cobra.Command) {
	if run := c.RunE; run != nil {
		c.RunE = func(c *cobra.Command, args []string) error {
			endReading(c.Context())
			return run(c, args)
		}
	}
	for _, below := range c.Commands() {
		runsAtOnce(below)
	}
}
