package world

import (
	"context"
	"slices"
)

// A chore is what a node does in the background.
type chore struct {
	node   *node
	name   string
	work   func(context.Context)
	cancel context.CancelFunc // once it has begun
}

// background runs f until it returns or the node is gone for good.
func (d *node) background(name string, f func(context.Context)) {
	c := &chore{node: d, name: name, work: f}
	if d.w.choosing != nil {
		d.w.choosing.spawns(c)
	}
	d.w.sim.Start(c)
}

// Run is the process.
func (c *chore) Run(ctx context.Context) {
	d := c.node
	switch {
	case d.stopped:
		return
	case d.pauses > 0:
		d.later(func() { d.w.sim.Start(c) })
		return
	}
	ctx, c.cancel = d.w.sim.WithCancel(ctx)
	defer c.cancel()
	d.chores = append(d.chores, c)
	c.work(ctx)
	d.w.processEnded()
	d.chores = slices.DeleteFunc(d.chores, func(o *chore) bool { return o == c })
}

func (c *chore) String() string { return c.name }

// stop ends what still runs in the background.
func (d *node) stop() {
	d.stopped = true
	chores := d.chores
	d.chores = nil
	for _, c := range chores {
		c.cancel()
	}
}
