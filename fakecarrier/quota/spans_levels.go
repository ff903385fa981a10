package quota

// continuousSpans are of the last second that stays full. The streak that may have begun first and
// lasted longest says what may violate; the one that began last, and broke first, what must.
type continuousSpans struct {
	span             int64
	last             spanRing
	previous         struct{ from, to int64 } // the hit before
	may, must        bool                     // a streak may be running, and is
	fromLow, fromTop int64                    // it began between
	untilLow, until  int64                    // the one that is lasts until, the one that may be
}

func (c *continuous) spans() Spans {
	if c.end == Closed {
		return &unknownSpans{rule: c}
	}
	return &continuousSpans{span: c.span, last: newSpanRing(len(c.last.at))}
}

func (c *continuousSpans) Judge(from, to int64) (may, must bool) {
	may, must = c.reached(from, to)
	c.previous.from, c.previous.to = from, to
	if from > c.until {
		c.may = false
	}
	if to > c.untilLow {
		c.must = false
	}
	oldestFrom, oldestTo, ok := c.last.push(from, to)
	if !ok || oldestTo+aSecond <= from {
		return may, must
	}
	if !c.may {
		c.may, c.fromLow = true, from
	}
	if !c.must {
		c.fromTop = to
	}
	c.until = oldestTo + aSecond
	if oldestFrom+aSecond > to {
		c.must, c.untilLow = true, oldestFrom+aSecond
		must = must || from-c.fromTop >= c.span
	}
	return may || to-c.fromLow >= c.span, must
}

// reached tells whether the streak, as the earlier hits left it, may have grown long enough after
// the last of them and no later than this hit, and whether it has.
func (c *continuousSpans) reached(from, to int64) (may, must bool) {
	low, top := c.fromLow+c.span, c.fromTop+c.span
	may = c.may && low <= to && low < c.until && min(top, c.until-1) > c.previous.from
	must = c.must && top <= from && top < c.untilLow && low > c.previous.to
	return may, must
}

func (*continuousSpans) Monotone() bool { return false }

// Clone copies what is known of the hits.
func (c *continuousSpans) Clone() Spans {
	copied := *c
	copied.last = c.last.clone()
	return &copied
}

// bucketSpans are of a token bucket. What counts is its level less what was refilled since the
// first hit: a hit that takes a permit changes that, and an instant at which the bucket is full.
type bucketSpans struct {
	rate, depth int64
	began       int64 // the first hit, so that figures do not overflow
	any         bool
	low, top    int64 // nano-permits
	least       int64 // the level after the hit before, which the next finds no lower
}

func (b *bucket) spans() Spans {
	return &bucketSpans{rate: b.rate, depth: b.depth, low: b.depth, top: b.depth, least: b.depth}
}

func (b *bucketSpans) Judge(from, to int64) (may, must bool) {
	if !b.any {
		b.any, b.began = true, from
	}
	early, late := b.rate*(from-b.began), b.rate*(to-b.began)
	level := min(b.depth, max(b.low+early, b.least))
	may, must = level < permit, min(b.depth, b.top+late) < permit
	b.low, b.top = min(b.low, b.depth-late), min(b.top, b.depth-early)
	switch {
	case must: // it takes none
		b.least = level
	case !may:
		b.low, b.top, b.least = b.low-permit, b.top-permit, level-permit
	default:
		b.least = min(level, 0)
		refused := min(b.top, permit-1-early)
		taken := max(b.low, permit-late) - permit
		b.low, b.top = min(b.low, taken), max(refused, b.top-permit)
	}
	return may, must
}

func (*bucketSpans) Monotone() bool { return false }

// Clone copies what is known of the hits.
func (b *bucketSpans) Clone() Spans {
	copied := *b
	return &copied
}
