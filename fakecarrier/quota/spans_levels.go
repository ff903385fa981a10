package quota

// continuousSpans are of the last second that stays full. The streak that may have begun first and
// lasted longest says what may violate; the one that began last, and broke first, what must.
type continuousSpans struct {
	span int64
	last spanRing // the hits that fill the last second
	// The seconds of a streak, one behind the other and one before it, take so many hits. Whether
	// all may have come in that time is known of the hit before.
	all              spanRing
	enough           bool
	previous         struct{ from, to int64 } // the hit before
	may, must        bool                     // a streak may be running, and is
	fromLow, fromTop int64                    // it began between
	untilLow, until  int64                    // the one that is lasts until, the one that may be
}

func (c *continuous) spans() Spans {
	if c.end == Closed {
		return &unknownSpans{rule: c}
	}
	full := c.last.size
	return &continuousSpans{span: c.span, last: newSpanRing(full),
		all: newSpanRing(full * int(c.span/aSecond+1))}
}

func (c *continuousSpans) Judge(from, to int64) (may, must bool) {
	may, must = c.follow(from, to)
	_, allTo, ok := c.all.push(from, to)
	before := c.enough
	c.enough = ok && allTo > from-(c.span/aSecond+1)*aSecond
	return may && (before || c.enough), must
}

// follow judges a hit by where streaks began and broke.
func (c *continuousSpans) follow(from, to int64) (may, must bool) {
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

func (c *continuousSpans) Spare(from, to int64) int64 { return spare(c, from, to) }

func (*continuousSpans) Monotone() bool { return false }

func (*continuousSpans) Steady() bool { return false }

// Clone copies what is known of the hits.
func (c *continuousSpans) Clone() Spans {
	copied := *c
	copied.last, copied.all = c.last.clone(), c.all.clone()
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
	taken       int64 // nano-permits that hits took for sure, counted from where that is most by now
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

// Spare knows that the hit took a permit, as did all others that it was called of. Of any of these
// in a row no more can be taken than a full bucket has, and what is refilled between.
func (b *bucketSpans) Spare(from, to int64) (earliest int64) {
	if !b.any {
		b.any, b.began = true, from
	}
	earliest = from
	if spent := b.taken + permit - b.depth; spent > b.rate*(from-b.began) {
		earliest = b.began + (spent+b.rate-1)/b.rate
	}
	if earliest > to {
		b.Judge(from, to)
		return earliest
	}
	early, late := b.rate*(earliest-b.began), b.rate*(to-b.began)
	b.taken = max(b.taken, early) + permit
	level := min(b.depth, max(b.low+early, b.least, permit))
	b.low, b.top = max(min(b.low, b.depth-late), permit-late)-permit, min(b.top, b.depth-early)-permit
	b.least = level - permit
	return earliest
}

func (*bucketSpans) Monotone() bool { return false }

func (*bucketSpans) Steady() bool { return true }

// Clone copies what is known of the hits.
func (b *bucketSpans) Clone() Spans {
	copied := *b
	return &copied
}
