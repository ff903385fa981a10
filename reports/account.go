package reports

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// Account prints a run in words and figures.
func Account(w io.Writer, s *scenarios.Scenario, sum *measure.Outcome,
	unmet []scenarios.Unmet,
) {
	length := time.Duration(s.Length)
	fmt.Fprintf(w, "%s with %s, reading %s, seed %d: %v of virtual time, %d events\n",
		sum.Scenario, sum.Strategy, sum.Reading, sum.Seed, length, sum.Events)
	fmt.Fprintf(w, "one run, seed %d: no interval\n", sum.Seed)
	if _, ok := s.TimeOfDay(); ok {
		fmt.Fprint(w, sinceStart(s.Begins()))
	}
	fmt.Fprintln(w)
	line := func(head, format string, args ...any) {
		fmt.Fprintf(w, "%-14s%s\n", head, fmt.Sprintf(format, args...))
	}
	a := sum.Actions
	line("actions", "%d started: %d succeeded, %d failed, %d still open; %s of those ended "+
		"succeeded", a.Started, a.Succeeded, a.Failed, a.Open,
		percent(a.Succeeded, a.Succeeded+a.Failed))
	line("bans", "%s", bans(&sum.Bans, s))
	if sum.Sessions != nil {
		line("sessions", "%s", sessions(sum.Sessions))
	}
	line("token", "%s, %d lost on the way; answers: %s",
		Plural(sum.Token.Requests, "request"), sum.Token.Lost, answers(sum.Token.Status))
	line("  why", "%s", whys(sum.Token.Why))
	line("api", "%s, %d lost on the way; answers: %s",
		Plural(sum.API.Requests, "request"), sum.API.Lost, answers(sum.API.Status))
	line("  401s", "%s", some(figure{sum.API.Rejected.Killed, "killed by a newer token"},
		figure{sum.API.Rejected.Expired, "expired"}, figure{sum.API.Rejected.Unknown, "unknown"}))
	for _, c := range s.Carriers() {
		h, whose := sum.Headroom, ""
		if part := sum.Carriers[c.Name]; part != nil {
			h, whose = part.Headroom, c.Name+": "
		}
		peaks := []int{h.BurstPeak, h.AveragePeak}
		for i, l := range tokenLimits(c) {
			line("fullest "+windowName(l), "%s%s of %d: %d %% of what is allowed", whose,
				Plural(peaks[i], "token hit"), l.Hits, 100*peaks[i]/l.Hits)
		}
	}
	line("succeeded in", "%s", quantiles(&sum.Latency))
	line("failed after", "%s", quantiles(&sum.FailedLatency))
	line("digest", "%s", sum.Digest)
	line("expectations", "%s", expectations(s, sum, unmet))
}

// sinceStart says when the run begins, of a scenario with times of day: instants count from then.
func sinceStart(begins time.Time) string {
	return begins.Format("instants count from the start of the run, at 15:04:05 UTC\n")
}

func bans(b *measure.Bans, s *scenarios.Scenario) string {
	if b.First == nil {
		return "none"
	}
	return fmt.Sprintf("%d, the first at %s; banned for %v in all; %s", b.Count,
		unit.Clock(*b.First),
		b.Banned.Round(time.Second),
		Plural(b.Extensions, "extension"))
}

func sessions(s *measure.Sessions) string {
	if s.First == nil {
		return "none lost"
	}
	return fmt.Sprintf("%d lost, the first at %s; signed out for %v in all", s.Lost,
		unit.Clock(*s.First), s.LostFor.Round(time.Second))
}

// A figure is a count and of what.
type figure struct {
	n    int
	name string
}

// some lists the figures that are not 0.
func some(figures ...figure) string {
	var words []string
	for _, f := range figures {
		if f.n != 0 {
			words = append(words, fmt.Sprintf("%d %s", f.n, f.name))
		}
	}
	if len(words) == 0 {
		return "none"
	}
	return strings.Join(words, ", ")
}

func answers(s measure.Statuses) string {
	all := []figure{{s.OK, "x 200"}, {s.Unauthorized, "x 401"}, {s.Forbidden, "x 403"},
		{s.TooMany, "x 429"}, {s.ServerError, "x 5xx"}}
	for _, status := range slices.Sorted(maps.Keys(s.Other)) {
		all = append(all, figure{s.Other[status], fmt.Sprintf("x %d", status)})
	}
	return some(all...)
}

func whys(y measure.Whys) string {
	return some(figure{y.Cold, "nothing was cached"}, figure{y.Expired, "expired"},
		figure{y.Rejected, "refused with 401"}, figure{y.Ahead, "ahead of expiry"},
		figure{y.CacheDown, "the cache was down"}, figure{y.Probe, "probed for the ban's end"})
}

// Plural prints n with its noun, which takes an s unless n is 1, plain as an account's figures are.
func Plural(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

func percent(k, n int) string {
	if n == 0 {
		return "none"
	}
	return fmt.Sprintf("%.2f %%", 100*float64(k)/float64(n))
}

func quantiles(q *measure.Quantiles) string {
	if q.N == 0 {
		return "none did"
	}
	quantile := func(percent, ms float64) string {
		if !q.Tells(percent) {
			return "–"
		}
		return brief(fromMilliseconds(ms))
	}
	return fmt.Sprintf("p50 %s, p90 %s, p99 %s, p99.9 %s, max %s (n = %d)", quantile(50, q.P50),
		quantile(90, q.P90), quantile(99, q.P99), quantile(99.9, q.P999),
		brief(fromMilliseconds(q.Max)), q.N)
}

// brief prints a length of time in the unit that suits, to about three digits.
func brief(d time.Duration) string {
	unit := time.Nanosecond
	for unit*1000 <= d {
		unit *= 10
	}
	return d.Round(unit).String()
}

// expectations says whether the scenario expects anything of this run, and got it.
func expectations(s *scenarios.Scenario, sum *measure.Outcome, unmet []scenarios.Unmet) string {
	if len(unmet) > 0 {
		texts := make([]string, len(unmet))
		for i, u := range unmet {
			texts[i] = u.String()
		}
		return "NOT met: " + strings.Join(texts, "; ")
	}
	if s.Judges(sum) {
		return "met"
	}
	return fmt.Sprintf("the scenario expects nothing of %s under %s", sum.Strategy, sum.Reading)
}
