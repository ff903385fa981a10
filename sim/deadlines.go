package sim

import "context"

// deadlines holds the deadlines of contexts in one line per duration: as time never goes back, each
// line is in order by itself, so a deadline joins and leaves in constant time. Most timeouts are
// cancelled long before they are due; the queue holds one event per line, not one per timeout.
// The zero deadlines is empty.
type deadlines struct {
	lines []*deadlineLine
	free  []uint32         // lines without a duration
	of    map[int64]uint32 // duration in ns: its line
}

type deadlineLine struct {
	duration int64
	scopes   list[*scope]
	armed    bool // an event of this line is in the queue, no later than its first deadline
}

// add puts c, whose deadline is set, d from now, into its line.
func (d *deadlines) add(s *Sim, c *scope, duration int64) {
	i, ok := d.of[duration]
	if !ok {
		i = d.open(duration)
	}
	line := d.lines[i]
	c.seq = s.nextSeq()
	line.scopes.push(&c.inLine)
	if !line.armed {
		line.arm(s, i)
	}
}

func (d *deadlines) open(duration int64) uint32 {
	if d.of == nil {
		d.of = map[int64]uint32{}
	}
	var i uint32
	if n := len(d.free); n > 0 {
		i, d.free = d.free[n-1], d.free[:n-1]
	} else {
		i = uint32(len(d.lines))
		d.lines = append(d.lines, &deadlineLine{})
	}
	d.of[duration] = i
	d.lines[i].duration = duration
	return i
}

// arm puts the first deadline into the queue under its own time and number, whenever that happens:
// order is as if it had been there from the start.
func (l *deadlineLine) arm(s *Sim, i uint32) {
	first := l.scopes.first.owner
	s.queue.push(first.deadline, first.seq, expire, i)
	l.armed = true
}

// void reports whether the deadline for which line i was armed has been cancelled since; then the
// line is armed for its next one.
func (d *deadlines) void(s *Sim, i uint32, seq uint64) bool {
	first := d.lines[i].scopes.first
	if first != nil && first.owner.seq == seq {
		return false
	}
	d.rearm(s, i)
	return true
}

// expire ends the first deadline of line i.
func (d *deadlines) expire(s *Sim, i uint32) {
	over := d.lines[i].scopes.first.owner
	over.inLine.leave()
	d.rearm(s, i)
	over.end(context.DeadlineExceeded)
}

// rearm arms line i, whose event has left the queue, or gives it back if nothing is left of it.
func (d *deadlines) rearm(s *Sim, i uint32) {
	line := d.lines[i]
	line.armed = false
	if line.scopes.first != nil {
		line.arm(s, i)
		return
	}
	delete(d.of, line.duration)
	d.free = append(d.free, i)
}
