package quota

func init() {
	register(Reading{
		ID: "R1", About: "more than 15 hits in any (t-5s, t], as Akamai words it",
		limit: total, rule: slidingSpan, bounds: slidingSpanBounds,
	})
	register(Reading{
		ID: "R1e", About: "15 or more hits in any (t-5s, t]",
		Inclusive: true, limit: total, rule: slidingSpan, bounds: slidingSpanBounds,
	})
	register(Reading{
		ID: "R6", About: "more than 3 hits in any (t-1s, t]",
		limit: each, rule: slidingSecond, bounds: slidingSecondBounds,
	})
	register(Reading{
		ID: "R6e", About: "3 or more hits in any (t-1s, t]",
		Inclusive: true, limit: each, rule: slidingSecond, bounds: slidingSecondBounds,
	})
	register(Reading{
		ID: "A1", About: "more than 120 hits in any (t-120s, t], as Akamai words it",
		Average: true, limit: total, rule: slidingSpan, bounds: slidingSpanBounds,
	})
	register(Reading{
		ID: "A1e", About: "120 or more hits in any (t-120s, t]",
		Average: true, Inclusive: true, limit: total, rule: slidingSpan, bounds: slidingSpanBounds,
	})
}

func slidingSpan(t Terms, full int) Rule { return newSliding(t, int64(t.Threshold.Span), full) }

func slidingSecond(t Terms, full int) Rule { return newSliding(t, aSecond, full) }

// sliding is violated by the hit that makes it full hits in the window that ends with it. Only the
// last full hits are held: the window is full when the oldest of them is inside.
type sliding struct {
	window int64 // counted from the first instant outside
	last   ring
}

func newSliding(t Terms, window int64, full int) Rule {
	if t.End == Closed {
		window++
	}
	return &sliding{window: window, last: newRing(full)}
}

func (s *sliding) Judge(at int64) Verdict {
	oldest, ok := s.last.push(at)
	if !ok || oldest <= at-s.window {
		return Verdict{}
	}
	return violated(at, oldest)
}

func (s *sliding) free(at int64) int64 {
	if s.last.size == 1 {
		return Never
	}
	next, ok := s.last.second()
	if !ok {
		return at
	}
	return max(at, next+s.window)
}

// Clone copies the rule.
func (s *sliding) Clone() Rule {
	copied := *s
	copied.last = s.last.clone()
	return &copied
}

func (s *sliding) hold(m *memory) { m.ring(&s.last) }
