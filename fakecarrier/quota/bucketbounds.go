package quota

// bucketBounds are those of a token bucket. What hits took and was not refilled yet is the bucket's
// lack; the most that it ever is, in permits, is the depth that the bucket would have needed. Hits
// lack most when they come together, and least when they come as far apart as they can.
//
// Until a hit violates, each takes a permit. One that violates takes none: so after a cut the lack
// is that of the bucket itself, which what was violated before the cut left as it was.
type bucketBounds struct {
	rate   int64
	depth  int64 // in nano-permits
	close  lack  // each hit as late as possible, but not after the latest one can have come
	gone   cursor
	late   int  // hits that are in close: the others can still come
	apart  lack // each hit as early as possible
	bucket lack // the bucket itself, each hit as early as possible: it lacks no less
	loose  bool // what a cut left is a bound
}

// A lack is what is missing in a bucket, in nano-permits, at an instant.
type lack struct {
	permits   int64
	at, since int64 // since the hit that last found the bucket full
	first     int   // the number of that one, from 1
}

func newBucketBounds(t Terms, fulls []int) bounds {
	return &bucketBounds{rate: int64(t.Threshold.Rate), depth: int64(fulls[0]-1) * permit}
}

// after is what is missing at an instant, no earlier than at.
func (l *lack) after(at, rate int64) int64 {
	gap := at - l.at
	if l.permits == 0 {
		return 0 // also before the first hit, when at is not known
	}
	if gap >= (l.permits+rate-1)/rate { // not by multiplying, which could overflow
		return 0
	}
	return l.permits - gap*rate
}

// take takes the permits of n hits at an instant. There were so many hits before.
func (l *lack) take(n int, at, rate int64, before int) {
	l.permits = l.after(at, rate)
	if l.permits == 0 {
		l.since, l.first = at, before+1
	}
	l.permits, l.at = l.permits+int64(n)*permit, at
}

// serve takes the permits of those of n hits at an instant that find one. Where it is not known
// which do, the bucket lacks no less than it would if one fewer did.
func (l *lack) serve(n int, at, rate, depth int64, before int, known, all bool) {
	missing := l.after(at, rate)
	l.take(n, at, rate, before)
	switch {
	case all:
	case known:
		l.permits = missing + min(int64(n), max(0, depth-missing)/permit)*permit
	default:
		l.permits = min(l.permits, max(missing, depth-permit+1))
	}
}

// forget begins a cut: the lack is that of the bucket before the latest n hits.
func (b *bucketBounds) forget(s *stream, t *tally, n int) {
	g := s.latest()
	now := b.bucket
	now.permits, now.at = now.after(g.from, b.rate), g.from
	if !t.parted {
		b.close, b.late = now, s.hits-n
		return
	}
	b.loose = b.loose || b.close.permits > b.depth || b.apart.permits != b.bucket.permits
	b.apart = now
	b.close.permits = min(b.close.permits, b.depth)
}

func (b *bucketBounds) hits(s *stream, t *tally, n int) {
	g := s.latest()
	if t.most.hits == 0 && s.hits > n {
		b.forget(s, t, n)
	}
	alive := int64(s.hits - b.late)
	missing := b.close.after(g.from, b.rate)
	m := mark{permits(missing + alive*permit), b.close.since, g.from, b.close.first}
	if missing == 0 {
		m.since, m.first = g.from, b.late+1
	}
	if m.hits > t.most.hits {
		t.someOf(m)
	}
	spared := int64(m.hits)*permit <= b.depth
	b.bucket.serve(n, g.from, b.rate, b.depth, s.hits-n, !t.parted, spared)
	if !t.parted {
		return
	}
	b.apart.take(n, g.from, b.rate, s.hits-n)
	spread := g.last - g.from
	missing = permit
	if spread < b.apart.permits/b.rate {
		missing = max(permit, b.apart.permits-spread*b.rate)
	}
	m = mark{permits(missing), b.apart.since, g.last, b.apart.first}
	if m.hits > t.least.hits {
		t.everyOf(m)
	}
}

// pass lets the hits come that cannot come now or later.
func (b *bucketBounds) pass(s *stream, _ *tally, now int64) {
	for ; b.gone.number < s.next && s.at(b.gone.number).last < now; b.gone.number++ {
		through := s.through(b.gone.number)
		if n := through - b.late; n > 0 {
			b.close.take(n, s.at(b.gone.number).last, b.rate, b.late)
			b.late = through
		}
	}
}

// permits rounds up to whole ones.
func permits(nano int64) int { return int((nano + permit - 1) / permit) }

func (b *bucketBounds) part(s *stream) {
	b.apart = b.close
	if coming := s.hits - b.late; coming > 0 {
		b.apart.take(coming, s.latest().from, b.rate, b.late)
	}
}

func (b *bucketBounds) end(*stream, *tally) {}

func (b *bucketBounds) exact(s *stream) (verdicts, fullest bool) {
	return !s.widened && !b.loose, !s.widened && !b.loose
}
