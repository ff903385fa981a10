package infer

import "strings"

// A plainCarrier is a second carrier, written from docs/readings.md alone: it keeps every hit and
// counts anew for each. It shares no code with fakecarrier.
type plainCarrier struct {
	truth truth
	keys  map[string]*plainKey
}

type plainKey struct {
	times         []int64 // of the hits that count
	banned        bool
	bites, expiry int64
}

const (
	second    = int64(1_000_000_000)
	tenMinute = 600 * second
)

// answer is the status of a request that arrives now; behind is that of an answer which no ban
// refuses.
func (p *plainCarrier) answer(now int64, client string, behind int) int {
	name := ""
	if p.truth.key == EachClient {
		name = client
	}
	k := p.keys[name]
	if k == nil {
		k = &plainKey{}
		p.keys[name] = k
	}
	if k.banned && now >= k.expiry {
		k.banned = false
	}
	biting := k.banned && now >= k.bites
	if !p.counts(biting, behind) {
		if biting {
			return 403
		}
		return behind
	}
	k.times = append(k.times, now)
	violates := plainViolates(p.truth.burst, k.times) || plainViolates(p.truth.average, k.times)
	switch {
	case !k.banned && violates:
		k.banned, k.bites, k.expiry = true, now+p.truth.lag, now+tenMinute
		biting = p.truth.violator == "refused" && p.truth.lag == 0
	case !k.banned:
	case p.truth.extension == "any-hit", p.truth.extension == "violation" && violates:
		k.expiry = now + tenMinute
	case p.truth.extension == "stack" && violates:
		k.expiry += tenMinute
	}
	if biting {
		return 403
	}
	return behind
}

func (p *plainCarrier) counts(biting bool, behind int) bool {
	switch p.truth.hits {
	case "issued":
		return !biting && behind == 200
	case "authenticated":
		return !biting && behind != 401
	}
	return true
}

// plainViolates reports whether the last of the hits violates a reading.
func plainViolates(id string, times []int64) bool {
	if id == "none" || id == "A4" {
		return false
	}
	rate, span := int64(3), int64(5)
	if id[0] == 'A' {
		rate, span = 1, 120
	}
	base := strings.TrimSuffix(id, "e")
	above := func(n int64) bool { return n > rate }
	aboveAll := func(n int64) bool { return n > rate*span }
	if base != id {
		above = func(n int64) bool { return n >= rate }
		aboveAll = func(n int64) bool { return n >= rate*span }
	}
	t := times[len(times)-1]
	cell := func(at, long int64) int64 { return at / long * long }
	since := func(from int64) (n int64) { // hits at from or later
		for i := len(times) - 1; i >= 0 && times[i] >= from; i-- {
			n++
		}
		return n
	}
	switch base {
	case "R1", "A1":
		return aboveAll(since(t - span*second + 1))
	case "R2", "A2":
		return aboveAll(since(cell(t, span*second)))
	case "R6":
		return above(since(t - second + 1))
	case "R6f":
		return above(since(cell(t, second)))
	case "R8":
		return aboveAll(since(cell(t-span*second, second)))
	case "R9", "A5":
		return aboveAll(since(cell(t-span*second, 5*second)))
	case "A6":
		return aboveAll(since(cell(t-span*second, 60*second)))
	case "R3", "A3":
		return plainSeconds(times, cell(t, second)-(span-1)*second, span, above)
	case "R4":
		return plainAnyPhase(times, t, span, above)
	case "R5":
		return plainStreak(times, span*second, above)
	case "R7":
		return plainTokens(times)
	}
	panic("no reading " + id)
}

// plainSeconds reports whether each of so many seconds from s on has enough hits.
func plainSeconds(times []int64, s, seconds int64, above func(int64) bool) bool {
	for i := range seconds {
		n := int64(0)
		for _, h := range times {
			if h >= s+i*second && h < s+(i+1)*second {
				n++
			}
		}
		if !above(n) {
			return false
		}
	}
	return true
}

// plainAnyPhase moves five seconds right until a hit is the first instant of one of them.
func plainAnyPhase(times []int64, t, seconds int64, above func(int64) bool) bool {
	for i := len(times) - 1; i >= 0 && times[i] > t-seconds*second; i-- {
		for j := range seconds {
			s := times[i] - j*second
			last := s + (seconds-1)*second
			if last <= t && t < last+second && plainSeconds(times, s, seconds, above) {
				return true
			}
		}
	}
	return false
}

// plainStreak looks at each instant at which the count of the last second changes.
func plainStreak(times []int64, span int64, above func(int64) bool) bool {
	t, previous := times[len(times)-1], int64(-1)
	if len(times) > 1 {
		previous = times[len(times)-2]
	}
	began, running := int64(0), false
	up, down, n := 0, 0, int64(0) // hits that entered the last second, and that left it
	for {
		u := t
		if up < len(times) {
			u = min(u, times[up])
		}
		if down < len(times) {
			u = min(u, times[down]+second)
		}
		if running && began+span < u && began+span > previous && began+span <= t {
			return true // between two changes
		}
		for ; up < len(times) && times[up] <= u; up++ {
			n++
		}
		for ; down < up && times[down]+second <= u; down++ {
			n--
		}
		if !above(n) {
			running = false
		} else if !running {
			running, began = true, u
		}
		if running && began+span == u && u > previous {
			return true
		}
		if u >= t {
			return running && t-began >= span
		}
	}
}

// plainTokens refills a bucket of 15 by three a second.
func plainTokens(times []int64) bool {
	level, at, violated := 15*second, times[0], false
	for _, h := range times {
		gap := min(h-at, 10*second)
		level = min(level+3*gap, 15*second)
		at, violated = h, level < second
		if !violated {
			level -= second
		}
	}
	return violated
}
