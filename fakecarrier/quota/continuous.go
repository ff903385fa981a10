package quota

func init() {
	register(Reading{
		ID: "R5", About: "the count of (u-1s, u] stays above 3 for 5 s, continuously",
		limit: each, rule: newContinuous, bounds: newContinuousBounds,
	})
	register(Reading{
		ID: "R5e", About: "the count of (u-1s, u] stays at 3 or more for 5 s, continuously",
		Inclusive: true, limit: each, rule: newContinuous, bounds: newContinuousBounds,
	})
}

// continuous is violated once the last second has been full at every instant of a span. That moment
// may lie between hits; the next hit reveals it.
//
// The last second stays full until one second after the full-th latest hit, so each hit prolongs
// the streak to that instant, if it has not broken before.
type continuous struct {
	span     int64
	end      WindowEnd
	last     ring
	previous int64 // the hit before
	running  bool
	since    int64 // the oldest hit of the streak's first second
	from     int64 // the streak
	until    int64 // excluded where windows are half-open
}

func newContinuous(t Terms, full int) Rule {
	return &continuous{span: int64(t.Threshold.Span), end: t.End, last: newRing(full)}
}

func (c *continuous) Judge(at int64) Verdict {
	v := c.reached(at)
	c.previous = at
	if at > c.until {
		c.running = false
	}
	oldest, ok := c.last.push(at)
	until := oldest + aSecond
	if !ok || until < at || until == at && c.end == HalfOpen {
		// Further hits at this very instant may still save the streak.
		return v
	}
	if !c.running {
		c.running, c.from, c.since = true, at, oldest
	}
	c.until = until
	if !v.Violated && at-c.from >= c.span {
		return violated(at, c.since)
	}
	return v
}

// reached tells whether the streak, as the earlier hits left it, grew long enough after the last
// of them, and no later than at.
func (c *continuous) reached(at int64) Verdict {
	due := c.from + c.span
	held := due < c.until || due == c.until && c.end == Closed
	if !c.running || !held || due <= c.previous || due > at {
		return Verdict{}
	}
	return violated(due, c.since)
}

// Clone copies the rule.
func (c *continuous) Clone() Rule {
	copied := *c
	copied.last = c.last.clone()
	return &copied
}

func (c *continuous) hold(m *memory) {
	m.ring(&c.last)
	m.number(&c.previous)
	m.flag(&c.running)
	m.number(&c.since)
	m.number(&c.from)
	m.number(&c.until)
}
