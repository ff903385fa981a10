package quota

import "github.com/tokenstorm/tokenstorm/internal/unit"

func init() {
	register(Reading{
		ID: "R3", About: "more than 3 hits in each of five consecutive clock seconds, literally",
		limit: each, rule: newConsecutive, bounds: newConsecutiveBounds,
	})
	register(Reading{
		ID: "R3e", About: "3 or more hits in each of five consecutive clock seconds",
		Inclusive: true, limit: each, rule: newConsecutive, bounds: newConsecutiveBounds,
	})
	register(Reading{
		ID: "A3", About: "more than 1 hit in each of 120 consecutive clock seconds, literally",
		Average: true, limit: each, rule: newConsecutive, bounds: newConsecutiveBounds,
	})
	register(Reading{
		ID: "A3e", About: "1 or more hits in each of 120 consecutive clock seconds",
		Average: true, Inclusive: true, limit: each, rule: newConsecutive, bounds: newConsecutiveBounds,
	})
}

// consecutive is violated by the hit that makes a second full, when the seconds before it were
// full too. Where seconds are closed, a hit on their common edge is in both.
type consecutive struct {
	seconds, full int
	end           WindowEnd
	began         bool
	current       int64 // the second that is being filled
	count         int   // hits in it
	previous      int   // hits in the second before
	run           int   // full seconds in a row before that one
}

func newConsecutive(t Terms, full int) Rule {
	return &consecutive{seconds: t.Threshold.seconds(), full: full, end: t.End}
}

func (c *consecutive) Judge(at int64) Verdict {
	if !c.began || at >= c.current+aSecond {
		c.advance(unit.Floor(at, aSecond))
	}
	c.count++
	edge := c.end == Closed && at == c.current
	if edge {
		c.previous++
	}
	need := c.seconds - 1
	switch {
	case c.count >= c.full && c.runTo() >= need:
		return violated(at, c.current-int64(need)*aSecond)
	case edge && c.previous >= c.full && c.run >= need:
		return violated(at, c.current-int64(need+1)*aSecond)
	}
	return Verdict{}
}

// runTo is the number of full seconds in a row before the current one.
func (c *consecutive) runTo() int {
	if c.previous < c.full {
		return 0
	}
	return c.run + 1
}

// advance goes on to another second.
func (c *consecutive) advance(to int64) {
	if !c.began {
		c.began, c.current = true, to
	}
	gap := (to - c.current) / aSecond
	for range min(gap, 3) { // after three empty seconds nothing is left
		c.run, c.previous, c.count = c.runTo(), c.count, 0
	}
	c.current = to
}

// Clone copies the rule.
func (c *consecutive) Clone() Rule {
	copied := *c
	return &copied
}

func (c *consecutive) hold(m *memory) {
	m.flag(&c.began)
	m.number(&c.current)
	m.count(&c.count)
	m.count(&c.previous)
	m.count(&c.run)
}
