package quota

import "time"

func init() {
	register(Reading{
		ID: "R7", About: "token bucket: 3 permits per second, depth 15, full at the start",
		limit: total, rule: newBucket, bounds: newBucketBounds,
	})
}

// bucket is a token bucket, violated by a hit that finds less than one permit in it; such a hit
// takes none. Levels are nano-permits, so that a rate per second is exact at any nanosecond.
type bucket struct {
	rate  int64 // nano-permits per nanosecond
	depth int64
	level int64
	at    int64 // when the level was so
	since int64 // the hit that last found the bucket full
}

const permit = int64(time.Second / time.Nanosecond)

func newBucket(t Terms, full int) Rule {
	depth := int64(full-1) * permit
	return &bucket{rate: int64(t.Threshold.Rate), depth: depth, level: depth}
}

func (b *bucket) Judge(at int64) Verdict {
	gap := at - b.at
	b.at = at
	full := b.level == b.depth // before the first hit, too, when at is not known
	// The gap is not multiplied, which could overflow.
	if full || gap >= (b.depth-b.level+b.rate-1)/b.rate {
		b.level, b.since = b.depth, at
	} else {
		b.level += gap * b.rate
	}
	if b.level < permit {
		return violated(at, b.since)
	}
	b.level -= permit
	return Verdict{}
}

// Clone copies the rule.
func (b *bucket) Clone() Rule {
	copied := *b
	return &copied
}
