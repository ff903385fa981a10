package command

import (
	"context"
	"sync/atomic"

	"github.com/spf13/cobra"
)

// A work is how far a command has come.
type work struct {
	begun   atomic.Bool // an error from before is a mistake in the words of the command line
	reading atomic.Bool // its input, which may come from a pipe or a terminal and never end
}

// workKey is the key of the work in a command's context.
type workKey struct{}

// watch lets a command, and those below it, note that they begin; ours begin by reading.
func (w *work) watch(c *cobra.Command, ours bool) {
	if carryOut := c.RunE; carryOut != nil {
		c.RunE = func(c *cobra.Command, args []string) error {
			w.reading.Store(ours)
			w.begun.Store(true)
			return carryOut(c, args)
		}
	}
	for _, below := range c.Commands() {
		w.watch(below, ours)
	}
}

// endReading notes that from now on the command heeds ctx, and winds up what can be kept. Before, a
// signal ends it at once.
func endReading(ctx context.Context) {
	if w, ok := ctx.Value(workKey{}).(*work); ok {
		w.reading.Store(false)
	}
}
