// Package standing says whether the owner of a log is banned now: since when, until when if
// everybody stops, who prolongs it, and what to switch off.
package standing

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/logs"
)

// A Standing is what the hits of a log say of a ban, up to the last one. Stamps are taken at their
// beginning: an instant may be too early by the log's resolution.
type Standing struct {
	Burst, Average quota.Threshold
	Ban            time.Duration // how long one lasts that nothing prolongs

	rules    []quota.Rule
	ban      ban
	recent   []hit // of the average's span, before the last hit
	answered bool  // the log has answers
}

// A hit is when it came, and who sent it.
type hit struct {
	at     int64
	client string
}

// A ban is what is known of the ban that is in force, or of the last one. Instants are nanoseconds
// of Unix time.
type ban struct {
	since, violated, last int64 // its beginning, the last violation, the last hit in it
	refused               bool  // an answer says so; else the rule does
	over                  bool  // a later answer says so
	hits                  map[string]int
}

// New returns a Standing that has seen nothing. The rule is the likeliest reading, Akamai's: more
// hits than the rate times the span in any span that slides (R1 and A1 of docs/readings.md).
func New(burst, average quota.Threshold, lasts time.Duration) *Standing {
	s := &Standing{Burst: burst, Average: average, Ban: lasts}
	for _, id := range []string{"R1", "A1"} {
		r, err := quota.LookupReading(id)
		if err != nil {
			panic(err) // it is registered
		}
		threshold, _ := r.Of([]quota.Threshold{burst, average})
		s.rules = append(s.rules, r.Rule(quota.Terms{Threshold: threshold}))
	}
	s.ban.over = true
	return s
}

// Add adds a hit of the token endpoint. One that is earlier than the one before counts as if it
// came with that.
func (s *Standing) Add(h *logs.Hit) {
	at := h.Begin.From
	if n := len(s.recent); n > 0 {
		at = max(at, s.recent[n-1].at)
	}
	answer := h.Answer()
	s.answered = s.answered || answer != 0
	violated := false
	for _, rule := range s.rules {
		violated = rule.Judge(at).Violated || violated
	}
	s.recent = append(s.recent, hit{at, h.Client})
	for s.recent[0].at <= at-int64(s.Average.Span) {
		s.recent = s.recent[1:]
	}
	refused := answer == http.StatusForbidden
	if answer == http.StatusOK {
		s.ban.over = true
	}
	if !s.banned(at) && (refused || violated && !s.answered) {
		s.ban = ban{since: at, violated: at, last: at, hits: map[string]int{}}
		for _, h := range s.recent[:len(s.recent)-1] {
			s.ban.hits[h.client]++ // what filled the window
		}
	}
	if s.banned(at) {
		s.ban.last = at
		s.ban.refused = s.ban.refused || refused
		s.ban.hits[h.Client]++
		if violated {
			s.ban.violated = at
		}
	}
}

// banned reports whether a ban may be in force at an instant.
func (s *Standing) banned(at int64) bool {
	return !s.ban.over && at < s.ban.last+int64(s.Ban)
}

// A Report is the standing at an instant. Instants are nanoseconds of Unix time.
type Report struct {
	Answered bool // the log has answers, which say whether there is a ban

	Banned  bool
	Refused bool  // an answer said so; else the likeliest reading of the rule says so
	Since   int64 // the first hit that shows it

	// Until when if nobody sends a hit from now on: if only violations prolong it, and if any hit
	// does.
	UntilViolation, UntilAnyHit int64

	Clients []Client // who has sent hits in the ban, and in the average's span before it; most first
	Enough  int      // if so many of them stop, the others alone violate nothing
}

// A Client is who sent hits.
type Client struct {
	Name string
	Hits int
}

// At returns the standing at an instant.
func (s *Standing) At(now int64) Report {
	if !s.banned(now) {
		return Report{Answered: s.answered}
	}
	r := Report{
		Answered: s.answered, Banned: true, Refused: s.ban.refused, Since: s.ban.since,
		UntilViolation: s.ban.violated + int64(s.Ban), UntilAnyHit: s.ban.last + int64(s.Ban),
	}
	for name, hits := range s.ban.hits {
		r.Clients = append(r.Clients, Client{name, hits})
	}
	slices.SortFunc(r.Clients, func(a, b Client) int {
		return cmp.Or(cmp.Compare(b.Hits, a.Hits), cmp.Compare(a.Name, b.Name))
	})
	for r.Enough < len(r.Clients) && s.violates(r.Clients[:r.Enough]) {
		r.Enough++
	}
	return r
}

// violates reports whether the latest hits would violate a threshold without those of some clients.
// Here reaching the number is a violation already: whoever acts on this wants to be safe.
func (s *Standing) violates(without []Client) bool {
	for _, t := range []quota.Threshold{s.Burst, s.Average} {
		window := quota.NewWindow(t.Span, t.Total())
		for _, h := range s.recent {
			if slices.ContainsFunc(without, func(c Client) bool { return c.Name == h.client }) {
				continue
			}
			if window.Add(time.Duration(h.at)) >= t.Total() {
				return true
			}
		}
	}
	return false
}
