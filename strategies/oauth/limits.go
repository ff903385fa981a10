package oauth

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// limits reads what the headers of an answer tell of the carrier's limits: X-Rate-Limit-Rules and
// what it names, as Path of Exile's API has them; RateLimit and RateLimit-Policy, of the IETF's
// draft "RateLimit header fields for HTTP" since its eighth version; RateLimit-Limit, -Remaining
// and -Reset, of the versions before. What cannot be read is left out.
func limits(h http.Header) (all []strategies.Limit) {
	for rule := range strings.SplitSeq(h.Get("X-Rate-Limit-Rules"), ",") {
		name := "X-Rate-Limit-" + strings.TrimSpace(rule)
		states := strings.Split(h.Get(name+"-State"), ",")
		for i, text := range strings.Split(h.Get(name), ",") {
			if l, ok := ruleLimit(text, states[min(i, len(states)-1)]); ok {
				all = append(all, l)
			}
		}
	}
	policies := fields(h, "RateLimit-Policy")
	for _, f := range fields(h, "RateLimit") {
		l := strategies.Limit{Remaining: whole(f.of["r"]), Reset: inSeconds(f.of["t"])}
		for _, p := range policies {
			if p.name == f.name {
				l.Hits, l.Window = max(0, whole(p.of["q"])), inSeconds(p.of["w"])
			}
		}
		if l.Remaining >= 0 {
			all = append(all, l)
		}
	}
	if left := whole(h.Get("RateLimit-Remaining")); left >= 0 {
		hits, _, _ := strings.Cut(h.Get("RateLimit-Limit"), ",")
		all = append(all, strategies.Limit{
			Hits: max(0, whole(hits)), Remaining: left, Reset: inSeconds(h.Get("RateLimit-Reset")),
		})
	}
	return all
}

// ruleLimit reads hits:period:restriction and its state, used:period:restricted, as 60:30:30 and
// 1:30:0. The state does not say when a period ends: it is at most one away.
func ruleLimit(text, state string) (l strategies.Limit, ok bool) {
	rule, is := strings.Split(text, ":"), strings.Split(state, ":")
	if len(rule) != 3 || len(is) != 3 || whole(rule[0]) < 0 || whole(is[0]) < 0 {
		return l, false
	}
	l = strategies.Limit{Hits: whole(rule[0]), Window: inSeconds(rule[1])}
	l.Remaining, l.Reset = max(0, l.Hits-whole(is[0])), l.Window
	if refused := inSeconds(is[2]); refused > 0 {
		l.Remaining, l.Reset = 0, refused
	}
	return l, true
}

// A field is one member of a list of RFC 9651, with its parameters.
type field struct {
	name string
	of   map[string]string
}

// fields reads a header such as "ip";q=60;w=30, "client";q=10;w=1.
func fields(h http.Header, name string) (all []field) {
	for member := range strings.SplitSeq(strings.Join(h.Values(name), ","), ",") {
		words := strings.Split(member, ";")
		f := field{strings.Trim(words[0], " \t\""), map[string]string{}}
		for _, word := range words[1:] {
			key, value, _ := strings.Cut(strings.TrimSpace(word), "=")
			f.of[key] = value
		}
		all = append(all, f)
	}
	return all
}

// whole reads a whole number of 0 or more, at most 2^31-1; -1 where there is none.
func whole(text string) int {
	n, err := strconv.ParseUint(strings.TrimSpace(text), 10, 64)
	if err != nil {
		return -1
	}
	return int(min(n, math.MaxInt32))
}

// inSeconds reads a whole number of seconds, 0 where there is none.
func inSeconds(text string) time.Duration {
	return time.Duration(max(0, whole(text))) * time.Second
}
