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

// expire handles the event of line i. The deadline that it was armed for may have been cancelled.
func (s *Sim) expire(i uint32, seq uint64) {
	line := s.expiry.lines[i]
	line.armed = false
	var over *scope
	if first := line.scopes.first; first != nil && first.owner.seq == seq {
		over = first.owner
		over.inLine.leave()
	}
	if line.scopes.first != nil {
		line.arm(s, i)
	} else {
		delete(s.expiry.of, line.duration)
		s.expiry.free = append(s.expiry.free, i)
	}
	if over != nil {
		s.events++
		s.leave()
		over.end(context.DeadlineExceeded)
	}
}
