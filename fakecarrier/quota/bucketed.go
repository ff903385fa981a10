package quota

import (
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// LongestBucket is the length of the longest buckets.
const LongestBucket = time.Minute

// The lengths of buckets are those of the one vendor who says in writing how his counters work: he
// counts bursts in buckets of 5 s and the average in buckets of a minute (Path of Exile; his words
// are kept in docs/design/network-ground-truth.md of github.com/gerwaric/acquisition). Buckets of
// 1 s, and of 5 s for the average, are assumed. No source says that FedEx counts so.
func init() {
	register(Reading{
		ID: "R8", About: "more than 15 hits in the buckets of 1 s that touch any (t-5s, t]",
		limit: total, rule: bucketsOf(time.Second),
		bounds: bucketBoundsOf(time.Second),
	})
	register(Reading{
		ID: "R8e", About: "15 or more hits in the buckets of 1 s that touch any (t-5s, t]",
		Inclusive: true, limit: total, rule: bucketsOf(time.Second),
		bounds: bucketBoundsOf(time.Second),
	})
	register(Reading{
		ID: "R9", About: "more than 15 hits in the buckets of 5 s that touch any (t-5s, t]",
		limit: total, rule: bucketsOf(5 * time.Second),
		bounds: bucketBoundsOf(5 * time.Second),
	})
	register(Reading{
		ID: "R9e", About: "15 or more hits in the buckets of 5 s that touch any (t-5s, t]",
		Inclusive: true, limit: total, rule: bucketsOf(5 * time.Second),
		bounds: bucketBoundsOf(5 * time.Second),
	})
	register(Reading{
		ID: "A5", About: "more than 120 hits in the buckets of 5 s that touch any (t-120s, t]",
		Average: true, limit: total, rule: bucketsOf(5 * time.Second),
		bounds: bucketBoundsOf(5 * time.Second),
	})
	register(Reading{
		ID: "A5e", About: "120 or more hits in the buckets of 5 s that touch any (t-120s, t]",
		Average: true, Inclusive: true, limit: total, rule: bucketsOf(5 * time.Second),
		bounds: bucketBoundsOf(5 * time.Second),
	})
	register(Reading{
		ID: "A6", About: "more than 120 hits in the buckets of 60 s that touch any (t-120s, t]",
		Average: true, limit: total, rule: bucketsOf(LongestBucket),
		bounds: bucketBoundsOf(LongestBucket),
	})
	register(Reading{
		ID: "A6e", About: "120 or more hits in the buckets of 60 s that touch any (t-120s, t]",
		Average: true, Inclusive: true, limit: total, rule: bucketsOf(LongestBucket),
		bounds: bucketBoundsOf(LongestBucket),
	})
}

// bucketsOf makes rules that count in whole buckets of that length.
func bucketsOf(length time.Duration) func(Terms, int) Rule {
	return func(t Terms, full int) Rule {
		return &bucketed{int64(length), int64(t.Threshold.Span), newRing(full)}
	}
}

// bucketed cuts the Unix clock into buckets, and is violated by the hit that makes it full hits in
// the buckets that touch the span which ends with it: its own bucket, and those back to the one
// that the span begins in, which leaves as a whole. A span of 5 s touches six buckets of 1 s. A
// span that is closed at its beginning touches the same buckets as one that is open.
type bucketed struct {
	bucket, span int64
	last         ring
}

func (b *bucketed) Judge(at int64) Verdict {
	since := unit.Floor(at-b.span, b.bucket)
	oldest, ok := b.last.push(at)
	if !ok || oldest < since {
		return Verdict{}
	}
	return violated(at, since)
}

func (b *bucketed) free(at int64) int64 {
	if b.last.size == 1 {
		return Never
	}
	next, ok := b.last.second()
	if !ok {
		return at
	}
	return max(at, unit.Floor(next, b.bucket)+b.bucket+b.span)
}

// Clone copies the rule.
func (b *bucketed) Clone() Rule {
	copied := *b
	copied.last = b.last.clone()
	return &copied
}

func (b *bucketed) hold(m *memory) { m.ring(&b.last) }
