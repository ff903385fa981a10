package quota

import "time"

func init() {
	register(Reading{
		ID: "R7", About: "token bucket: 3 permits per second, depth 15, full at the start",
		limit: total, rule: newBucket, bounds: newBucketBounds,
	})
}

// bucket is a token bucket, violated by a hit that finds less than one permit in it; such a hit
// takes none, as nginx's limit_req and golang.org/x/time/rate do it (assumed of carriers). Levels
// are parts of a permit so small that the rate is exact at any nanosecond.
type bucket struct {
	rate   int64 // parts that come each nanosecond
	permit int64 // parts of one
	depth  int64
	level  int64
	at     int64 // when the level was so
	since  int64 // the hit that last found the bucket full
}

const permit = int64(time.Second / time.Nanosecond)

func newBucket(t Terms, full int) Rule {
	depth := int64(full-1) * permit
	return &bucket{rate: int64(t.Threshold.Rate), permit: permit, depth: depth, level: depth}
}

func (b *bucket) Judge(at int64) Verdict {
	b.level = b.levelAt(at)
	b.at = at
	if b.level == b.depth {
		b.since = at
	}
	if b.level < b.permit {
		return violated(at, b.since)
	}
	b.level -= b.permit
	return Verdict{}
}

// levelAt is the level if nothing comes until then. The gap is not multiplied before it is known to
// be short, which could overflow.
func (b *bucket) levelAt(at int64) int64 {
	gap := at - b.at
	full := b.level == b.depth // before the first hit, too, when b.at is not known
	if full || gap >= (b.depth-b.level+b.rate-1)/b.rate {
		return b.depth
	}
	return b.level + gap*b.rate
}

func (b *bucket) free(at int64) int64 {
	lacks := b.permit - b.levelAt(at)
	switch {
	case lacks <= 0:
		return at
	case b.depth < b.permit:
		return Never
	}
	return at + (lacks+b.rate-1)/b.rate
}

// Clone copies the rule.
func (b *bucket) Clone() Rule {
	copied := *b
	return &copied
}

func (b *bucket) hold(m *memory) {
	m.number(&b.level)
	m.number(&b.at)
	m.number(&b.since)
}
